"""Pasuruan: 2.8 billion rupiah of the tobacco excise for 28,448 workers of 365 villages: five months, not six (R8c).

The press reports the money, the people and three families who received 10,000,000 each. Names, villages' shares and
the order of events are invented; the first month is always so that three have been paid by today.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from lindung.actions import summaries
from lindung.actions.acts import insert_rows
from lindung.actions.demo.answers import GivenAnswer
from lindung.actions.demo.enrolments import BOTH, PlannedEnrolment, PlannedWorker
from lindung.actions.demo.founding import (
    Progress,
    Work,
    add_enrolments,
    add_people,
    add_units,
    founding,
    quiet,
)
from lindung.actions.demo.funded import (
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
from lindung.actions.demo.names import Numbers, given_name, random_day
from lindung.actions.demo.people import Servant, servants
from lindung.actions.demo.places import PlannedUnit, Village
from lindung.domain.duties import ASN_EMPLOYMENTS, Answer, CircularState, DutyKind, Force
from lindung.domain.funds import FundSource
from lindung.domain.identifiers import Sex
from lindung.domain.months import Month
from lindung.domain.nominations import DropReason, Finding
from lindung.domain.rates import Payer, Tariff
from lindung.domain.registration import EnrolmentState, Programme, Relation, Sector, Segment
from lindung.models.base import db
from lindung.models.circulars import Circular, Declaration

PASURUAN = "pasuruan"
CODE, TITLE = "35.14", "Kabupaten Pasuruan"
REGION = CODE.replace(".", "") + "00"
WORKERS, BUDGET = 28_448, 2_800_000_000
MONTHS = 6  # wanted; the money is enough for five
LABOUR = "05"  # the office that proposes the fund
OFFICES = (
    ("Sekretariat", "Sekretariat Daerah"),
    ("Inspektorat", "Inspektorat Daerah"),
    ("Badan", "Badan Perencanaan Pembangunan Daerah"),
    ("Badan", "Badan Kepegawaian dan Pengembangan Sumber Daya Manusia"),
    ("Dinas", "Dinas Tenaga Kerja"),
    ("Dinas", "Dinas Ketahanan Pangan dan Pertanian"),
    ("Dinas", "Dinas Sosial"),
    ("Dinas", "Dinas Pemberdayaan Masyarakat dan Desa"),
)
OFFICE_STAFF, DISTRICT_STAFF = 18, 9
TRADES = (
    ("Buruh Tani Tembakau", "buruh tani tembakau"),
    ("Buruh Pabrik Rokok Borongan", "buruh pabrik rokok"),
    ("Buruh Tani", "buruh tani"),
    ("Petani Penggarap", "petani"),
    ("Nelayan", "nelayan"),
    ("Pengemudi Ojek", "ojek"),
)
DEATH_BENEFIT = 10_000_000  # the burial only: fewer than three paid months (R19)
DEATHS = ((1, 8), (2, 3), (2, 5))  # after so many months, on that day
MOVED, WAITING = 9, 412
DROPPED = {
    DropReason.NIK_INVALID: 214, DropReason.TOO_OLD: 173, DropReason.EMPLOYED_ELSEWHERE: 141,
    DropReason.NIK_MISSING: 96, DropReason.COVERED_BY_SERVANT: 11, DropReason.MOVED: 38, DropReason.REFUSED: 27,
}  # fmt: skip
HELPERS, ALSO_LISTED = 46, 18  # workers of ASN; of them, those who stand on a village's list too
HAND_OVER_PERCENT = 71  # whose card has reached them


class Calendar(NamedTuple):
    """Lists in one month, verification in the next, and the third is the first that is paid."""

    first: Month
    last: Month  # the last one paid

    @property
    def proposed(self) -> date:
        return self.first.plus(-2).first_day()

    @property
    def verified(self) -> date:
        return self.first.previous().first_day()


def build_pasuruan(today: date, scale: float = 1, progress: Progress = quiet) -> dict[str, int]:
    """`scale` multiplies people and money; only at 1 do the figures of the press come out."""
    with founding(PASURUAN, CODE, TITLE, f"{PASURUAN} {scale}", today, progress) as work:
        last = last_month(today)
        calendar = Calendar(last.plus(-2), last)
        helped = _circular(calendar)
        circular_id = add_programme(_programme(calendar))
        units = planned_units()
        add_units(work, PASURUAN, units)
        people = servants(work.random, [one for one in units if one.people], 1, today, TITLE, moving=False)
        add_people(work, people)
        fund = add_fund(work, circular_id, _fund(calendar, scale))
        work.note("funds", 1)
        numbers = Numbers(work.random, REGION)
        helpers = _helpers(work, people, helped, calendar, numbers)
        add_enrolments(work, helpers, helped)
        members = _Lists(work, units, fund, calendar, scale, numbers).members(helpers)
        work.note("nominations", len(members))
        add_members(work, circular_id, members)
        paying = Paying(work, last, "931/{:05}/SP2D-LS/{}")
        paying.collect(members)
        paying.collect_of_people(helpers)
        paying.write()
        add_claims(work, [(one, DEATH_BENEFIT) for one in members if one.died_on])
        work.note("counting", 0)
        summaries.recount(today)
    return work.made


def planned_units() -> list[PlannedUnit]:
    offices = [
        PlannedUnit(f"{number:02}", name, kind, None, OFFICE_STAFF, 0)
        for number, (kind, name) in enumerate(OFFICES, start=1)
    ]
    places = village_units(PASURUAN, CODE)
    return offices + [one._replace(people=DISTRICT_STAFF) if one.parent is None else one for one in places]


def _programme(calendar: Calendar) -> NewProgramme:
    year = calendar.first.year
    return NewProgramme(
        number=f"560/{WORKERS % 1000}/HK/{year}",
        title="Perlindungan buruh tani dan pekerja rentan dari DBHCHT",
        issued_on=calendar.proposed,
        in_force_from=calendar.proposed,
        legal_basis="PMK 215/2021; PP 44/2015",
    )


def _fund(calendar: Calendar, scale: float) -> NewFund:
    year = calendar.first.year
    return NewFund(
        name=f"DBHCHT {year}",
        source=FundSource.DBHCHT,
        is_public=True,
        unit=LABOUR,
        amount=round(BUDGET * scale),
        first=calendar.first,
        last=calendar.first.plus(MONTHS - 1),
        decree=f"900/411/KEP/{year}",
        planned=max(1, round(WORKERS * scale)),
    )


def _circular(calendar: Calendar) -> int:
    """A trial before the programme asked ASN whom they employ: their workers are covered still, and are found (R6)."""
    since = calendar.first.plus(-4).first_day()
    circular = Circular(
        number=f"560/77/SE/{since.year}",
        issued_on=since,
        title="Perlindungan asisten rumah tangga ASN",
        force=Force.APPEAL.value,
        state=CircularState.REVOKED.value,
        in_force_from=since,
        in_force_until=calendar.verified - timedelta(days=1),
        duty_kind=DutyKind.CONDITIONAL.value,
        quota_by_grade={},
        audience=sorted(one.value for one in ASN_EMPLOYMENTS),
        relations=[one.value for one in Relation],
        programmes=[Programme.JKK.value, Programme.JKM.value],
        legal_basis="Inpres 2/2021",
    )
    db.session.add(circular)
    db.session.flush()
    return circular.id


def _helpers(
    work: Work, people: list[Servant], circular_id: int, calendar: Calendar, numbers: Numbers
) -> list[PlannedEnrolment]:
    """The few workers of ASN, and what these have answered."""
    since = calendar.first.plus(-3).first_day()
    payers = work.random.sample(people, HELPERS)
    answers = [GivenAnswer(one, Answer.EMPLOYS, since) for one in payers]
    insert_rows(work.deed, Declaration, [one.row(circular_id) for one in answers])
    work.note("declarations", len(answers))
    return [_helper(work, numbers, one, since) for one in payers]


def _helper(work: Work, numbers: Numbers, servant: Servant, since: date) -> PlannedEnrolment:
    random = work.random
    sex = random.choice((Sex.FEMALE, Sex.MALE))
    born_on = random_day(random, date(work.today.year - 58, 1, 1), date(work.today.year - 22, 12, 31))
    village = Village("", "Pasuruan", "Pasuruan", is_kelurahan=False)
    worker = PlannedWorker(
        numbers.nik(born_on, sex), given_name(random, sex), sex, born_on, "Asisten Rumah Tangga", village,
        servant.unit.name, None, {"birth_place": "Pasuruan", "consent_on": since}, numbers.kpj(),
    )  # fmt: skip
    tariff = Tariff(Segment.BPU, Sector.OTHER, 1, Payer.PRIVATE, BOTH).code
    day = since + timedelta(days=14)
    return PlannedEnrolment(
        servant,
        worker,
        Relation.ART,
        tariff,
        EnrolmentState.REGISTERED,
        since,
        submitted_on=since,
        registered_on=day,
    )


@dataclass(slots=True)
class _Lists:
    """The villages' lists: who is paid for, who left and by whom he was replaced, who waits, who was dropped."""

    work: Work
    units: Sequence[PlannedUnit]
    fund: PaidFund
    calendar: Calendar
    scale: float
    numbers: Numbers

    def members(self, helpers: Sequence[PlannedEnrolment]) -> list[Member]:
        villages = [one for one in self.units if one.parent]
        people = Villagers(self.work.random, self.numbers, given_name, self.work.today, TRADES)
        shares = shared_out(self._scaled(WORKERS), [40 + nth * 37 % 81 for nth in range(len(villages))])
        paid = [
            self._paid(people.one(village, self._proposed(nth)), nth)
            for nth, (village, share) in enumerate(zip(villages, shares, strict=True))
            for _ in range(share)
        ]
        replaced = [self._replaced(one, people) for one in self._leavers(paid)]
        waiting = [self._waiting(people, villages, place) for place in range(1, self._scaled(WAITING) + 1)]
        dropped = list(self._dropped(people, villages))
        return [*paid, *replaced, *waiting, *dropped, *self._also_listed(people, villages, helpers)]

    def _scaled(self, count: int) -> int:
        return max(1, round(count * self.scale))

    def _proposed(self, nth: int) -> date:
        return self.calendar.proposed + timedelta(days=3 + nth % 24)

    def _verified(self, nth: int) -> date:
        return self.calendar.verified + timedelta(days=1 + nth % 19)

    def _paid(self, one: Member, nth: int) -> Member:
        one.verified_on, one.fund, one.first = self._verified(nth), self.fund, self.calendar.first
        one.registered_on = one.first.first_day() + timedelta(days=nth % 5)
        one.kpj = self.numbers.kpj()
        if self.work.random.randrange(100) < HAND_OVER_PERCENT:
            one.card_on = one.registered_on + timedelta(days=20 + nth % 24)
        return one

    def _leavers(self, paid: Sequence[Member]) -> Iterator[Member]:
        """Three died inside the first three months, others moved away; nobody twice from one village's end."""
        first, steps = self.calendar.first, len(DEATHS) + self._scaled(MOVED)
        leaving = [paid[nth * len(paid) // steps] for nth in range(steps)]
        for one, (after, day) in zip(leaving, DEATHS, strict=False):
            one.dropped_on = first.plus(after).first_day() + timedelta(days=day)
            one.drop_reason = DropReason.DIED
        for nth, one in enumerate(leaving[len(DEATHS) :]):
            one.dropped_on = first.plus(1 + nth % 2).first_day() + timedelta(days=4)
            one.drop_reason = DropReason.MOVED
        yield from leaving

    def _replaced(self, leaver: Member, people: Villagers) -> Member:
        """The next of the same village, paid for in the very month: what each month costs stays the same."""
        left_on = leaver.dropped_on
        if left_on is None:
            raise ValueError("of those who left")
        one = people.one(leaver.unit, leaver.proposed_on)
        one.verified_on, one.fund, one.first = leaver.verified_on, self.fund, Month.of(left_on)
        one.registered_on, one.kpj = left_on + timedelta(days=5), self.numbers.kpj()
        one.note = f"menggantikan {leaver.name}"
        return one

    def _waiting(self, people: Villagers, villages: Sequence[PlannedUnit], place: int) -> Member:
        nth = place * 7 % len(villages)
        one = people.one(villages[nth], self._proposed(nth))
        one.verified_on, one.queue = self._verified(nth), place
        return one

    def _dropped(self, people: Villagers, villages: Sequence[PlannedUnit]) -> Iterator[Member]:
        for reason, count in DROPPED.items():
            for nth in range(self._scaled(count)):
                place = nth * 11 % len(villages)
                ages = (66, 80) if reason is DropReason.TOO_OLD else (22, 60)
                one = people.one(villages[place], self._proposed(place), ages=ages)
                one.dropped_on, one.drop_reason = self._verified(place), reason
                if reason in (DropReason.NIK_INVALID, DropReason.NIK_MISSING):
                    one.nik = one.nik[:9] if one.nik and reason is DropReason.NIK_INVALID else None
                yield one

    def _also_listed(
        self, people: Villagers, villages: Sequence[PlannedUnit], helpers: Sequence[PlannedEnrolment]
    ) -> Iterator[Member]:
        """Whom an ASN covers already: found by the app, and for a human to decide (R6)."""
        for nth, helper in enumerate(helpers[:ALSO_LISTED]):
            village = villages[nth * 19 % len(villages)]
            one = people.one(village, self._proposed(nth))
            known = helper.worker
            one.nik, one.name, one.sex, one.born_on = known.nik, known.name, known.sex, known.born_on
            one.finding = Finding.COVERED_BY_SERVANT
            yield one
