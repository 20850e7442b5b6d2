"""Why a row of a file is left out or remarked on, and how to mend it: one reason and one remedy for each code."""

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

SENTENCES: dict[str, LazyString] = {}  # these belong to rows; lindung.web.sentences.imports hands them on

AS_TEXT = _l("Format kolom sebagai teks, ketik ulang nomornya dari sumber asli, lalu unggah lagi.")
FILL = _l("Isi kolom ini, lalu unggah lagi barisnya.")
CHECK_NUMBER = _l("Periksa nomornya pada dokumen asli, lalu perbaiki.")
CHECK_DATE = _l("Tulis tanggal seperti 31/12/2026 atau 2026-12-31.")
CHECK_WORD = _l("Ganti dengan salah satu pilihan itu.")
ASK_COORDINATOR = _l(
    "Periksa nomornya; apabila orang itu pindah ke unit Anda, mintalah koordinator memindahkannya."
)
WAITS = _l("Pertanyaannya menunggu koordinator atau petugas pada daftar pertanyaan.")
NOTHING = _l("Tidak perlu apa-apa; periksa hanya apabila ragu.")

# code -> (why, what to do)
ROWS: dict[str, tuple[LazyString, LazyString]] = {
    "cell_missing": (_l("Kolom wajib ini kosong."), FILL),
    "cell_error": (
        _l("Sel ini berisi galat rumus (%(given)s)."),
        _l("Perbaiki rumusnya atau ketik nilainya, lalu unggah lagi."),
    ),
    "text_too_long": (_l("Isi sel ini lebih dari %(most)s huruf."), _l("Persingkat isinya.")),
    "nomination_dropped": (
        _l("Orang ini sudah dicoret dari daftar."),
        _l("Kembalikan dari daftar usulan apabila diusulkan lagi."),
    ),
    "programme_unknown": (
        _l("“%(given)s” bukan nomor program yang berlaku."),
        _l("Periksa nomor Surat Edaran programnya, atau kosongkan kolom ini."),
    ),
    "programme_none_in_force": (
        _l("Belum ada program yang berlaku."),
        _l("Mintalah koordinator mencatat programnya lebih dahulu."),
    ),
    "nik_missing": (_l("NIK kosong."), FILL),
    "nik_not_digits": (_l("NIK berisi tanda selain angka."), CHECK_NUMBER),
    "nik_length": (_l("NIK berisi %(found)s angka, seharusnya %(expected)s."), CHECK_NUMBER),
    "nik_is_number": (_l("NIK tersimpan sebagai angka; angka terakhirnya tidak dapat dipercaya."), AS_TEXT),
    "nip_missing": (_l("NIP kosong."), FILL),
    "nip_not_digits": (_l("NIP berisi tanda selain angka."), CHECK_NUMBER),
    "nip_length": (_l("NIP berisi %(found)s angka, seharusnya %(expected)s."), CHECK_NUMBER),
    "nip_is_number": (_l("NIP tersimpan sebagai angka; angka terakhirnya tidak dapat dipercaya."), AS_TEXT),
    "unit_code_is_number": (_l("Kode unit tersimpan sebagai angka; nol di depannya dapat hilang."), AS_TEXT),
    "kpj_missing": (_l("KPJ kosong."), FILL),
    "kpj_not_digits": (_l("KPJ berisi tanda selain angka."), CHECK_NUMBER),
    "kpj_length": (_l("KPJ berisi %(found)s angka, seharusnya %(expected)s."), CHECK_NUMBER),
    "kpj_twice": (
        _l("KPJ yang sama sudah dipakai orang lain di baris %(first_row)s."),
        _l("Periksa kedua baris pada kartu peserta, lalu perbaiki yang salah."),
    ),
    "kpj_taken": (
        _l("KPJ ini sudah tercatat milik orang lain."),
        _l("Cocokkan dengan kartu peserta BPJS, lalu perbaiki."),
    ),
    "impossible_date": (_l("Tanggal “%(given)s” tidak ada dalam kalender atau tidak terbaca."), CHECK_DATE),
    "impossible_month": (
        _l("Bulan “%(given)s” tidak terbaca."),
        _l("Tulis tahun dan bulan seperti 2026-11."),
    ),
    "future_date": (
        _l("Tanggal ini belum tiba."),
        _l("Isi tanggal sampai hari ini, atau unggah lagi setelah tanggal itu."),
    ),
    "end_before_start": (
        _l("Tanggal akhir lebih dahulu daripada tanggal daftar."),
        _l("Periksa kedua tanggal itu."),
    ),
    "deadline_before_start": (
        _l("Tenggat lebih dahulu daripada mulai berlakunya edaran."),
        _l("Periksa tenggat dan tanggal mulai berlaku."),
    ),
    "unknown_number": (
        _l("“%(given)s” bukan bilangan yang dikenal."),
        _l("Tulis seperti 1, atau III=1, IV=2."),
    ),
    "unknown_amount": (
        _l("Jumlah “%(given)s” nol, negatif, atau tidak terbaca."),
        _l("Tulis seperti 8400 atau Rp8.400."),
    ),
    "unknown_role": (
        _l(
            "Peran “%(given)s” tidak dikenal: Admin, Koordinator, Sekretaris Daerah, Kepala, Petugas kepegawaian, "
            "Bendahara, Inspektorat."
        ),
        CHECK_WORD,
    ),
    "unknown_employment": (
        _l("Jenis ASN “%(given)s” tidak dikenal: PNS, PPPK, PPPK Paruh Waktu, Non-ASN."),
        CHECK_WORD,
    ),
    "unknown_duty": (
        _l("Kewajiban “%(given)s” tidak dikenal: bersyarat, kuota, daftar_dana, target."),
        CHECK_WORD,
    ),
    "unknown_force": (_l("Sifat “%(given)s” tidak dikenal: wajib, imbauan."), CHECK_WORD),
    "unknown_answer": (
        _l(
            "Jawaban “%(given)s” tidak dikenal: Punya ART, Nihil, Menanggung pekerja rentan lain, Sudah ditanggung "
            "pihak lain."
        ),
        CHECK_WORD,
    ),
    "unknown_state": (
        _l("Status “%(given)s” tidak dikenal: calon, diajukan, terdaftar, ditolak, berhenti."),
        CHECK_WORD,
    ),
    "unknown_programme": (
        _l("Program “%(given)s” tidak dikenal: JKK, JKM, JHT."),
        _l("Tulis seperti JKK, JKM."),
    ),
    "quota_missing": (_l("Edaran dengan kuota memerlukan jumlahnya."), _l("Isi kolom kuota, misalnya 1.")),
    "grant_needs_unit": (
        _l("Peran ini terikat pada unit kerja, tetapi kode unitnya kosong."),
        _l("Isi kode unitnya."),
    ),
    "username_missing": (_l("Nama pengguna kosong."), FILL),
    "username_long": (_l("Nama pengguna lebih dari %(most)s huruf."), _l("Persingkat nama penggunanya.")),
    "username_signs": (
        _l("Nama pengguna berisi tanda yang tidak diterima."),
        _l("Gunakan huruf a–z, angka, titik, garis, dan @, tanpa spasi."),
    ),
    "name_missing": (_l("Nama kosong."), FILL),
    "name_long": (_l("Nama lebih dari %(most)s huruf."), _l("Persingkat namanya.")),
    "role_not_grantable": (
        _l("Peran %(role)s tidak dapat Anda berikan."),
        _l("Mintalah administrator memberikannya."),
    ),
    "account_not_yours": (
        _l("Akun dengan nama pengguna ini tidak dapat Anda ubah."),
        _l("Pilih nama pengguna lain, atau mintalah administrator."),
    ),
    "unit_cycle": (_l("Induk “%(given)s” berada di bawah unit ini sendiri."), _l("Pilih induk lain.")),
    "parent_not_found": (
        _l("Induk dengan kode “%(given)s” tidak ada, juga tidak dalam berkas ini."),
        _l("Perbaiki kode induk, atau tambahkan unit itu ke berkas."),
    ),
    "parent_closed": (
        _l("Unit induk %(parent)s sudah ditutup."),
        _l("Pilih induk lain, atau buka kembali unit itu."),
    ),
    "duplicate_row": (
        _l("Sudah ada di baris %(first_row)s berkas ini; baris pertama yang dipakai."),
        _l("Hapus salah satu baris, atau perbaiki nomornya."),
    ),
    "unknown_unit": (
        _l("Kode unit “%(given)s” tidak ada di unit Anda."),
        _l("Periksa kodenya pada daftar unit kerja, lalu perbaiki."),
    ),
    "unit_closed": (_l("Unit %(unit)s sudah ditutup."), _l("Isi kode unit yang menggantikannya.")),
    "sponsor_unknown": (_l("NIP ini tidak ada di unit Anda."), ASK_COORDINATOR),
    "terms_with_payments": (
        _l("Sebagian iuran sudah dibayar dengan program yang lama."),
        _l("Hentikan kepesertaan ini, lalu daftarkan lagi dengan program yang baru."),
    ),
    "sponsor_left": (
        _l("ASN ini sudah tidak bertugas sejak %(left_on)s."),
        _l("Isi NIP penanggung yang menggantikan."),
    ),
    "worker_unknown": (
        _l("Pekerja dengan NIK ini tidak ada di unit Anda."),
        _l("Periksa NIK-nya, atau impor dahulu pekerjanya."),
    ),
    "several_enrolments": (
        _l("Pekerja dengan NIK ini memiliki lebih dari satu kepesertaan yang berjalan."),
        _l("Ubah yang dimaksud pada halaman pekerjanya."),
    ),
    "circular_unknown": (
        _l("Surat Edaran nomor “%(given)s” tidak ada atau masih rancangan."),
        _l("Periksa nomornya pada daftar Surat Edaran."),
    ),
    "circular_none_in_force": (
        _l("Belum ada Surat Edaran yang berlaku, dan baris ini tidak menyebut nomornya."),
        _l("Isi nomor_edaran, atau masukkan dahulu Surat Edarannya."),
    ),
    "circular_ended": (
        _l("Surat Edaran %(number)s sudah tidak berlaku, sehingga isinya tidak diubah."),
        _l("Hapus baris ini, atau masukkan sebagai Surat Edaran baru dengan nomor lain."),
    ),
    "too_young": (
        _l("Umurnya %(age)s tahun pada hari pendaftaran, paling muda %(youngest)s tahun."),
        _l("Periksa tanggal lahir dan tanggal daftar."),
    ),
    "too_old": (
        _l("Umurnya %(age)s tahun pada hari pendaftaran, melewati %(oldest)s tahun %(months)s bulan."),
        _l("Periksa tanggal lahir dan tanggal daftar."),
    ),
    "state_regression": (
        _l("Sudah %(current)s; tidak dapat kembali menjadi %(wanted)s."),
        _l("Kosongkan kolom status, atau isi berhenti dengan tanggal dan alasannya."),
    ),
    "already_ended": (
        _l("Kepesertaan ini sudah berhenti sejak %(ended_on)s."),
        _l("Apabila didaftarkan lagi, isi tanggal_daftar sesudah tanggal itu."),
    ),
    # A payment file: one such row refuses it whole (R16).
    "total_line": (
        _l("Ini baris jumlah, bukan pembayaran seorang pekerja."),
        _l("Hapus baris jumlah dari berkas, lalu unggah lagi."),
    ),
    "nik_and_kpj_missing": (
        _l("NIK dan KPJ kosong, juga apabila selnya digabung dengan baris di atasnya."),
        _l("Isi NIK atau KPJ pada baris ini; pisahkan sel yang digabung."),
    ),
    "other_month": (
        _l("Bulan iurannya %(given)s, sedangkan berkas ini untuk %(expected)s."),
        _l("Pilih bulan yang sesuai dengan berkasnya, atau hapus baris bulan lain."),
    ),
    "no_rate_for_month": (
        _l("Belum ada tarif untuk iuran bulan %(month)s."),
        _l("Lengkapi tabel tarif, lalu unggah lagi."),
    ),
    "month_outside": (
        _l("Bulan %(given)s di luar masa yang dicatat, %(first)s sampai %(last)s."),
        _l("Periksa tahun dan bulannya."),
    ),
    # A list of figures of a workforce (R24).
    "unknown_people": (
        _l("Jumlah orang “%(given)s” tidak terbaca."),
        _l("Tulis bilangan bulat seperti 127292 atau 127.292."),
    ),
    "figure_ahead": (
        _l("Bulan %(given)s belum tiba."),
        _l("Isi bulan yang sudah berjalan; target dicatat di layar."),
    ),
    "year_outside": (_l("Tahun pada %(given)s di luar masa yang dicatat."), _l("Periksa tahunnya.")),
    "number_missing": (
        _l("Tidak ada angka pada baris ini."),
        _l("Isi paling sedikit satu dari terdaftar, aktif, atau angkatan_kerja."),
    ),
    "source_missing": (_l("Sumber angkanya kosong."), FILL),
    "base_zero": (_l("Angkatan kerjanya nol."), _l("Isi jumlah angkatan kerja, atau kosongkan selnya.")),
    "covered_over_workforce": (
        _l("%(found)s orang melebihi angkatan kerja %(workforce)s."),
        _l("Perbaiki jumlahnya, atau isi angkatan_kerja yang lebih baru."),
    ),
    "active_over_registered": (
        _l("Peserta aktif %(active)s melebihi peserta terdaftar %(registered)s."),
        _l("Periksa apakah kedua kolom tertukar."),
    ),
    "segment_not_found": (
        _l("Segmen “%(given)s” belum dicatat."),
        _l("Tambahkan dahulu segmennya di Cakupan, lalu unggah lagi; atau kosongkan kolomnya."),
    ),
    "target_circular_unknown": (
        _l("Dokumen target nomor “%(given)s” tidak ada atau tidak berlaku."),
        _l("Periksa nomornya di Cakupan, atau kosongkan kolomnya."),
    ),
    "target_circular_none": (_l("Belum ada target cakupan."), _l("Siapkan dahulu targetnya di Cakupan.")),
    "figure_contradicts": (
        _l("Berbeda dengan %(people)s menurut %(source)s, yang tetap dipakai."),
        _l("Pilih di halaman sumber apabila angka baru ini yang dipakai."),
    ),
    # Questions: the row waits for a human (R6).
    "same_nik_two_sponsors": (
        _l("NIK ini sudah ditanggung pihak lain; menunggu keputusan."),
        WAITS,
    ),
    "same_nik_two_sponsors_in_file": (
        _l("NIK yang sama ada di baris %(first_row)s dengan penanggung lain; menunggu keputusan."),
        WAITS,
    ),
    # A payment that waits for a person (R16).
    "bpjs_nik_unknown": (
        _l("Tak dikenal: NIK ini tidak ada di antara pekerja unit Anda."),
        _l("Periksa NIK pada kartu peserta, atau tanyakan kepada kantor cabang BPJS."),
    ),
    "bpjs_kpj_unknown": (
        _l("Tak dikenal: KPJ ini tidak ada di antara pekerja unit Anda."),
        _l("Lengkapi KPJ pada halaman pekerjanya, atau tanyakan kepada kantor cabang BPJS."),
    ),
    "bpjs_numbers_differ": (
        _l("Tak dikenal: NIK dan KPJ baris ini bukan milik orang yang sama."),
        _l("Cocokkan keduanya dengan kartu peserta, lalu tanyakan kepada kantor cabang BPJS."),
    ),
    "bpjs_not_due": (
        _l("Tak dikenal: pekerja ini belum atau tidak lagi terdaftar pada bulan itu."),
        _l("Periksa bulan mulai atau tanggal berhentinya, lalu putuskan pembayaran ini."),
    ),
    "bpjs_twice": (
        _l("Ganda: pekerja dan bulan yang sama sudah ada di baris %(first_row)s."),
        _l("Putuskan: terima, jadikan kredit, atau tanyakan kepada kantor cabang BPJS."),
    ),
    "bpjs_received_before": (
        _l("Ganda: BPJS sudah menerima iuran pekerja ini untuk bulan itu."),
        _l("Putuskan: terima, jadikan kredit, atau tanyakan kepada kantor cabang BPJS."),
    ),
    "bpjs_second_payer": (
        _l("Ganda: iuran bulan itu sudah dibayar oleh pembayar lain."),
        _l("Periksa siapa yang membayar, lalu tanyakan kepada kantor cabang BPJS."),
    ),
    "bpjs_after_lapse": (
        _l("Dibayar setelah kepesertaan berakhir; menunggu keputusan."),
        _l("Putuskan: terima sebagai awal yang baru, atau tanyakan kepada kantor cabang BPJS."),
    ),
    # Remarks: the row is taken.
    "phone_was_number": (
        _l("Telepon tersimpan sebagai angka; nol di depannya dikembalikan."),
        _l("Periksa nomornya; lain kali format kolomnya sebagai teks."),
    ),
    "nip_date_impossible": (_l("Tanggal lahir di dalam NIP tidak ada dalam kalender."), CHECK_NUMBER),
    "nik_date_impossible": (_l("Tanggal lahir di dalam NIK tidak ada dalam kalender."), CHECK_NUMBER),
    "nik_disagrees": (_l("Isi kolom ini berbeda dengan NIK; keduanya diterima."), NOTHING),
    "unknown_sex": (_l("Jenis kelamin “%(given)s” tidak dikenal, dibiarkan kosong."), _l("Tulis L atau P.")),
    "unknown_relation": (
        _l("Hubungan “%(given)s” tidak dikenal, dicatat sebagai lainnya."),
        _l("Tulis ART, saudara, tetangga, atau lainnya."),
    ),
    "unit_ignored": (_l("Peran ini berlaku untuk seluruh kabupaten; kode unitnya diabaikan."), NOTHING),
}
REASONS: dict[str, LazyString] = {code: why for code, (why, _) in ROWS.items()}
REMEDIES: dict[str, LazyString] = {code: what for code, (_, what) in ROWS.items()}
