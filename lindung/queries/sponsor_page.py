"""One sponsor with everything his page shows."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy import select

from lindung.domain.duties import Answer, DutyState, Employment, SponsorKind
from lindung.domain.errors import NotThere
from lindung.domain.grid import step_at
from lindung.domain.months import Month
from lindung.domain.protection import Step
from lindung.domain.registration import EnrolmentState, Relation
from lindung.domain.thresholds import Thresholds
from lindung.models.base import db
from lindung.models.circulars import Circular, Declaration
from lindung.models.sponsors import Posting, Sponsor
from lindung.models.units import Unit
from lindung.models.workers import Enrolment, Worker
from lindung.queries.counting import standing_rows
from lindung.queries.households import Housemate, housemate
from lindung.queries.sponsors import duty_state_of, is_present
from lindung.queries.thresholds import thresholds
from lindung.queries.viewer import Viewer


class PostingRow(NamedTuple):
    id: int
    unit_code: str
    unit_name: str
    in_reach: bool
    first_month: Month
    last_month: Month


class AnswerRow(NamedTuple):
    id: int
    circular_id: int
    number: str
    answer: Answer
    made_on: date
    ends_on: date  # the first day it no longer counts
    basis: dict[str, object] | None
    document_id: int | None
    version: int


class SponsorWorker(NamedTuple):
    enrolment_id: int
    worker_id: int
    name: str
    nik_last4: str
    relation: Relation
    circular_number: str
    state: EnrolmentState
    first_month: Month | None
    ended_on: date | None
    reason: str | None
    step: Step | None


@dataclass(frozen=True, slots=True)
class SponsorPage:
    id: int
    kind: SponsorKind
    name: str
    nip: str | None
    employment: Employment | None
    grade: str | None
    position: str | None
    phone: str | None
    email: str | None
    left_on: date | None
    left_reason: str | None
    postings: list[PostingRow]
    answers: list[AnswerRow]
    workers: list[SponsorWorker]
    household_id: int | None
    housemate: Housemate | None

    @property
    def latest_posting(self) -> PostingRow | None:
        return self.postings[0] if self.postings else None


def sponsor_page(viewer: Viewer, sponsor_id: int, today: date) -> SponsorPage:
    """NotThere for an unknown sponsor and for one whose present unit lies outside the viewer's."""
    sponsor = db.session.scalars(
        select(Sponsor).where(Sponsor.id == sponsor_id, is_present(viewer, today))
    ).first()
    if sponsor is None:
        raise NotThere
    return SponsorPage(
        id=sponsor.id,
        kind=SponsorKind(sponsor.kind),
        name=sponsor.name,
        nip=sponsor.nip,
        employment=Employment(sponsor.employment) if sponsor.employment else None,
        grade=sponsor.grade,
        position=sponsor.position,
        phone=sponsor.phone,
        email=sponsor.email,
        left_on=sponsor.left_on,
        left_reason=sponsor.left_reason,
        postings=_postings(viewer, sponsor_id),
        answers=_answers(sponsor_id),
        workers=_workers(sponsor_id, today),
        household_id=sponsor.household_id,
        housemate=housemate(viewer, sponsor_id, today) if sponsor.household_id else None,
    )


def standing_of(
    viewer: Viewer, sponsor_id: int, circular_id: int, month: Month, today: date
) -> DutyState | None:
    """His state under a circular in a month; None when it does not bind him or he was posted nowhere then."""
    circular = db.session.get_one(Circular, circular_id)
    flags = standing_rows(circular, [month], today, [sponsor_id]).c
    row = db.session.execute(
        select(flags.is_asn, flags.is_none, flags.is_target, flags.is_registered, flags.is_settled)
        .join(Sponsor, Sponsor.id == flags.sponsor_id)
        .where(is_present(viewer, today))
    ).first()
    return duty_state_of(*row) if row else None


def _postings(viewer: Viewer, sponsor_id: int) -> list[PostingRow]:
    statement = (
        select(Posting.id, Unit.code, Unit.name, Unit.path, Posting.first_month, Posting.last_month)
        .join(Unit, Unit.id == Posting.unit_id)
        .where(Posting.sponsor_id == sponsor_id)
        .order_by(Posting.first_month.desc(), Posting.id.desc())
    )
    return [
        PostingRow(id_, code, name, viewer.sees(path), first, last)
        for id_, code, name, path, first, last in db.session.execute(statement)
    ]


def _answers(sponsor_id: int) -> list[AnswerRow]:
    statement = (
        select(
            Declaration.id,
            Circular.id,
            Circular.number,
            Declaration.answer,
            Declaration.made_on,
            Declaration.ends_on,
            Declaration.basis,
            Declaration.document_id,
            Declaration.version,
        )
        .join(Circular, Circular.id == Declaration.circular_id)
        .where(Declaration.sponsor_id == sponsor_id)
        .order_by(Declaration.made_on.desc(), Declaration.id.desc())
    )
    return [
        AnswerRow(id_, circular_id, number, Answer(answer), *rest)
        for id_, circular_id, number, answer, *rest in db.session.execute(statement)
    ]


def _workers(sponsor_id: int, today: date) -> list[SponsorWorker]:
    statement = (
        select(Enrolment, Worker.name, Worker.nik_last4, Circular.number)
        .join(Worker, Worker.id == Enrolment.worker_id)
        .join(Circular, Circular.id == Enrolment.circular_id)
        .where(Enrolment.sponsor_id == sponsor_id)
        .order_by(Enrolment.ended_on.is_not(None), Enrolment.name_key, Enrolment.id)
    )
    limits = thresholds()
    return [
        SponsorWorker(
            enrolment_id=enrolment.id,
            worker_id=enrolment.worker_id,
            name=name,
            nik_last4=last4,
            relation=Relation(enrolment.relation),
            circular_number=number,
            state=EnrolmentState(enrolment.state),
            first_month=enrolment.first_month,
            ended_on=enrolment.ended_on,
            reason=enrolment.reason,
            step=step_today(enrolment, today, limits),
        )
        for enrolment, name, last4, number in db.session.execute(statement)
    ]


def step_today(enrolment: Enrolment, today: date, limits: Thresholds) -> Step | None:
    """The ladder step as of today; None unless registered and started."""
    registered = enrolment.registered_on is not None and enrolment.registered_on <= today
    over = enrolment.ended_on is not None and enrolment.ended_on <= today
    running = Month.of(today)
    if not registered or over or enrolment.first_month is None or enrolment.first_month > running:
        return None
    return step_at(enrolment.cover, running, running, limits)
