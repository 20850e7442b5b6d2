"""Invented civil servants: as many as each unit has, in the shares of a real regency, some of them on the move."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from lindung.actions.demo.names import Numbers, given_name, phone, random_day
from lindung.actions.demo.places import PlannedUnit
from lindung.domain.duties import Employment, SponsorKind
from lindung.domain.identifiers import Sex
from lindung.domain.months import BEGINNING, OPEN_END, Month
from lindung.domain.names import name_key

EMPLOYMENTS, SHARES = (Employment.PNS, Employment.PPPK, Employment.PPPK_PART_TIME), (674, 242, 84)
PNS_GRADES = ("II/a", "II/c", "III/a", "III/b", "III/c", "III/d", "IV/a", "IV/b")
PPPK_GRADES = ("V", "VII", "IX", "IX", "X")
WOMEN_PERCENT = 58
# Of a thousand: who changed unit, who left, who began within the year.
MOVED, LEFT, JOINED = 7, 5, 8
LEFT_REASONS = ("pensiun", "pensiun", "mutasi ke luar daerah", "meninggal dunia")

HEADS = {
    "SD": "Kepala Sekolah",
    "SMP": "Kepala Sekolah",
    "Puskesmas": "Kepala Puskesmas",
    "Kecamatan": "Camat",
    "Kelurahan": "Lurah",
    "Dinas": "Kepala Dinas",
    "Badan": "Kepala Badan",
    "RSUD": "Direktur",
    "Sekretariat": "Sekretaris",
    "Inspektorat": "Inspektur",
    "Satuan": "Kepala Satuan",
}
TEACHERS = ("Guru Kelas",) * 4 + ("Guru Pendidikan Agama Islam", "Guru Penjasorkes", "Operator Sekolah")
SUBJECTS = tuple(
    f"Guru {subject}"
    for subject in ("Matematika", "Bahasa Indonesia", "Bahasa Inggris", "IPA", "IPS", "PPKn")
)
HEALTH = (
    "Perawat",
    "Perawat",
    "Bidan",
    "Bidan",
    "Dokter",
    "Apoteker",
    "Sanitarian",
    "Nutrisionis",
    "Perekam Medis",
)
DESKS = (
    "Pengadministrasi Umum", "Pengelola Keuangan", "Analis Kebijakan", "Analis Sumber Daya Manusia", "Pengelola Data",
    "Penata Layanan Operasional", "Pranata Komputer", "Arsiparis", "Kepala Subbagian", "Pengelola Barang",
)  # fmt: skip
POSITIONS = {"SD": TEACHERS, "SMP": SUBJECTS, "Puskesmas": HEALTH, "RSUD": HEALTH}
DEGREES = {
    "Guru": ("S.Pd.", "S.Pd.", "M.Pd."),
    "Dokter": ("dr.",),
    "Perawat": ("A.Md.Kep.", "S.Kep."),
    "Bidan": ("A.Md.Keb.",),
}
OTHER_DEGREES = ("", "", "", "A.Md.", "S.E.", "S.H.", "S.Sos.", "S.AP.", "S.Kom.", "M.Si.")


@dataclass(slots=True)
class Servant:
    nip: str
    name: str
    employment: Employment
    grade: str
    position: str
    phone: str | None
    email: str | None
    unit: PlannedUnit
    came_from: PlannedUnit | None = None
    since: Month = BEGINNING  # in his present unit
    left_on: date | None = None
    left_reason: str | None = None
    sponsor_id: int = 0

    def sponsor_row(self) -> dict[str, Any]:
        return {
            "kind": SponsorKind.ASN.value,
            "nip": self.nip,
            "name": self.name,
            "name_key": name_key(self.name),
            "employment": self.employment.value,
            "grade": self.grade,
            "position": self.position,
            "phone": self.phone,
            "email": self.email,
            "is_public": False,
            "left_on": self.left_on,
            "left_reason": self.left_reason,
            "version": 1,
        }

    def posting_rows(self, unit_ids: dict[str, int]) -> list[dict[str, Any]]:
        last = Month.of(self.left_on).previous() if self.left_on else OPEN_END
        rows = [self._posting(unit_ids[self.unit.code], self.since, last)]
        if self.came_from:
            rows.insert(0, self._posting(unit_ids[self.came_from.code], BEGINNING, self.since.previous()))
        return rows

    def _posting(self, unit_id: int, first: Month, last: Month) -> dict[str, Any]:
        return {
            "sponsor_id": self.sponsor_id,
            "unit_id": unit_id,
            "first_month": first,
            "last_month": last,
            "version": 1,
        }


def servants(
    random: Random, units: list[PlannedUnit], scale: float, today: date, regency: str, *, moving: bool = True
) -> list[Servant]:
    """Everybody of every unit, unit after unit; the first of each unit is its head.

    `moving`: some change unit, leave or begin. Where a paper has counted everybody, nobody does.
    """
    numbers, mail = Numbers(random), f"{name_key(regency.removeprefix('Kabupaten '))}kab.example"
    people = [
        _servant(random, numbers, unit, nth, today, mail)
        for unit in units
        for nth in range(max(1, round(unit.people * scale)))
    ]
    if moving:
        _set_in_motion(random, people, units, Month.of(today))
    return people


def _servant(
    random: Random, numbers: Numbers, unit: PlannedUnit, nth: int, today: date, mail: str
) -> Servant:
    sex = Sex.FEMALE if random.randrange(100) < WOMEN_PERCENT else Sex.MALE
    employment = random.choices(EMPLOYMENTS, SHARES)[0] if nth else Employment.PNS
    born_on = random_day(random, date(today.year - 58, 1, 1), date(today.year - 26, 12, 31))
    position = random.choice(POSITIONS.get(unit.kind, DESKS)) if nth else HEADS[unit.kind]
    is_pns = employment is Employment.PNS
    if is_pns:
        appointed = born_on + timedelta(days=365 * random.randint(22, 25) + random.randrange(365))
        nip = numbers.nip(born_on, appointed, sex)
    else:
        nip = numbers.ni_pppk(born_on, random.randint(today.year - 5, today.year - 1), 1, sex)
    grade = random.choice(PNS_GRADES if is_pns else PPPK_GRADES)
    name = _with_degree(random, given_name(random, sex), position)
    email = f"{name_key(name).replace(' ', '.')}@{mail}" if random.randrange(10) < 3 else None
    number = phone(random) if random.randrange(10) else None
    return Servant(nip, name, employment, grade if nth else "IV/b", position, number, email, unit)


def _with_degree(random: Random, name: str, position: str) -> str:
    degree = random.choice(DEGREES.get(position.split()[0], OTHER_DEGREES))
    if degree == "dr.":
        return f"dr. {name}"
    return f"{name}, {degree}" if degree else name


def _set_in_motion(random: Random, people: list[Servant], units: list[PlannedUnit], running: Month) -> None:
    """Some change unit, retire, die or begin within the year (R10); each thing happens at least twice."""
    for per_thousand, change in ((MOVED, _moves), (LEFT, _leaves), (JOINED, _joins)):
        for person in random.sample(people, max(2, len(people) * per_thousand // 1000)):
            if person.left_on is None and person.since == BEGINNING:
                change(random, person, units, running)


def _moves(random: Random, person: Servant, units: list[PlannedUnit], running: Month) -> None:
    others = [unit for unit in units if unit.kind == person.unit.kind and unit is not person.unit] or units
    person.came_from, person.unit = person.unit, random.choice(others)
    person.since = running.plus(-random.randint(0, 9))


def _leaves(random: Random, person: Servant, _units: list[PlannedUnit], running: Month) -> None:
    person.left_on = running.plus(-random.randint(0, 9)).first_day()
    person.left_reason = random.choice(LEFT_REASONS)


def _joins(random: Random, person: Servant, _units: list[PlannedUnit], running: Month) -> None:
    person.since = running.plus(-random.randint(1, 10))
