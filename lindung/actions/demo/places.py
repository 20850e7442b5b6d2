"""The offices, schools, clinics and villages of Kabupaten Nganjuk: real places, sized as in a real regency.

Place names come from idn-area-data (Open Database Licence 1.0), see the head of nganjuk_places.csv.
"""

import csv
from functools import cache
from pathlib import Path
from typing import NamedTuple

REGENCY_CODE = "35.18"
CIRCULAR_NUMBER = "500.15.12.3/2672/411.000/2025"

# Offices in the order of their codes: kind, name, people, and how many in a hundred have answered the circular.
OFFICES = [
    ("Sekretariat", "Sekretariat Daerah", 103, 47),
    ("Sekretariat", "Sekretariat DPRD", 40, 65),
    ("Inspektorat", "Inspektorat Daerah", 55, 67),
    ("Dinas", "Dinas Pendidikan", 124, 45),
    ("Dinas", "Dinas Kesehatan", 101, 77),
    ("Dinas", "Dinas Pekerjaan Umum dan Penataan Ruang", 149, 50),
    ("Dinas", "Dinas Perumahan Rakyat, Kawasan Permukiman dan Pertanahan", 57, 77),
    ("Satuan", "Satuan Polisi Pamong Praja", 92, 91),
    ("Dinas", "Dinas Sosial, Pemberdayaan Perempuan dan Perlindungan Anak", 60, 73),
    ("Dinas", "Dinas Tenaga Kerja", 43, 95),
    ("Dinas", "Dinas Lingkungan Hidup", 80, 92),
    ("Dinas", "Dinas Kependudukan dan Pencatatan Sipil", 51, 80),
    ("Dinas", "Dinas Pemberdayaan Masyarakat dan Desa", 38, 84),
    ("Dinas", "Dinas Pengendalian Penduduk dan Keluarga Berencana", 87, 39),
    ("Dinas", "Dinas Perhubungan", 83, 97),
    ("Dinas", "Dinas Komunikasi dan Informatika", 46, 54),
    ("Dinas", "Dinas Koperasi dan Usaha Mikro", 37, 78),
    ("Dinas", "Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu", 44, 55),
    ("Dinas", "Dinas Kepemudaan, Olahraga, Kebudayaan dan Pariwisata", 61, 84),
    ("Dinas", "Dinas Kearsipan dan Perpustakaan", 35, 83),
    ("Dinas", "Dinas Pertanian", 176, 79),
    ("Dinas", "Dinas Ketahanan Pangan dan Perikanan", 49, 94),
    ("Dinas", "Dinas Perindustrian dan Perdagangan", 64, 86),
    ("Badan", "Badan Perencanaan Pembangunan Daerah", 50, 86),
    ("Badan", "Badan Pengelolaan Keuangan dan Aset Daerah", 70, 74),
    ("Badan", "Badan Pendapatan Daerah", 66, 61),
    ("Badan", "Badan Kepegawaian dan Pengembangan Sumber Daya Manusia", 53, 96),
    ("Badan", "Badan Penanggulangan Bencana Daerah", 41, 26),
    ("Badan", "Badan Kesatuan Bangsa dan Politik", 29, 95),
    ("RSUD", "RSUD Kabupaten", 432, 84),
    ("RSUD", "RSUD Wilayah Timur", 244, 50),
]  # fmt: skip
EDUCATION, HEALTH, FIRST_DISTRICT = "04", "05", 32
DISTRICT_ANSWERS = (81, 46, 83, 58, 40, 91, 20, 68, 79, 88, 70, 95, 56, 39, 81, 42, 55, 86, 63, 80)


class PlannedUnit(NamedTuple):
    code: str
    name: str
    kind: str
    parent: str | None
    people: int
    answers: int  # per cent

    @property
    def office(self) -> str:
        return self.parent or self.code


class Village(NamedTuple):
    code: str
    name: str
    district: str
    is_kelurahan: bool

    @property
    def address(self) -> str:
        return f"{'Kel.' if self.is_kelurahan else 'Desa'} {self.name}"


def planned_units(districts: int = 20) -> list[PlannedUnit]:
    """Every unit of the first so many districts, each after its parent."""
    offices = [
        PlannedUnit(f"{number:02}", name, kind, None, people, answers)
        for number, (kind, name, people, answers) in enumerate(OFFICES, start=1)
    ]
    below = [unit for number in range(1, districts + 1) for unit in _district(number)]
    return sorted(offices + below, key=lambda unit: (unit.parent is not None, unit.code))


def villages(districts: int = 20) -> list[Village]:
    return [village for number in range(1, districts + 1) for village in _villages(number)]


def _district(number: int) -> list[PlannedUnit]:
    name = _names()[f"{REGENCY_CODE}.{number:02}"]
    answers = DISTRICT_ANSWERS[number - 1]
    code = f"{FIRST_DISTRICT - 1 + number:02}"
    units = [PlannedUnit(code, f"Kecamatan {name}", "Kecamatan", None, 15 + number * 5 % 12, answers)]
    clinic = PlannedUnit(
        f"{HEALTH}.{number:03}", f"UPTD Puskesmas {name}", "Puskesmas", HEALTH, 40 + number * 11 % 26, 0
    )
    units.append(clinic._replace(answers=_near(77, number)))
    for village in _villages(number):
        if village.is_kelurahan:
            local = village.code.rpartition(".")[2]
            units.append(
                PlannedUnit(
                    f"{code}.{local}", f"Kelurahan {village.name}", "Kelurahan", code, 5 + number % 3, answers
                )
            )
    return units + _schools(number, name)


def _schools(number: int, district: str) -> list[PlannedUnit]:
    schools = []
    for place, village in enumerate(_villages(number), start=1):
        for nth in (1, 2)[: 1 if place % 9 in (3, 8) else 2]:
            seed = number * 31 + place * 7 + nth
            schools.append(
                PlannedUnit(
                    f"{EDUCATION}.{number:02}{place:02}{nth}",
                    f"SDN {village.name} {nth}",
                    "SD",
                    EDUCATION,
                    6 + seed % 5,
                    _near(45, seed),
                )
            )
    for nth in (1, 2):
        code, people = f"{EDUCATION}.{number:02}9{nth}", 20 + (number * 5 + nth * 3) % 16
        schools.append(
            PlannedUnit(code, f"SMPN {nth} {district}", "SMP", EDUCATION, people, _near(45, number + nth))
        )
    return schools


def _near(percent: int, seed: int) -> int:
    """Schools and clinics scatter widely around their office: one head cares, the next does not."""
    return max(5, min(100, percent + (seed * 37 % 71) - 35))


def _villages(number: int) -> list[Village]:
    district = f"{REGENCY_CODE}.{number:02}"
    return [
        Village(code, name, _names()[district], code.rpartition(".")[2].startswith("1"))
        for code, name in _names().items()
        if code.startswith(f"{district}.")
    ]


def _names() -> dict[str, str]:
    return names_of("nganjuk")


@cache
def names_of(regency: str) -> dict[str, str]:
    """Districts and villages of a regency, code -> name, as its file lists them."""
    with Path(__file__).with_name(f"{regency}_places.csv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(line for line in file if not line.startswith("#"))
        return {row["code"]: row["name"] for row in rows}
