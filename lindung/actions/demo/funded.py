"""What the demos of villages share: a programme, its funds, and the people on the lists."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any, NamedTuple

from lindung.actions import nomination_writing, tree
from lindung.actions.acts import insert_rows
from lindung.actions.demo.founding import Work
from lindung.actions.demo.names import Numbers, phone, random_day
from lindung.actions.demo.places import PlannedUnit, names_of
from lindung.domain.duties import CircularState, DutyKind, Force, SponsorKind
from lindung.domain.funds import FundSource, PaperKind
from lindung.domain.identifiers import Sex
from lindung.domain.months import BEGINNING, OPEN_END, Month
from lindung.domain.names import name_key
from lindung.domain.nominations import DropReason, Finding, NominationState
from lindung.domain.protection import EMPTY_COVER
from lindung.domain.registration import EnrolmentState, Programme, Relation
from lindung.models.base import db
from lindung.models.circulars import Circular
from lindung.models.funds import Fund, FundPaper
from lindung.models.keys import current_keys
from lindung.models.nominations import Verification
from lindung.models.sponsors import Posting, Sponsor
from lindung.models.workers import Enrolment, Worker
from lindung.queries.fund_months import usual_tariff

PAID_FOR = [Programme.JKK.value, Programme.JKM.value]
DESA, KELURAHAN, CUSTOMARY = "Desa", "Kelurahan", "Lembaga Adat"
REASONS = {DropReason.DIED: "meninggal dunia", DropReason.MOVED: "pindah ke luar daerah"}


class NewProgramme(NamedTuple):
    number: str
    title: str
    issued_on: date
    in_force_from: date
    legal_basis: str


class NewFund(NamedTuple):
    name: str
    source: FundSource
    is_public: bool
    unit: str  # the code of the proposing office
    amount: int
    first: Month
    last: Month
    decree: str
    planned: int | None = None


@dataclass(frozen=True, slots=True)
class PaidFund:
    """A fund as it stands in the database."""

    id: int
    sponsor_id: int
    circular_id: int
    tariff: str
    facts: NewFund


@dataclass(slots=True)
class Member:
    """Somebody on a list, and how far he has come."""

    unit: PlannedUnit
    nik: str | None
    name: str
    sex: Sex
    born_on: date
    occupation: str
    category: str
    proposed_on: date
    phone: str | None = None
    verified_on: date | None = None
    finding: Finding | None = None
    dropped_on: date | None = None
    drop_reason: DropReason | None = None
    queue: int | None = None
    note: str | None = None
    fund: PaidFund | None = None
    first: Month | None = None  # the first month that is paid for him
    registered_on: date | None = None
    job: int = 1
    card_on: date | None = None
    kpj: str | None = None
    worker_id: int = 0  # already there: the person has another membership
    enrolment_id: int = 0

    @property
    def state(self) -> NominationState:
        if self.dropped_on:
            return NominationState.DROPPED
        if self.fund:
            return NominationState.ADMITTED
        return NominationState.VERIFIED if self.verified_on else NominationState.PROPOSED

    @property
    def died_on(self) -> date | None:
        return self.dropped_on if self.drop_reason is DropReason.DIED and self.fund else None

    def months(self, last: Month) -> Iterator[Month]:
        """Those that the fund owes him: until the one before he leaves, which is his successor's."""
        if self.first is not None:
            until = min(last, Month.of(self.dropped_on).previous()) if self.dropped_on else last
            yield from self.first.through(until)


def village_units(regency: str, code: str) -> list[PlannedUnit]:
    """Districts that report, and below each its villages, as the regency's file lists them; nobody works there yet."""
    province = code.partition(".")[0] + "."
    units = []
    for place, name in names_of(regency).items():
        own = place.removeprefix(province)
        district, _, village = own[len("00.") :].partition(".")
        if not village:
            units.append(PlannedUnit(own, f"Kecamatan {name}", "Kecamatan", None, 0, 0))
        else:
            kind = KELURAHAN if village.startswith("1") else DESA
            units.append(PlannedUnit(own, f"{kind} {name}", kind, f"{own[:3]}{district}", 0, 0))
    return units


