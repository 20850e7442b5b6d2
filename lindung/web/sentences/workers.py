"""What a number is refused for, and what adding, correcting and registering workers refuses, in words."""

from flask_babel import lazy_gettext as _l

SENTENCES = {
    "state_move_not_allowed": _l(
        "Langkah itu tidak mungkin dari status pendaftaran sekarang. Muat ulang halaman untuk melihat statusnya."
    ),
    "nip_missing": _l("Isi NIP atau NI PPPK, 18 angka. Hanya tenaga Non-ASN yang boleh tanpa nomor."),
    "nip_not_digits": _l("NIP berisi tanda selain angka. Periksa nomornya pada SK, lalu perbaiki."),
    "nip_length": _l(
        "NIP berisi %(found)s angka, seharusnya %(expected)s. Periksa nomornya pada SK, lalu perbaiki."
    ),
    "nik_missing": _l("Isi NIK pekerja, 16 angka, dari KTP-nya."),
    "nik_not_digits": _l("NIK berisi tanda selain angka. Periksa nomornya pada KTP, lalu perbaiki."),
    "nik_length": _l(
        "NIK berisi %(found)s angka, seharusnya %(expected)s. Periksa nomornya pada KTP, lalu perbaiki."
    ),
    "nik_taken": _l(
        "NIK itu sudah tercatat untuk pekerja lain. Periksa nomornya pada KTP; apabila benar, mintalah koordinator "
        "memutuskan siapa pemiliknya."
    ),
    "kpj_missing": _l("Isi KPJ, 11 angka, dari kartu peserta."),
    "kpj_not_digits": _l("KPJ berisi tanda selain angka. Periksa nomornya pada kartu peserta."),
    "kpj_length": _l(
        "KPJ berisi %(found)s angka, seharusnya %(expected)s. Periksa nomornya pada kartu peserta."
    ),
    "kpj_taken": _l("KPJ ini sudah tercatat milik orang lain. Cocokkan dengan kartu peserta, lalu perbaiki."),
    "kpj_of_registered_missing": _l(
        "Isi KPJ sebelum menandai pekerja ini terdaftar; nomornya ada pada kartu peserta."
    ),
    "too_young": _l(
        "Umurnya %(age)s tahun pada hari pendaftaran, paling muda %(youngest)s tahun. Periksa tanggal lahirnya."
    ),
    "too_old": _l(
        "Umurnya %(age)s tahun pada hari pendaftaran, melewati %(oldest)s tahun %(months)s bulan. "
        "Periksa tanggal lahirnya; yang lebih tua tidak dapat didaftarkan."
    ),
    "worker_may_be_asn": _l(
        "Ada ASN bernama %(name)s yang lahir pada hari yang sama, padahal ASN tidak dapat menjadi pekerja yang "
        "ditanggung. Periksa orangnya; apabila memang orang lain, centang bahwa Anda yakin, lalu simpan lagi."
    ),
    "worker_of_none": _l(
        "Pernyataannya nihil, padahal pekerja yang dicatat berarti ia mempekerjakan atau menanggung seseorang. "
        "Centang bahwa pernyataannya diubah, lalu simpan lagi; apabila nihilnya benar, jangan menambah pekerja."
    ),
    "answer_changed": _l("Pernyataan nihil diganti mulai hari ini, sehingga ia termasuk sasaran."),
    "already_enrolled": _l(
        "Pekerja dengan NIK ini sudah tercatat pada %(sponsor)s. Ubah barisnya, jangan menambah yang baru."
    ),
    "question_waits": _l(
        "NIK ini ditanggung pihak lain, dan pertanyaannya sudah menunggu keputusan. Buka daftar pertanyaan."
    ),
    "submission_lacks": _l(
        "%(count)s pekerja yang dicentang belum lengkap datanya. Lengkapi dahulu, hilangkan centangnya, atau centang "
        "“Kirim juga yang datanya belum lengkap”. Belum ada yang diajukan."
    ),
    "circular_over": _l("Surat Edaran %(number)s sudah tidak berlaku. Pilih Surat Edaran yang berlaku."),
    "relation_not_accepted": _l(
        "Hubungan itu tidak termasuk yang diterima Surat Edaran %(number)s. Pilih hubungan lain."
    ),
    "no_rate_for_terms": _l(
        "Belum ada tarif untuk program dan golongan upah itu. Pilih golongan lain, atau mintalah administrator "
        "melengkapi tabel tarif."
    ),
    "terms_with_payments": _l(
        "Sebagian iuran sudah dibayar dengan program dan golongan yang lama. Hentikan kepesertaan ini, lalu daftarkan "
        "lagi dengan yang baru."
    ),
    "day_too_early": _l("Tanggal itu terlalu lama berlalu. Periksa tahunnya."),
    "reveal_reason_missing": _l(
        "Isi alasan melihat NIK lengkap, misalnya “mencocokkan dengan KTP”; alasan itu dicatat dalam riwayat."
    ),
    "reason_of_state_missing": _l("Isi alasannya, misalnya “NIK tidak padan” atau “berhenti bekerja”."),
    "ends_before_it_begins": _l(
        "Kepesertaan ini baru mulai %(begun)s. Isi tanggal pada atau sesudah hari itu."
    ),
    "first_month_too_far": _l("Bulan mulai iuran paling jauh %(last)s. Pilih bulan yang lebih awal."),
    "bulk_state_not_allowed": _l(
        "%(count)s baris tidak dapat diubah ke status itu, di antaranya %(who)s. Keluarkan dari pilihan, lalu ulangi."
    ),
    "bulk_kpj_missing": _l(
        "%(count)s pekerja belum memiliki KPJ, di antaranya %(who)s. Isi KPJ-nya satu per satu, atau unggah berkas "
        "hasil BPJS."
    ),
    "submission_number_missing": _l("Isi nomor daftar usulan, sesuai surat pengantarnya."),
    "submission_number_taken": _l("Nomor %(number)s sudah dipakai daftar usulan lain. Isi nomor lain."),
    "submission_of_two_circulars": _l(
        "Pilihan itu berasal dari lebih dari satu Surat Edaran. Kirim daftar usulan untuk setiap Surat Edaran."
    ),
    "donor_code_missing": _l(
        "Isi kode wadah atau donatur kantor Anda, seperti yang diberikan BPJS Ketenagakerjaan."
    ),
}
