"""Gianyar: villages and customary bodies propose 13,200, of whom 8,733 stand and 1,136 are registered (R8c, UX G1-G5).

The press reports these three figures and a budget that begins in one month and ends with the next: nobody reaches the
three months that a full benefit takes. Names, shares, reasons and the second programme are invented.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from typing import NamedTuple

from lindung.actions import summaries
from lindung.actions.acts import insert_rows
from lindung.actions.demo.founding import Progress, Work, add_people, add_units, founding, quiet
from lindung.actions.demo.funded import (
    CUSTOMARY,
    Member,
    NewFund,
    NewProgramme,
    PaidFund,
    Villagers,
    add_fund,
    add_members,
    add_programme,
    shared_out,
    village_units,
)
from lindung.actions.demo.funded_money import Paying, add_claims
from lindung.actions.demo.kendal import last_month
from lindung.actions.demo.names import Numbers
from lindung.actions.demo.people import servants
from lindung.actions.demo.places import PlannedUnit
from lindung.actions.worker_writing import SAME_NIK
from lindung.domain.funds import FundSource
from lindung.domain.identifiers import Sex
from lindung.domain.months import Month
from lindung.domain.nominations import DropReason, Finding
from lindung.domain.questions import Decision
from lindung.models.workers import Question

GIANYAR = "gianyar"
CODE, TITLE = "51.04", "Kabupaten Gianyar"
REGION = CODE.replace(".", "") + "00"
PROPOSED, VERIFIED, REGISTERED = 13_200, 8_733, 1_136
PRICE = 16_800  # APBD is public money: no discount (R13)
FUNDED_MONTHS = 2
LABOUR = "05"
OFFICES = (
    ("Sekretariat", "Sekretariat Daerah"),
    ("Inspektorat", "Inspektorat Daerah"),
    ("Badan", "Badan Perencanaan Pembangunan Daerah"),
    ("Badan", "Badan Kepegawaian dan Pengembangan Sumber Daya Manusia"),
    ("Dinas", "Dinas Tenaga Kerja"),
    ("Dinas", "Dinas Pemberdayaan Masyarakat dan Desa"),
    ("Dinas", "Dinas Koperasi, Usaha Kecil dan Menengah"),
    ("Dinas", "Dinas Kebudayaan"),
)
OFFICE_STAFF, DISTRICT_STAFF = 14, 8
# Beside the villages: the customary body of these, by the village's code.
BODIES = {
    "04.01.2001": "Batubulan", "04.01.2005": "Celuk", "04.02.2005": "Blahbatuh", "04.03.1008": "Beng",
    "04.04.2005": "Pejeng Kawan", "04.05.1005": "Ubud", "04.05.2002": "Mas", "04.05.2006": "Peliatan",
    "04.06.2005": "Pupuan", "04.07.2005": "Buahan",
}  # fmt: skip
MAS, BODY_OF_MAS = "04.05.2002", "04.05.9002"
TRADES = (
    ("Perajin Ukir", "UMKM"),
    ("Pedagang Pasar", "UMKM"),
    ("Petani", "petani"),
    ("Buruh Tani", "petani"),
    ("Nelayan", "nelayan"),
    ("Penari dan Penabuh", "pekerja seni"),
    ("Pengemudi Pariwisata", "pariwisata"),
)
PRIEST = "Pemangku", "pemangku"
Why = DropReason | Finding | None
BEFORE = 5  # months for which villages, customary bodies and people themselves have paid already


class Payer(NamedTuple):
    """Who pays in the villages' own programme, proposed by which unit, for how many."""

    name: str
    source: FundSource
    is_public: bool
    unit: str
    people: int