def add_programme(new: NewProgramme) -> int:
    circular = Circular(
        number=new.number,
        issued_on=new.issued_on,
        title=new.title,
        force=Force.BINDING.value,
        state=CircularState.IN_FORCE.value,
        in_force_from=new.in_force_from,
        duty_kind=DutyKind.FUNDED_LIST.value,
        quota_by_grade={},
        audience=[],
        relations=[],
        programmes=PAID_FOR,
        legal_basis=new.legal_basis,
    )
    db.session.add(circular)
    db.session.flush()
    return circular.id


def add_fund(work: Work, circular_id: int, new: NewFund) -> PaidFund:
    """The fund, its payer posted to the office that proposes it, and the decree it rests on."""
    sponsor = Sponsor(
        kind=SponsorKind.FUND.value, name=new.name, name_key=name_key(new.name), is_public=new.is_public
    )
    db.session.add(sponsor)
    db.session.flush()
    unit_id = work.unit_ids[new.unit]
    fund = Fund(
        sponsor_id=sponsor.id,
        circular_id=circular_id,
        source=new.source.value,
        amount=new.amount,
        first_month=new.first,
        last_month=new.last,
        planned=new.planned,
    )
    posting = Posting(sponsor_id=sponsor.id, unit_id=unit_id, first_month=BEGINNING, last_month=OPEN_END)
    db.session.add_all((posting, fund))
    db.session.flush()
    decree = {"kind": PaperKind.DECREE.value, "number": new.decree, "month": None, "amount": None}
    decreed_on = new.first.previous().first_day()
    insert_rows(work.deed, FundPaper, [paper_row(fund.id, decreed_on) | decree])
    tariff = usual_tariff(PAID_FOR, new.is_public).code
    return PaidFund(fund.id, sponsor.id, circular_id, tariff, new)


def paper_row(fund_id: int, dated_on: date) -> dict[str, Any]:
    return {"fund_id": fund_id, "dated_on": dated_on, "document_id": None, "version": 1}


@dataclass(slots=True)
class Villagers:
    """Invents people who work without an employer; `names` gives a name to a woman or a man."""

    random: Random
    numbers: Numbers
    names: Any
    today: date
    trades: Sequence[tuple[str, str]]  # occupation, and the list's own word for the group

    def one(self, unit: PlannedUnit, proposed_on: date, *, ages: tuple[int, int] = (22, 60)) -> Member:
        random = self.random
        sex = Sex.FEMALE if random.randrange(2) else Sex.MALE
        youngest, oldest = ages
        born_on = random_day(
            random, date(self.today.year - oldest, 1, 1), date(self.today.year - youngest, 12, 31)
        )
        occupation, category = random.choice(self.trades)
        name: str = self.names(random, sex)
        nik = self.numbers.nik(born_on, sex)
        number = phone(random) if random.randrange(3) else None
        return Member(unit, nik, name, sex, born_on, occupation, category, proposed_on, number)


def shared_out(total: int, weights: Sequence[int]) -> list[int]:
    """A total in shares that add up to it."""
    whole, given, shares = sum(weights), 0, []
    for nth in range(len(weights)):
        upto = total * sum(weights[: nth + 1]) // whole
        shares.append(upto - given)
        given = upto
    return shares


def add_members(work: Work, circular_id: int, members: Sequence[Member]) -> None:
    """The lists, and of those who are paid for the worker and the enrolment."""
    covered = [one for one in members if one.fund]
    _workers(work, [one for one in covered if not one.worker_id])
    nearest = tree.reporting_above()
    rows = [_enrolment(one, one.fund, work.unit_ids, nearest) for one in covered if one.fund]
    for one, id_ in zip(covered, insert_rows(work.deed, Enrolment, rows), strict=True):
        one.enrolment_id = id_
    minutes = _minutes(work, circular_id, members)
    nominations = [_nomination(one, circular_id, work, minutes) for one in members]
    nomination_writing.insert_new(work.deed, nominations)


