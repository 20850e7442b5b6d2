"""Daftar usulan peserta: candidates ready to be sent to BPJS, what each still lacks (R20a), what was sent before."""

from collections.abc import Collection, Iterable
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import ColumnElement, Date, Row, Select, case, func, literal, select

from lindung.domain.errors import NotThere
from lindung.domain.rates import Tariff
from lindung.domain.registration import EnrolmentState, Relation
from lindung.models.accounts import Account
from lindung.models.acts import ActRow
from lindung.models.base import db
from lindung.models.letters import Submission, SubmissionLine
from lindung.models.sponsors import Sponsor
from lindung.models.units import Unit
from lindung.models.workers import Enrolment, Worker
from lindung.queries.covers import is_live
from lindung.queries.paging import Anchor, Order, Slice, page_at, sliced
from lindung.queries.places import Place, in_place
from lindung.queries.reach import is_enrolled_here
from lindung.queries.staging import chunks
from lindung.queries.viewer import Viewer, in_reach

AnySelect = TypeVar("AnySelect", bound="Select[*tuple[Any, ...]]")
NEWEST_FIRST = Order((Submission.sent_on, Submission.id), falling=True)
MOST = 500  # on one list; the next ones come up when these have been sent


class Asked(StrEnum):
    """What BPJS asks for besides NIK and name; the value is the column's name."""

    BIRTH_PLACE = "birth_place"
    BORN_ON = "born_on"
    MOTHER_NAME = "mother_name"
    ADDRESS = "address"
    PHONE = "phone"
    OCCUPATION = "occupation"
    WORKPLACE = "workplace"
    WORK_HOURS = "work_hours"
    HEIR = "heir"
    CONSENT_ON = "consent_on"


class ProposalRow(NamedTuple):
    """One candidate on the screen: masked, with what is missing by name."""

    enrolment_id: int
    worker_id: int
    name: str
    nik_last4: str
    relation: Relation
    sponsor_id: int
    sponsor_name: str
    unit_code: str
    unit_name: str
    state: EnrolmentState  # candidate, or refused: to be mended and sent again
    reason: str | None  # of the refusal
    noted_on: date
    missing: tuple[Asked, ...]


class Proposals(NamedTuple):
    """As many as one list takes, and how many there are in all."""

    rows: list[ProposalRow]
    total: int


class ProposalLine(NamedTuple):
    """One worker on the list that goes to BPJS: everything in full. Only `actions.proposals` hands it out, logged."""

    enrolment_id: int
    nik: str
    name: str
    birth_place: str | None
    born_on: date | None
    sex: str | None
    mother_name: str | None
    address: str | None
    village: str | None
    phone: str | None
    occupation: str | None
    workplace: str | None
    work_hours: str | None
    band: int
    programmes: str  # JKK+JKM
    heir: str | None
    consent_on: date | None
    kpj: str | None
    sponsor_name: str
    sponsor_nip: str | None
    unit_name: str
    missing: tuple[Asked, ...]


class SubmissionRow(NamedTuple):
    """One list that was sent."""

    id: int
    number: str
    sent_on: date
    donor_code: str
    by: str | None  # None: the console
    workers: int
    registered: int  # of them, by now
    refused: int
    waiting: int
    act_id: int


def proposals(
    viewer: Viewer,
    circular_id: int,
    today: date,
    *,
    place: Place | None = None,
    first: Collection[int] = (),
) -> Proposals:
    """Who can be sent, by unit and name; the enrolments in `first` before all others, so that none is cut off."""
    lacking = [getattr(Worker, one.value) for one in Asked]
    statement = _joined(
        select(
            Enrolment.id,
            Worker.id,
            Worker.name,
            Worker.nik_last4,
            Enrolment.relation,
            Sponsor.id,
            Sponsor.name,
            Unit.code,
            Unit.name,
            Enrolment.state,
            Enrolment.reason,
            Enrolment.noted_on,
            *lacking,
        ).where(*_sendable(viewer, circular_id, today, place))
    )
    comes_first = Enrolment.id.in_(sorted(first)[:MOST])
    page = statement.order_by(comes_first.desc(), Unit.path, Enrolment.name_key, Enrolment.id)
    rows = [_row(row) for row in db.session.execute(page.limit(MOST + 1))]
    if len(rows) <= MOST:
        return Proposals(rows, len(rows))
    total = db.session.scalar(statement.with_only_columns(func.count(), maintain_column_froms=True)) or 0
    return Proposals(rows[:MOST], total)


def proposal_lines(enrolment_ids: Collection[int]) -> list[ProposalLine]:
    """Everything in full, for `actions.proposals`, which has looked whose they are and logs the look."""
    found: list[Any] = []
    for ids in chunks(sorted(enrolment_ids)):
        statement = select(Enrolment, Worker, Sponsor.name, Sponsor.nip, Unit.name, Unit.path)
        found += db.session.execute(_joined(statement).where(Enrolment.id.in_(ids))).all()
    found.sort(key=lambda row: (row[5], row[0].name_key, row[0].id))
    return [_line(*row[:5]) for row in found]


