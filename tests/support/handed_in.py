"""Five small files as a small regency would hand them in: two offices, five ASN, and the mistakes people make."""

from datetime import date

from tests.support.files import csv, xlsx

NUMBER = "SE 440/1/2026"
TITLES = ("DAFTAR UNTUK LINDUNG", "Keadaan per 20 November 2026", "")
NIPS = [f"19800101200501100{number}" for number in range(1, 6)]
NIKS = [f"351800570486000{number}" for number in range(1, 6)]

UNITS = xlsx(
    ("KODE", "NAMA", "JENIS", "INDUK"),
    ("07", "Dinas Pendidikan", "dinas", ""),
    ("07.01", "SD Negeri Tunas Harapan", "sekolah", "07"),
    ("08", "Dinas Kesehatan", "dinas", ""),
    titles=TITLES,
)
SPONSORS = xlsx(
    ("NAMA", "NIP", "JENIS ASN", "GOLONGAN", "KODE UNIT"),
    ("Hadi Suprapto", NIPS[0], "PNS", "III/b", "07"),
    ("Tuti Handayani", f"'{NIPS[1]}", "PPPK", "IX", "07.01"),
    ("Slamet Riyadi", NIPS[2], "PNS", "IV/a", "07"),
    ("Tini Kartikasari", NIPS[3], "PNS", "II/c", "08"),
    ("Bambang Irawan", NIPS[4], "PNS", "III/a", "08"),
    ("NIP Sebagai Angka", 198001012005011009, "PNS", "III/a", "08"),
    ("Unit Tak Dikenal", "198001012005011010", "PNS", "III/a", "99"),
    titles=TITLES,
)
CIRCULARS = csv(
    ("nomor", "tanggal", "judul", "sifat", "kewajiban", "program", "berlaku_mulai", "tenggat_pernyataan"),
    (NUMBER, "02/01/2026", "Perlindungan ART", "imbauan", "bersyarat", "JKK+JKM", "01/02/2026", "30/11/2026"),
)
DECLARATIONS = csv(
    ("NIP", "Nomor Edaran", "Jawaban", "Tanggal"),
    (f"'{NIPS[0]}", NUMBER, "Punya ART", "05/10/2026"),
    (NIPS[1], NUMBER, "nihil", "2026-10-06"),
    (NIPS[3], NUMBER, "Punya ART", "07/10/2026"),
    (NIPS[4], NUMBER, "Nihil", "31/02/2026"),
    encoding="utf-8-sig",
)
WORKERS = xlsx(
    ("NIP PENANGGUNG", "NIK", "NAMA", "TANGGAL LAHIR", "STATUS", "TANGGAL DAFTAR", "BULAN MULAI", "KPJ"),
    (
        NIPS[0],
        NIKS[0],
        "Siti Rahayu",
        date(1986, 4, 17),
        "terdaftar",
        date(2026, 10, 12),
        "2026-10",
        "26000000001",
    ),
    (NIPS[3], NIKS[1], '=HYPERLINK("http://x","klik")', "17/04/1986", "diajukan", "", "", ""),
    (NIPS[3], NIKS[0], "Siti Rahayu", "17/04/1986", "terdaftar", "12/10/2026", "2026-10", ""),
    (NIPS[3], 3518005704860003, "NIK Sebagai Angka", "17/04/1986", "calon", "", "", ""),
    titles=TITLES,
)
# kind -> content, file name, how many rows are left out
FILES = {
    "units": (UNITS, "units.xlsx", 0),
    "sponsors": (SPONSORS, "sponsors.xlsx", 2),
    "circulars": (CIRCULARS, "circulars.csv", 0),
    "declarations": (DECLARATIONS, "declarations.csv", 1),
    "workers": (WORKERS, "workers.xlsx", 2),
}
# kode -> asn, menyatakan, nihil, sasaran, terdaftar, pekerja, pekerja_terdaftar in November 2026
EXPECTED = {"07": (3, 2, 1, 1, 1, 1, 1), "08": (2, 1, 0, 1, 0, 1, 0)}
COLUMNS = ("asn", "menyatakan", "nihil", "sasaran", "terdaftar", "pekerja", "pekerja_terdaftar")