OLDER = (
    Payer("APBDes Mas", FundSource.APBDES, True, MAS, 84),
    Payer("CSR perbankan daerah", FundSource.CSR, False, "08", 62),
    Payer("Iuran mandiri kelompok UMKM Ubud", FundSource.SELF, False, "07", 40),
)
DROPPED: Mapping[Why, int] = {
    DropReason.NIK_INVALID: 1_204, DropReason.TOO_OLD: 642, DropReason.NIK_MISSING: 611, DropReason.TWICE_IN_LIST: 455,
    DropReason.EMPLOYED_ELSEWHERE: 388, DropReason.REFUSED: 301, DropReason.MOVED: 214, DropReason.NOT_ELIGIBLE: 150,
    DropReason.DIED: 46,
}  # fmt: skip
UNDECIDED: Mapping[Why, int] = {
    None: 158, Finding.NIK_INVALID: 143, Finding.TOO_OLD: 88, Finding.TWICE_IN_LIST: 58,
    Finding.COVERED_BY_PROGRAMME: 9,
}  # fmt: skip
FULL_BENEFIT, WITHOUT_BURIAL = (
    42_000_000,
    32_000_000,
)  # of two lawful memberships; a person is buried once (R6, R19)
LAWFUL = "pemangku di pura dan perajin di rumah: dua pekerjaan sah"
CARDS_PERCENT = 46
ORDERS = ("Wayan", "Made", "Nyoman", "Ketut", "Putu", "Kadek", "Komang")
LAST_NAMES = (
    "Adnyana", "Arnawa", "Artini", "Budiasa", "Dana", "Darmawan", "Kariasih", "Karya", "Lestari", "Mertayasa", "Murni",
    "Pasek", "Puspawati", "Rai", "Rauh", "Rinten", "Sadia", "Sari", "Suarta", "Subrata", "Sudana", "Sukerti",
    "Sulendri", "Suryani", "Suwitra", "Tirta", "Wijana", "Wirawan",
)  # fmt: skip


def build_gianyar(today: date, scale: float = 1, progress: Progress = quiet) -> dict[str, int]:
    """`scale` multiplies the people; only at 1 do the figures of the press come out."""
    with founding(GIANYAR, CODE, TITLE, f"{GIANYAR} {scale}", today, progress) as work:
        last = last_month(today)
        units = planned_units()
        add_units(work, GIANYAR, units)
        staff = [one for one in units if one.people]
        add_people(work, servants(work.random, staff, 1, today, TITLE, moving=False))
        older_id = add_programme(_older_programme(last))
        newer_id = add_programme(_newer_programme(last))
        older = [add_fund(work, older_id, one) for one in _older_funds(last)]
        newer = add_fund(work, newer_id, _newer_fund(last, scale))
        work.note("funds", len(older) + 1)
        lists = _Lists(work, units, last, scale, Numbers(work.random, REGION))
        covered, beside = lists.older(older)
        add_members(work, older_id, covered)
        for one in beside:  # the second membership of somebody who is known by now
            one.worker_id = next(first.worker_id for first in covered if first.nik == one.nik)
        add_members(work, older_id, beside)
        members = lists.newer(newer, covered)
        work.note("nominations", len(covered) + len(beside) + len(members))
        add_members(work, newer_id, members)
        _questions(work, [*beside, *(one for one in members if one.job > 1)])
        paying = Paying(work, last, "900/{:05}/SP2D/{}")
        paying.collect([*covered, *beside, *members])
        paying.write()
        dead = [one for one in covered if one.died_on]
        paid = [(one, FULL_BENEFIT) for one in dead]
        add_claims(work, [*paid, *((one, WITHOUT_BURIAL) for one in beside if one.died_on)])
        work.note("counting", 0)
        summaries.recount(today)
    return work.made


def planned_units() -> list[PlannedUnit]:
    offices = [
        PlannedUnit(f"{number:02}", name, kind, None, OFFICE_STAFF, 0)
        for number, (kind, name) in enumerate(OFFICES, start=1)
    ]
    places = [
        one._replace(people=DISTRICT_STAFF) if one.parent is None else one
        for one in village_units(GIANYAR, CODE)
    ]
    bodies = [
        PlannedUnit(f"{code[:6]}9{code[-3:]}", f"Desa Adat {name}", CUSTOMARY, code[:5], 0, 0)
        for code, name in BODIES.items()
    ]
    return offices + places + bodies


def balinese(random: Random, sex: Sex) -> str:
    title = "Ni" if sex is Sex.FEMALE else "I"
    return f"{title} {random.choice(ORDERS)} {random.choice(LAST_NAMES)}"


def _newer_programme(last: Month) -> NewProgramme:
    since = last.plus(-2).first_day()
    return NewProgramme(
        number=f"560/412/HK/{last.year}",
        title="Perlindungan pekerja rentan desa dan lembaga adat",
        issued_on=since,
        in_force_from=since,
        legal_basis="Inpres 2/2021; PP 44/2015",
    )