def submission_slice(
    viewer: Viewer, circular_id: int, today: date, anchor: Anchor | None = None
) -> Slice[SubmissionRow]:
    """Lists sent from the viewer's units, newest first; counted are only the workers within reach."""
    statement = _submissions(viewer, today).where(Submission.circular_id == circular_id)
    total = db.session.scalar(select(func.count()).select_from(statement.subquery())) or 0
    page = page_at(statement, NEWEST_FIRST, anchor)
    rows = [SubmissionRow(*row) for row in db.session.execute(page.statement)]
    return sliced(rows, [row.id for row in rows], page.anchor, total)


def submission_row(viewer: Viewer, submission_id: int, today: date) -> SubmissionRow:
    """One list; NotThere when nobody on it is within reach."""
    row = db.session.execute(_submissions(viewer, today).where(Submission.id == submission_id)).first()
    if row is None:
        raise NotThere
    return SubmissionRow(*row)


def _submissions(viewer: Viewer, today: date) -> Select[*tuple[Any, ...]]:
    state = Enrolment.state
    return (
        select(
            Submission.id,
            Submission.number,
            Submission.sent_on,
            Submission.donor_code,
            Account.name,
            func.count(Enrolment.id),
            *(
                func.sum(case((state == one.value, 1), else_=0))
                for one in (EnrolmentState.REGISTERED, EnrolmentState.REFUSED, EnrolmentState.SUBMITTED)
            ),
            Submission.act_id,
        )
        .join(SubmissionLine, SubmissionLine.submission_id == Submission.id)
        .join(Enrolment, Enrolment.id == SubmissionLine.enrolment_id)
        .join(Sponsor, Sponsor.id == Enrolment.sponsor_id)
        .join(ActRow, ActRow.id == Submission.act_id)
        .outerjoin(Account, Account.id == ActRow.account_id)
        .where(is_enrolled_here(viewer, today))
        .group_by(Submission.id, Account.name)
    )


def submitted_ids(viewer: Viewer, submission_id: int, today: date) -> list[int]:
    """The enrolments of one list that was sent, for printing it again; NotThere when none is within reach."""
    statement = (
        select(Enrolment.id)
        .join(SubmissionLine, SubmissionLine.enrolment_id == Enrolment.id)
        .join(Sponsor, Sponsor.id == Enrolment.sponsor_id)
        .where(SubmissionLine.submission_id == submission_id, is_enrolled_here(viewer, today))
        .order_by(Enrolment.id)
    )
    found = list(db.session.scalars(statement))
    if not found:
        raise NotThere
    return found


def last_donor_code(viewer: Viewer) -> str | None:
    """The kode wadah/donatur of the newest list sent from the viewer's units: offered for the next one."""
    statement = select(Submission.donor_code).order_by(Submission.id.desc()).limit(1)
    if viewer.units is not None:
        own = select(Unit.id).where(in_reach(viewer, Unit.path))
        statement = statement.where(Submission.unit_id.in_(own))
    return db.session.scalar(statement)


def _sendable(
    viewer: Viewer, circular_id: int, today: date, place: Place | None
) -> list[ColumnElement[bool]]:
    states = [EnrolmentState.CANDIDATE.value, EnrolmentState.REFUSED.value]
    conditions = [
        Enrolment.circular_id == circular_id,
        Enrolment.state.in_(states),
        is_live(literal(today, Date)),
        in_reach(viewer, Unit.path),
        is_enrolled_here(viewer, today),
    ]
    return [*conditions, in_place(place, Unit.path)] if place else conditions


def _joined(statement: AnySelect) -> AnySelect:
    return (
        statement.join_from(Enrolment, Worker, Worker.id == Enrolment.worker_id)
        .join(Sponsor, Sponsor.id == Enrolment.sponsor_id)
        .join(Unit, Unit.id == Enrolment.unit_id)
    )


def _row(row: Row[*tuple[Any, ...]]) -> ProposalRow:
    enrolment_id, worker_id, name, nik_last4, relation, sponsor_id, sponsor, code, unit, state = row[:10]
    reason, noted_on, *asked = row[10:]
    return ProposalRow(
        enrolment_id,
        worker_id,
        name,
        nik_last4,
        Relation(relation),
        sponsor_id,
        sponsor,
        code,
        unit,
        EnrolmentState(state),
        reason,
        noted_on,
        _missing(asked),
    )


def _missing(values: Iterable[Any]) -> tuple[Asked, ...]:
    return tuple(one for one, value in zip(Asked, values, strict=True) if value in (None, ""))


def _line(
    enrolment: Enrolment, worker: Worker, sponsor_name: str, sponsor_nip: str | None, unit_name: str
) -> ProposalLine:
    tariff = Tariff.of_code(enrolment.tariff)
    return ProposalLine(
        enrolment_id=enrolment.id,
        nik=worker.nik,
        name=worker.name,
        birth_place=worker.birth_place,
        born_on=worker.born_on,
        sex=worker.sex,
        mother_name=worker.mother_name,
        address=worker.address,
        village=worker.village,
        phone=worker.phone,
        occupation=worker.occupation,
        workplace=worker.workplace,
        work_hours=worker.work_hours,
        band=tariff.band,
        programmes=enrolment.tariff.rpartition(":")[2],
        heir=worker.heir,
        consent_on=worker.consent_on,
        kpj=worker.kpj,
        sponsor_name=sponsor_name,
        sponsor_nip=sponsor_nip,
        unit_name=unit_name,
        missing=_missing(getattr(worker, one.value) for one in Asked),
    )
