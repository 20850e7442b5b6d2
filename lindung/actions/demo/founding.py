"""How every demo begins: an empty database becomes an invented regency with units, people and the cast's accounts."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from random import Random

from lindung.actions import derived, tree
from lindung.actions.acts import Deed, act, insert_rows
from lindung.actions.demo.cast import add_cast
from lindung.actions.demo.enrolments import PlannedEnrolment
from lindung.actions.demo.moments import YEAR
from lindung.actions.demo.people import Servant
from lindung.actions.demo.places import PlannedUnit
from lindung.domain.errors import RuleBroken
from lindung.domain.months import Month
from lindung.domain.names import name_key
from lindung.models.base import db
from lindung.models.rates import Setting
from lindung.models.sponsors import Posting, Sponsor
from lindung.models.units import Unit
from lindung.models.workers import Enrolment, Worker
from lindung.queries.demo import CASTS, DEMO, demo_regency, holds_own_data
from lindung.queries.sessions import REGENCY
from lindung.queries.viewer import CONSOLE

Progress = Callable[[str, int], None]  # a step's code, and how many records it holds


def quiet(_code: str, _count: int) -> None:
    """Nobody watches."""


@dataclass(slots=True)
class Work:
    """What each step leaves for the next."""

    deed: Deed
    random: Random
    progress: Progress
    unit_ids: dict[str, int] = field(default_factory=dict)
    made: dict[str, int] = field(default_factory=dict)

    @property
    def today(self) -> date:
        return self.deed.today

    def note(self, code: str, count: int) -> None:
        self.made[code] = count
        self.progress(code, count)


@contextmanager
def founding(demo: str, code: str, name: str, seed: str, today: date, progress: Progress) -> Iterator[Work]:
    """One act on an empty database, which is marked as this demo; the same day and seed give the same people."""
    with act(CONSOLE, "demo.build", today=today) as deed:
        if demo_regency() is not None:
            raise RuleBroken("demo_there_already")
        if holds_own_data():
            raise RuleBroken("demo_over_own_data")
        if derived.is_missing():
            derived.rebuild()
        db.session.merge(Setting(key=DEMO, value=demo))
        db.session.merge(Setting(key=REGENCY, value={"code": code, "name": name}))
        work = Work(deed, Random(seed), progress)  # noqa: S311  invented people, no secrets
        yield work
        deed.result = dict(work.made)


def add_units(work: Work, demo: str, planned: Sequence[PlannedUnit]) -> None:
    """The tree, top level first, and the accounts of those who play in it."""
    work.note("units", len(planned))
    for level in _levels(planned):
        rows = [(unit, _unit(unit, work.unit_ids)) for unit in level]
        db.session.add_all(row for _, row in rows)
        db.session.flush()
        work.unit_ids |= {unit.code: row.id for unit, row in rows}
        for unit, row in rows:
            above = tree.path_of(work.unit_ids[unit.parent], None) if unit.parent else None
            row.path = tree.path_of(row.id, above)
        db.session.flush()
    add_cast(work.unit_ids, Month.of(work.today).plus(-YEAR).first_day(), CASTS[demo])
    db.session.flush()


def add_people(work: Work, people: Sequence[Servant]) -> None:
    work.note("sponsors", len(people))
    ids = insert_rows(work.deed, Sponsor, [person.sponsor_row() for person in people])
    for person, id_ in zip(people, ids, strict=True):
        person.sponsor_id = id_
    insert_rows(work.deed, Posting, [row for person in people for row in person.posting_rows(work.unit_ids)])


def add_enrolments(work: Work, planned: Sequence[PlannedEnrolment], circular_id: int) -> None:
    """The workers and what their sponsors pay for."""
    work.note("workers", len(planned))
    ids = insert_rows(work.deed, Worker, [one.worker.row() for one in planned])
    for one, id_ in zip(planned, ids, strict=True):
        one.worker.worker_id = id_
    opd_ids = tree.reporting_above()
    rows = [one.row(circular_id, work.unit_ids, opd_ids) for one in planned]
    for one, id_ in zip(planned, insert_rows(work.deed, Enrolment, rows), strict=True):
        one.enrolment_id = id_


def _levels(planned: Sequence[PlannedUnit]) -> Iterator[list[PlannedUnit]]:
    """Top-level units, then those directly below them, and so on."""
    above: set[str | None] = {None}
    while level := [unit for unit in planned if unit.parent in above]:
        yield level
        above = {unit.code for unit in level}


def _unit(planned: PlannedUnit, unit_ids: dict[str, int]) -> Unit:
    return Unit(
        code=planned.code,
        name=planned.name,
        name_key=name_key(planned.name),
        kind=planned.kind,
        parent_id=unit_ids[planned.parent] if planned.parent else None,
        path="",
        reports=planned.parent is None,
    )
