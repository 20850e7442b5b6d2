"""One box that finds people, workers, units and circulars within the viewer's reach; a whole NIK only by POST."""

from dataclasses import dataclass
from datetime import date
from typing import Generic, NamedTuple, TypeVar

from sqlalchemy import ColumnElement, and_, false, func, select
from sqlalchemy.orm import aliased

from lindung.domain.identifiers import NIK_LENGTH, checked_nik
from lindung.domain.names import name_key
from lindung.models.base import db
from lindung.models.keys import current_keys
from lindung.models.sponsors import Posting, Sponsor
from lindung.models.units import Unit
from lindung.models.workers import Enrolment, Worker
from lindung.queries.circulars import circular_rows
from lindung.queries.sponsors import is_present
from lindung.queries.sponsors import matches as sponsor_matches
from lindung.queries.units import matches as unit_matches
from lindung.queries.viewer import Viewer, in_reach, within
from lindung.queries.workers import NIK_TAIL

Hit = TypeVar("Hit")
MOST = 8  # of each kind
SHORTEST = 2


class SponsorHit(NamedTuple):
    id: int
    name: str
    nip: str | None
    unit_name: str
    has_left: bool


class WorkerHit(NamedTuple):
    """A worker with one of his sponsors, the present one first."""

    worker_id: int
    name: str
    nik_last4: str
    sponsor_id: int
    sponsor_name: str
    unit_name: str


class UnitHit(NamedTuple):
    id: int
    code: str
    name: str
    above: str | None


class CircularHit(NamedTuple):
    id: int
    number: str
    title: str


@dataclass(frozen=True, slots=True)
class Hits(Generic[Hit]):
    """The first few, and whether there are more: the list page with the same q holds them all."""

    rows: list[Hit]
    has_more: bool


@dataclass(frozen=True, slots=True)
class Found:
    sponsors: Hits[SponsorHit]
    workers: Hits[WorkerHit]
    units: Hits[UnitHit]
    circulars: Hits[CircularHit]

    @property
    def is_empty(self) -> bool:
        return not (self.sponsors.rows or self.workers.rows or self.units.rows or self.circulars.rows)


def is_nik(q: str) -> bool:
    """Sixteen digits: such a search belongs into `found_by_nik`, by POST, and never into an address."""
    digits = q.replace(" ", "")
    return digits.isascii() and digits.isdigit() and len(digits) == NIK_LENGTH


def found(viewer: Viewer, q: str, today: date, *, most: int = MOST) -> Found:
    """Words of a name, a code, a number, four last digits of a NIP or a NIK at least; from two signs on."""
    text = q.strip()
    if len(text) < SHORTEST or is_nik(text):
        return Found(Hits([], False), Hits([], False), Hits([], False), Hits([], False))
    return Found(
        _hits(_sponsors(viewer, text, today, most), most),
        _hits(_workers(viewer, text, today, most), most),
        _hits(_units(viewer, text, most), most),
        _hits(_circulars(viewer, text, today, most), most),
    )


def found_by_nik(viewer: Viewer, nik: str, today: date) -> list[WorkerHit]:
    """The worker with exactly this NIK, when one of his sponsors is within reach. RuleBroken for what is no NIK."""
    index = current_keys().blind(checked_nik(nik))
    return _worker_hits(viewer, Worker.nik_index == index, today, MOST)


def _sponsors(viewer: Viewer, q: str, today: date, most: int) -> list[SponsorHit]:
    """By the unit he stands in, or stood in last."""
    latest = (
        select(func.max(Posting.first_month))
        .where(Posting.sponsor_id == Sponsor.id)
        .correlate(Sponsor)
        .scalar_subquery()
    )
    statement = (
        select(Sponsor.id, Sponsor.name, Sponsor.nip, Unit.name, Sponsor.left_on)
        .join(Posting, and_(Posting.sponsor_id == Sponsor.id, Posting.first_month == latest))
        .join(Unit, Unit.id == Posting.unit_id)
        .where(sponsor_matches(q), is_present(viewer, today))
        .order_by(Sponsor.left_on.is_not(None), Sponsor.name_key, Sponsor.id)
        .limit(most + 1)
    )
    rows = db.session.execute(statement)
    return [SponsorHit(id_, name, nip, unit, left_on is not None) for id_, name, nip, unit, left_on in rows]


def _workers(viewer: Viewer, q: str, today: date, most: int) -> list[WorkerHit]:
    """By their own name, or the last four digits of the NIK (R25)."""
    digits = q.replace(" ", "")
    words = name_key(q).split()
    if digits.isascii() and digits.isdigit():
        condition = Worker.nik_last4 == digits if len(digits) == NIK_TAIL else false()
    elif words:
        condition = and_(*(Worker.name_key.contains(word, autoescape=True) for word in words))
    else:
        condition = false()
    return _worker_hits(viewer, condition, today, most + 1)


def _worker_hits(viewer: Viewer, condition: ColumnElement[bool], today: date, limit: int) -> list[WorkerHit]:
    """Each worker once, in the order of the index on names; then what enrols them, what still stands first."""
    covered = (
        select(Enrolment.id)
        .join(Sponsor, Sponsor.id == Enrolment.sponsor_id)
        .where(Enrolment.worker_id == Worker.id, is_present(viewer, today))
        .exists()
    )
    statement = select(Worker.id).where(condition, covered).order_by(Worker.name_key, Worker.id).limit(limit)
    ids = db.session.scalars(statement).all()
    rows = (
        select(Worker.id, Worker.name, Worker.nik_last4, Sponsor.id, Sponsor.name, Unit.name)
        .join(Enrolment, Enrolment.worker_id == Worker.id)
        .join(Sponsor, Sponsor.id == Enrolment.sponsor_id)
        .join(Unit, Unit.id == Enrolment.unit_id)
        .where(Worker.id.in_(ids), is_present(viewer, today))
        .order_by(Enrolment.ended_on.is_not(None), Enrolment.id.desc())
    )
    hits: dict[int, WorkerHit] = {}
    for row in db.session.execute(rows):
        hits.setdefault(row[0], WorkerHit(*row))
    return [hits[id_] for id_ in ids]


def _units(viewer: Viewer, q: str, most: int) -> list[UnitHit]:
    above = aliased(Unit)
    statement = (
        select(Unit.id, Unit.code, Unit.name, above.name)
        .outerjoin(above, and_(above.id == Unit.parent_id, in_reach(viewer, above.path)))
        .where(unit_matches(q))
        .order_by(Unit.path)
        .limit(most + 1)
    )
    return [UnitHit(*row) for row in db.session.execute(within(viewer, statement, Unit.path))]


def _circulars(viewer: Viewer, q: str, today: date, most: int) -> list[CircularHit]:
    rows = circular_rows(viewer, today, q=q, limit=most + 1)
    return [CircularHit(row.id, row.number, row.title) for row in rows]


def _hits(rows: list[Hit], most: int) -> Hits[Hit]:
    return Hits(rows[:most], len(rows) > most)
