"""One box that finds people, workers, units and circulars within the viewer's reach; a whole NIK only by POST."""

from dataclasses import dataclass
from datetime import date
from typing import Generic, NamedTuple, TypeVar

from lindung.queries.viewer import Viewer

Hit = TypeVar("Hit")
MOST = 8  # of each kind


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
    return digits.isascii() and digits.isdigit() and len(digits) == 16


def found(viewer: Viewer, q: str, today: date, *, most: int = MOST) -> Found:
    """Words of a name, a code, a number, at least four last digits of a NIP, the last four of a NIK; from two signs on."""
    raise NotImplementedError


def found_by_nik(viewer: Viewer, nik: str, today: date) -> list[WorkerHit]:
    """The worker with exactly this NIK, when one of his sponsors is within reach. RuleBroken for what is no NIK."""
    raise NotImplementedError