def _workers(work: Work, members: Sequence[Member]) -> None:
    blind = current_keys().blind
    rows = [
        {
            "nik": one.nik,
            "nik_index": blind(one.nik or ""),
            "nik_last4": (one.nik or "")[-4:],
            "name": one.name,
            "name_key": name_key(one.name),
            "born_on": one.born_on,
            "sex": one.sex.value,
            "address": one.unit.name,
            "village": one.unit.name,
            "phone": one.phone,
            "occupation": one.occupation,
            "kpj": one.kpj,
            "died_on": one.died_on,
            "version": 1,
        }
        for one in members
    ]
    for one, id_ in zip(members, insert_rows(work.deed, Worker, rows), strict=True):
        one.worker_id = id_


def _enrolment(
    one: Member, fund: PaidFund, unit_ids: Mapping[str, int], nearest: Mapping[int, int]
) -> dict[str, Any]:
    registered_on = one.registered_on
    if registered_on is None:
        raise ValueError("of those who are paid for")
    noted_on = min(one.verified_on or registered_on, registered_on)
    unit_id = unit_ids[one.unit.code]
    return {
        "worker_id": one.worker_id,
        "sponsor_id": fund.sponsor_id,
        "circular_id": fund.circular_id,
        "relation": Relation.OTHER.value,
        "tariff": fund.tariff,
        "state": (EnrolmentState.ENDED if one.dropped_on else EnrolmentState.REGISTERED).value,
        "noted_on": noted_on,
        "submitted_on": max(noted_on, registered_on - timedelta(days=4)),
        "registered_on": registered_on,
        "ended_on": one.dropped_on,
        "reason": REASONS[one.drop_reason] if one.drop_reason else None,
        "first_month": one.first,
        "job": one.job,
        "cover": EMPTY_COVER,
        "unit_id": unit_id,
        "opd_id": nearest[unit_id],
        "name_key": name_key(one.name),
        "version": 1,
    }


def _minutes(work: Work, circular_id: int, members: Iterable[Member]) -> dict[tuple[str, date], int]:
    """One berita acara per village and day of its verification."""
    found = sorted({(one.unit.code, one.verified_on) for one in members if one.verified_on})
    rows = [
        {
            "circular_id": circular_id,
            "unit_id": work.unit_ids[code],
            "month": None,
            "number": f"400.10/{nth:03}/BA/{day.year}",
            "dated_on": day,
            "document_id": None,
            "note": None,
            "version": 1,
        }
        for nth, (code, day) in enumerate(found, start=1)
    ]
    return dict(zip(found, insert_rows(work.deed, Verification, rows), strict=True))


def _nomination(
    one: Member, circular_id: int, work: Work, minutes: Mapping[tuple[str, date], int]
) -> dict[str, Any]:
    return nomination_writing.new_columns(
        circular_id,
        work.unit_ids[one.unit.code],
        one.proposed_on,
        name=one.name,
        nik=one.nik,
        born_on=one.born_on,
        sex=one.sex.value,
        address=one.unit.name,
        phone=one.phone,
        occupation=one.occupation,
        category=one.category,
        state=one.state.value,
        finding=one.finding.value if one.finding else None,
        verified_on=one.verified_on,
        verification_id=minutes[one.unit.code, one.verified_on] if one.verified_on else None,
        queue=one.queue,
        fund_id=one.fund.id if one.fund else None,
        enrolment_id=one.enrolment_id or None,
        dropped_on=one.dropped_on,
        drop_reason=one.drop_reason.value if one.drop_reason else None,
        note=one.note,
        card_on=one.card_on,
        card_by=f"Kaur {one.unit.name}" if one.card_on else None,
    )
