"""What changing ASN and their answers refuses, in words; and what many at once have in common."""

from flask_babel import lazy_gettext as _l

SENTENCES = {
    "day_ahead": _l("Tanggal itu belum tiba; hari ini %(today)s. Isi tanggal sampai hari ini."),
    "text_long": _l("Paling banyak %(most)s huruf. Persingkat isiannya."),
    "count_changed": _l(
        "Jumlahnya berubah sejak Anda memilih: %(expected)s menjadi %(found)s. Belum ada yang disimpan. Periksa "
        "pilihannya, lalu tandai lagi."
    ),
    "nobody_selected": _l("Belum ada yang dipilih. Kembali ke daftar, lalu centang barisnya."),
    "sponsor_has_left": _l(
        "%(name)s sudah dicatat berhenti %(left_on)s. Tempatkan kembali lebih dahulu apabila masih bertugas."
    ),
    "sponsor_has_not_left": _l("%(name)s tidak sedang berhenti. Gunakan “Pindahkan ke unit lain”."),
    "leave_before_posting": _l(
        "Tanggal itu mendahului penempatan pertamanya, %(first)s. Isi tanggal sesudah bulan itu."
    ),
    "leave_before_circulars": _l(
        "Tanggal itu sebelum %(since)s, ketika Surat Edaran yang pertama mulai dihitung. Periksa tahunnya; apabila ia "
        "memang berhenti lebih awal, isi %(since)s: ia tidak dihitung dalam satu bulan pun."
    ),
    "leave_before_serving": _l(
        "Menurut NIP ia lahir %(born_on)s, jadi belum bertugas pada tanggal itu. Periksa tahunnya, atau NIP-nya."
    ),
    "sponsor_already_there": _l("Mulai bulan itu ia sudah berada di %(unit)s. Pilih unit atau bulan lain."),
    "move_ahead": _l("%(month)s belum berjalan. Pilih bulan sampai %(running)s."),
    "unit_not_yours": _l(
        "Unit dengan kode %(given)s tidak termasuk unit kerja Anda. Pilih unit dari daftar."
    ),
    "unit_closed": _l("%(unit)s ditutup mulai %(month)s. Pilih unit lain."),
    "phone_wrong": _l("Nomor telepon berisi angka saja, contoh: 0812 3456 7890."),
    "email_wrong": _l("Alamat surel tidak lengkap, contoh: nama@instansi.go.id."),
    "nip_taken": _l("NIP itu sudah tercatat untuk %(name)s. Periksa NIP-nya, atau ubah data orang itu."),
    "nip_taken_elsewhere": _l(
        "NIP itu sudah tercatat di perangkat daerah lain. Apabila orangnya pindah ke sini, mintalah unit lamanya atau "
        "koordinator memindahkannya."
    ),
    "answer_already_given": _l(
        "Jawaban itu sudah tercatat pada %(made_on)s. Pilih jawaban atau tanggal lain."
    ),
    "circular_does_not_ask": _l(
        "Surat Edaran %(number)s tidak meminta pernyataan dari orang ini. Periksa jenis kepegawaiannya, atau pilih "
        "Surat Edaran lain."
    ),
    "answer_before_circular": _l("Surat Edaran ini baru ada sejak %(start)s. Isi tanggal sejak hari itu."),
    "bulk_has_answers": _l(
        "%(answered)s orang di antaranya menyatakan mempekerjakan pekerja, sehingga tidak ditandai nihil bersama. "
        "Saring “Belum mengisi pernyataan”, atau ubah barisnya satu per satu. Belum ada yang disimpan."
    ),
    "basis_missing": _l("Isi nomor rekap pernyataan yang menjadi dasarnya."),
    "none_with_workers": _l("Perhatian: masih ada pekerja yang tercatat atas namanya."),
}