def _newer_fund(last: Month, scale: float) -> NewFund:
    count = max(1, round(REGISTERED * scale))
    return NewFund(
        name=f"APBD Perubahan {last.year}",
        source=FundSource.APBD,
        is_public=True,
        unit=LABOUR,
        amount=count * PRICE * FUNDED_MONTHS,
        first=last,
        last=last.plus(FUNDED_MONTHS - 1),
        decree=f"900/118/KEP/{last.year}",
        planned=count,
    )


def _older_programme(last: Month) -> NewProgramme:
    since = last.plus(-BEFORE - 2).first_day()
    return NewProgramme(
        number=f"188/26/DPMD/{since.year}",
        title="Perlindungan pekerja oleh desa, adat, dan pekerja sendiri",
        issued_on=since,
        in_force_from=since,
        legal_basis="Inpres 2/2021; PP 44/2015",
    )


def _older_funds(last: Month) -> Iterator[NewFund]:
    """Money for a year, from half a year ago."""
    first = last.plus(-BEFORE)
    for nth, (name, source, is_public, unit, people) in enumerate(OLDER, start=1):
        yield NewFund(
            name=name,
            source=source,
            is_public=is_public,
            unit=unit,
            amount=people * PRICE * 12,
            first=first,
            last=first.plus(11),
            decree=f"{nth}/PERJ/{first.year}",
            planned=people,
        )


def _questions(work: Work, seconds: Sequence[Member]) -> None:
    """Each second membership was asked about and decided once, with its reason (R6, UX G3)."""
    rows = [
        {
            "kind": SAME_NIK,
            "worker_id": one.worker_id,
            "sponsor_id": one.fund.sponsor_id,
            "circular_id": one.fund.circular_id,
            "asked_on": one.verified_on,
            "row": {"nik": one.nik, "nama": one.name, "kode_unit": one.unit.code, "hubungan": "lainnya"},
            "decision": Decision.TWO_JOBS.value,
            "decided_on": one.verified_on,
            "reason": LAWFUL,
            "version": 1,
        }
        for one in seconds
        if one.fund
    ]
    insert_rows(work.deed, Question, rows)


