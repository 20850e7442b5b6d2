"""What deciding a question refuses, and what a decision says to whoever asks again, in words (R6, R20)."""

from flask_babel import lazy_gettext as _l

SENTENCES = {
    "question_over": _l("Pertanyaan ini sudah diputuskan. Muat ulang halaman untuk melihat keputusannya."),
    "question_of_two_offices": _l(
        "Pihak yang lain berada di unit kerja lain, jadi koordinator kabupaten yang memutuskan. Sampaikan keterangan "
        "kantor Anda pada halaman pertanyaan ini."
    ),
    "question_reason_missing": _l("Isi alasan keputusannya, misalnya “juga bekerja sebagai pemangku”."),
    "question_words_missing": _l("Isi keterangannya, misalnya “sudah berhenti di sini sejak Oktober”."),
    "decision_not_offered": _l(
        "Jawaban itu tidak tersedia untuk pertanyaan ini. Pilih salah satu tombolnya."
    ),
    "question_which_payer": _l(
        "Pekerja ini ditanggung lebih dari satu pembayar. Pilih dari siapa ia dipindahkan."
    ),
    "question_which_nik": _l("Pilih NIK yang benar, sesuai KTP-nya."),
    "merge_paid": _l(
        "Atas NIK yang akan dilepas sudah ada iuran yang dibayar, dan iuran tidak berpindah. Pilih NIK itu sebagai "
        "yang benar, lalu perbaiki nomornya pada data pekerja."
    ),
    "question_decided_move": _l(
        "NIK ini ditanggung pihak lain, dan pernah diputuskan pindah pembayar. Hubungi koordinator apabila keadaannya "
        "berubah lagi."
    ),
    "question_decided_merge": _l(
        "NIK ini ditanggung pihak lain, dan sudah diputuskan bahwa orangnya sama dan tetap di sana. Hubungi "
        "koordinator apabila keadaannya berubah."
    ),
    "question_decided_typo": _l(
        "NIK ini sudah diputuskan salah ketik: nomor itu milik orang lain. Periksa nomornya pada KTP, lalu perbaiki."
    ),
    "question_decided_nik": _l(
        "NIK ini sudah diputuskan keliru: orangnya tercatat dengan NIK lain. Periksa nomornya pada KTP."
    ),
}
