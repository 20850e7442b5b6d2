"""One box that finds people, workers, units and circulars within the viewer's reach; a whole NIK only by POST."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, NamedTuple, TypeVar

from sqlalchemy import ColumnElement, Select, and_, false, func, select
from sqlalchemy.orm import aliased

from lindung.domain.identifiers import NIK_LENGTH, checked_nik
from lindung.domain.names import name_key
from lindung.models.base import db
from lindung.models.keys import current_keys
from lindung.models.sponsors import Posting, Sponsor
from lindung.models.units import Unit
from lindung.models.workers import Enrolment, Worker
from lindung.queries.circulars import circular_rows
from lindung.queries.reach import is_enrolled_here
from lindung.queries.sponsors import is_present
from lindung.queries.sponsors import matches as sponsor_matches
from lindung.queries.units import matches as unit_matches
from lindung.queries.viewer import Viewer, in_reach, within
from lindung.queries.workers import NIK_TAIL

Hit = TypeVar("Hit")
AnySelect = Select[*tuple[Any, ...]]
MOST = 8  # of each kind
COUNTED = 1000  # beyond this many nobody reads on: "lebih dari 1.000"
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
    sponsor_is_here: bool  # the payer's page opens


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
    """The first few, and how many there are: the list page with the same q holds them all."""

    rows: list[Hit]
    total: int  # at most COUNTED
    is_capped: bool = False  # there are more than were counted


@dataclass(frozen=True, slots=True)
class Found:
    sponsors: Hits[SponsorHit]
    workers: Hits[WorkerHit]
    units: Hits[UnitHit]
    circulars: Hits[CircularHit]

    @property
    def groups(self) -> tuple[Hits[Any], ...]:
        return (self.sponsors, self.workers, self.units, self.circulars)

    @property
    def total(self) -> int:
        return sum(one.total for one in self.groups)

    @property
    def is_capped(self) -> bool:
        return any(one.is_capped for one in self.groups)

    @property
    def is_empty(self) -> bool:
        return not self.total


def is_nik(q: str) -> bool:
    """Sixteen digits: such a search belongs into `found_by_nik`, by POST, and never into an address."""
    digits = q.replace(" ", "")
    return digits.isascii() and digits.isdigit() and len(digits) == NIK_LENGTH


def found(viewer: Viewer, q: str, today: date, *, most: int = MOST) -> Found:
    """Words of a name, a code, a number, four last digits of a NIP or a NIK at least; from two signs on."""
    text = q.strip()
    if len(text) < SHORTEST or is_nik(text):
        return Found(Hits([], 0), Hits([], 0), Hits([], 0), Hits([], 0))
    people, covered, places = (
        _sponsors(viewer, text, today),
        _workers(viewer, text, today),
        _units(viewer, text),
    )
    sponsors = [
        SponsorHit(id_, name, nip, unit, left_on is not None)
        for id_, name, nip, unit, left_on in db.session.execute(people.limit(most + 1))
    ]
    workers = _worker_hits(viewer, covered, today, most + 1)
    units = [UnitHit(*row) for row in db.session.execute(places.limit(most + 1))]
    counts = _counts(people, covered, places)
    return Found(
        _hits(sponsors, most, counts[0]),
        _hits(workers, most, counts[1]),
        _hits(units, most, counts[2]),
        _circulars(viewer, text, today, most),
    )


def found_by_nik(viewer: Viewer, nik: str, today: date) -> list[WorkerHit]:
    """The worker with exactly this NIK, when one of his sponsors is within reach. RuleBroken for what is no NIK."""
    index = current_keys().blind(checked_nik(nik))
    return _worker_hits(viewer, _covered(viewer, Worker.nik_index == index, today), today, MOST)


def _counts(*statements: AnySelect) -> Sequence[int]:
    """How many rows each would bring, in one question; no further than one beyond what is told."""
    parts = [
        select(func.count()).select_from(one.order_by(None).limit(COUNTED + 1).subquery()).scalar_subquery()
        for one in statements
    ]
    return tuple(db.session.execute(select(*parts)).one())


def _sponsors(viewer: Viewer, q: str, today: date) -> AnySelect:
    """By the unit he stands in, or stood in last."""
    latest = (
        select(func.max(Posting.first_month))
        .where(Posting.sponsor_id == Sponsor.id)
        .correlate(Sponsor)
        .scalar_subquery()
    )
    return (
        select(Sponsor.id, Sponsor.name, Sponsor.nip, Unit.name.label("unit_name"), Sponsor.left_on)
        .join(Posting, and_(Posting.sponsor_id == Sponsor.id, Posting.first_month == latest))
        .join(Unit, Unit.id == Posting.unit_id)
        .where(sponsor_matches(q), is_present(viewer, today))
        .order_by(Sponsor.left_on.is_not(None), Sponsor.name_key, Sponsor.id)
    )


def _workers(viewer: Viewer, q: str, today: date) -> AnySelect:
    """By their own name, or the last four digits of the NIK (R25)."""
    digits = q.replace(" ", "")
    words = name_key(q).split()
    if digits.isascii() and digits.isdigit():
        condition = Worker.nik_last4 == digits if len(digits) == NIK_TAIL else false()
    elif words:
        condition = and_(*(Worker.name_key.contains(word, autoescape=True) for word in words))
    else:
        condition = false()
    return _covered(viewer, condition, today)


def _covered(viewer: Viewer, condition: ColumnElement[bool], today: date) -> AnySelect:
    """The ids of workers with a sponsor within reach, each once, in the order of the index on names."""
    covered = (
        select(Enrolment.id)
        .join(Sponsor, Sponsor.id == Enrolment.sponsor_id)
        .where(Enrolment.worker_id == Worker.id, is_enrolled_here(viewer, today))
        .exists()
    )
    return select(Worker.id).where(condition, covered).order_by(Worker.name_key, Worker.id)


def _worker_hits(viewer: Viewer, found: AnySelect, today: date, limit: int) -> list[WorkerHit]:
    """Those found and what enrols them, what still stands first."""
    ids = db.session.scalars(found.limit(limit)).all()
    rows = (
        select(
            Worker.id,
            Worker.name,
            Worker.nik_last4,
            Sponsor.id,
            Sponsor.name,
            Unit.name,
            is_present(viewer, today),
        )
        .join(Enrolment, Enrolment.worker_id == Worker.id)
        .join(Sponsor, Sponsor.id == Enrolment.sponsor_id)
        .join(Unit, Unit.id == Enrolment.unit_id)
        .where(Worker.id.in_(ids), is_enrolled_here(viewer, today))
        .order_by(Enrolment.ended_on.is_not(None), Enrolment.id.desc())
    )
    hits: dict[int, WorkerHit] = {}
    for row in db.session.execute(rows):
        hits.setdefault(row[0], WorkerHit(*row))
    return [hits[id_] for id_ in ids]


def _units(viewer: Viewer, q: str) -> AnySelect:
    above = aliased(Unit)
    statement = (
        select(Unit.id, Unit.code, Unit.name, above.name.label("above"))
        .outerjoin(above, and_(above.id == Unit.parent_id, in_reach(viewer, above.path)))
        .where(unit_matches(q))
        .order_by(Unit.path)
    )
    return within(viewer, statement, Unit.path)


def _circulars(viewer: Viewer, q: str, today: date, most: int) -> Hits[CircularHit]:
    rows = circular_rows(viewer, today, q=q, limit=most + 1)
    total = len(rows) if len(rows) <= most else len(circular_rows(viewer, today, q=q, limit=COUNTED + 1))
    return _hits([CircularHit(row.id, row.number, row.title) for row in rows], most, total)


def _hits(rows: list[Hit], most: int, total: int) -> Hits[Hit]:
    return Hits(rows[:most], min(total, COUNTED), total > COUNTED)