@dataclass(slots=True)
class _Lists:
    work: Work
    units: Sequence[PlannedUnit]
    last: Month
    scale: float
    numbers: Numbers

    def older(self, funds: Sequence[PaidFund]) -> tuple[list[Member], list[Member]]:
        """Who has been paid for half a year; and somebody's second membership, which is another job of his."""
        people, by_code = self._people(TRADES), {one.code: one for one in self.units}
        bodies = [one for one in self.units if one.kind == CUSTOMARY]
        ubud = [one for one in self.units if one.code.startswith("04.05.") and one.kind != CUSTOMARY]
        places = {
            FundSource.APBDES: [by_code[MAS]],
            FundSource.CSR: bodies,
            FundSource.SELF: ubud,
        }
        covered = []
        for fund in funds:
            at = places[fund.facts.source]
            for nth in range(fund.facts.planned or 0):
                one = people.one(at[nth % len(at)], fund.facts.first.plus(-2).first_day())
                if fund.facts.source is FundSource.CSR:
                    one.occupation, one.category = PRIEST
                covered.append(self._paid(one, fund, nth))
        priest = next(one for one in covered if one.unit.code == BODY_OF_MAS and one.fund is funds[1])
        died_on = self.last.previous().first_day() + timedelta(days=6)
        priest.dropped_on, priest.drop_reason = died_on, DropReason.DIED
        second = replace(
            priest, unit=by_code[MAS], fund=funds[2], occupation="Perajin Ukir", category="UMKM", job=2,
            finding=Finding.TWO_JOBS, note=LAWFUL,
        )  # fmt: skip
        return covered, [second]

    def newer(self, fund: PaidFund, covered: Sequence[Member]) -> list[Member]:
        """The 13,200 of the newer programme: registered, waiting, dropped, undecided."""
        people, places = self._people(TRADES), [one for one in self.units if one.parent]
        verified = [
            self._verified(people.one(unit, self._proposed(unit))) for unit in self._dealt(places, VERIFIED)
        ]
        # Spread over all villages: one of every few is registered, the others wait.
        registered = self._scaled(REGISTERED)
        chosen = {nth * len(verified) // registered for nth in range(registered)}
        members = [self._paid(verified[nth], fund, nth) for nth in sorted(chosen)]
        self._give_second_job(members, covered)
        waiting = [one for nth, one in enumerate(verified) if nth not in chosen]
        for place, one in enumerate(waiting, start=1):
            one.queue = place
        members += waiting
        dropped = [self._dropped(*one) for one in self._others(people, places, DROPPED, members)]
        undecided = []
        for nth, (one, finding) in enumerate(self._others(people, places, UNDECIDED, members)):
            one.finding = Finding(finding.value) if finding else None
            if one.finding is Finding.COVERED_BY_PROGRAMME:  # by the village's own money already
                _become(one, covered[nth % OLDER[0].people])
            undecided.append(one)
        return [*members, *dropped, *undecided]

    def _give_second_job(self, members: Sequence[Member], covered: Sequence[Member]) -> None:
        """A priest whom the CSR covers is a wood carver as well, and proposed as such: both are lawful (UX G3)."""
        priest = next(one for one in covered if one.unit.code == BODY_OF_MAS and not one.dropped_on)
        one = next((one for one in members if one.unit.code == MAS), members[0])
        one.nik, one.name, one.sex, one.born_on = priest.nik, priest.name, priest.sex, priest.born_on
        one.worker_id, one.job, one.finding, one.note = priest.worker_id, 2, Finding.TWO_JOBS, LAWFUL
        one.occupation, one.category, one.kpj = "Perajin Ukir", "UMKM", None

    def _others(
        self,
        people: Villagers,
        places: Sequence[PlannedUnit],
        reasons: Mapping[Why, int],
        listed: Sequence[Member],
    ) -> Iterator[tuple[Member, Why]]:
        """So many people for each reason; a wrong number, an age and a name that stands there twice are made so."""
        for reason, count in reasons.items():
            code = reason.value if reason else ""
            for nth, unit in enumerate(self._dealt(places, count)):
                ages = (66, 80) if code == Finding.TOO_OLD.value else (22, 60)
                one = people.one(unit, self._proposed(unit), ages=ages)
                if code == Finding.NIK_MISSING.value:
                    one.nik = None
                elif code == Finding.NIK_INVALID.value and one.nik:
                    one.nik = one.nik[:9]
                elif code == Finding.TWICE_IN_LIST.value:
                    _become(one, listed[-1 - nth % len(listed)])
                yield one, reason

    def _dropped(self, one: Member, reason: Why) -> Member:
        if not isinstance(reason, DropReason):
            raise TypeError("whoever is dropped has a reason")
        one.dropped_on, one.drop_reason = self._verified_on(one.unit), reason
        return one

    def _people(self, trades: Sequence[tuple[str, str]]) -> Villagers:
        return Villagers(self.work.random, self.numbers, balinese, self.work.today, trades)

    def _scaled(self, count: int) -> int:
        return max(1, round(count * self.scale))

    def _dealt(self, places: Sequence[PlannedUnit], count: int) -> Iterator[PlannedUnit]:
        """Larger and smaller villages; a customary body proposes a few of its own."""
        weights = [14 if one.kind == CUSTOMARY else 40 + nth * 37 % 81 for nth, one in enumerate(places)]
        for unit, share in zip(places, shared_out(self._scaled(count), weights), strict=True):
            yield from [unit] * share

    def _proposed(self, unit: PlannedUnit) -> date:
        return self.last.plus(-2).first_day() + timedelta(days=2 + self._place(unit) % 24)

    def _verified_on(self, unit: PlannedUnit) -> date:
        return self.last.previous().first_day() + timedelta(days=3 + self._place(unit) % 21)

    def _place(self, unit: PlannedUnit) -> int:
        return sum(map(ord, unit.code))

    def _verified(self, one: Member) -> Member:
        one.verified_on = self._verified_on(one.unit)
        return one

    def _paid(self, one: Member, fund: PaidFund, nth: int) -> Member:
        one.fund, one.first = fund, fund.facts.first
        one.registered_on = one.first.first_day() + timedelta(days=1 + nth % 6)
        one.verified_on = one.verified_on or one.first.previous().first_day() + timedelta(days=9)
        one.kpj = self.numbers.kpj()
        if self.work.random.randrange(100) < CARDS_PERCENT:
            one.card_on = one.registered_on + timedelta(days=3 + nth % 5)
        return one


def _become(one: Member, other: Member) -> None:
    """The same person once more."""
    one.nik, one.name, one.sex, one.born_on = other.nik, other.name, other.sex, other.born_on
