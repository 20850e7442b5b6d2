"""What a report says (R22): figures per circular, the sasaran with their workers, what moved; as JSON that freezes."""

import json
import zlib
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from datetime import date
from hashlib import sha256
from typing import Any, NamedTuple

from sqlalchemy import or_, select

from lindung.domain.duties import CircularState, DutyKind, DutyState
from lindung.domain.months import Month
from lindung.domain.protection import Step
from lindung.domain.registration import EnrolmentState
from lindung.models.base import db
from lindung.models.circulars import Circular
from lindung.models.ledger import MonthCover
from lindung.models.rates import MonthDue
from lindung.models.units import Unit, ids_on
from lindung.models.workers import Enrolment
from lindung.queries.closed import report_rules
from lindung.queries.counting import Counts, MonthUnit, total
from lindung.queries.figures import MonthFigures
from lindung.queries.places import Extent, Place
from lindung.queries.sponsors import SponsorFilter, SponsorOrder, Stand, StandingFilter, all_stands
from lindung.queries.staging import chunks
from lindung.queries.units import UnitRow, is_below
from lindung.queries.viewer import Viewer
from lindung.queries.workers import WorkerFilter, all_worker_rows

FORM = 1  # of the content; a later one must still read the earlier
Content = dict[str, Any]


class UnitFigures(NamedTuple):
    code: str
    name: str
    counts: Counts
    is_own: bool  # the people directly in the reporting unit


class CircularFigures(NamedTuple):
    number: str
    title: str
    duty_kind: DutyKind
    now: Counts
    before: Counts | None  # of the report period before; None: not yet in force then
    units: list[UnitFigures]


class CoveredWorker(NamedTuple):
    name: str
    nik_last4: str
    state: EnrolmentState
    step: Step | None
    due: int
    paid: int
    confirmed: int


class Sasaran(NamedTuple):
    circular: str
    name: str
    nip: str | None
    unit: str
    state: DutyState
    workers: list[CoveredWorker]


class Fall(NamedTuple):
    """Somebody who was settled in the period before and is not any more."""

    circular: str
    name: str
    unit: str
    state: DutyState | None  # None: not a sasaran of this unit any more


class Figures(NamedTuple):
    """A report's content as pages read it, whether of this moment or frozen years ago."""

    unit_code: str
    unit_name: str
    month: Month
    first_month: Month
    circulars: list[CircularFigures]
    people: list[Sasaran]
    falls: list[Fall]

    @property
    def is_empty(self) -> bool:
        """Nothing to report: no circular binds anybody here and nobody is covered."""
        return not any(one.now.asn or one.now.workers for one in self.circulars)


def figures_of(content: Content) -> Figures:
    return Figures(
        content["unit"]["code"],
        content["unit"]["name"],
        Month.parse(content["month"]),
        Month.parse(content["first_month"]),
        [_circular_of(one) for one in content["circulars"]],
        [_sasaran_of(one) for one in _unpacked(content["people"])],
        [Fall(one[0], one[1], one[2], DutyState(one[3]) if one[3] else None) for one in content["falls"]],
    )


def circulars_of(content: Content) -> list[CircularFigures]:
    """The figures alone, without unpacking anybody's name."""
    return [_circular_of(one) for one in content["circulars"]]


def digest_of(content: Content) -> bytes:
    """Of everything a content says; two contents with one digest say the same."""
    return sha256(json.dumps(content, sort_keys=True, separators=(",", ":")).encode()).digest()


def draft_content(viewer: Viewer, unit: UnitRow, month: Month, today: date) -> Content:
    """The report as it would read now."""
    rules = report_rules()
    before = month.plus(-rules.period.months)
    in_force = _in_force(month)
    circulars = [_circular(one, unit, month, before, today) for one in in_force]
    people, falls = [], []
    for circular in in_force:
        targets = _targets(viewer, circular, unit, month, today)
        people += _people(viewer, circular, unit, month, today, targets)
        if Month.of(circular.in_force_from) <= before:
            falls += _falls(viewer, circular, unit, (before, month), today, targets)
    return {
        "form": FORM,
        "unit": {"code": unit.code, "name": unit.name},
        "month": str(month),
        "first_month": str(rules.first_of(month)),
        "circulars": circulars,
        "people": _packed(people),
        "falls": falls,
    }


def draft_circulars(unit: UnitRow, month: Month, today: date) -> list[CircularFigures]:
    """What the figures would be now, for what is said beside an approved one."""
    before = month.plus(-report_rules().period.months)
    return [_circular_of(_circular(one, unit, month, before, today)) for one in _in_force(month)]


def _in_force(month: Month) -> Sequence[Circular]:
    statement = (
        select(Circular)
        .where(Circular.state != CircularState.DRAFT.value, Circular.in_force_from <= month.last_day())
        .where(or_(Circular.in_force_until.is_(None), Circular.in_force_until >= month.first_day()))
        .order_by(Circular.in_force_from, Circular.id)
    )
    return db.session.scalars(statement).all()


def _circular(circular: Circular, unit: UnitRow, month: Month, before: Month, today: date) -> Content:
    has_before = Month.of(circular.in_force_from) <= before
    months = [month, before] if has_before else [month]
    parts = _parts(unit)
    figures = MonthFigures(circular.id, months, today)
    counts = figures.counts(months, sorted({one for part in parts for one in (part.whole, *part.less)}))
    whole = parts[0]
    below = [(part, _summed(part, counts, month)) for part in parts[1:]]
    return {
        "number": circular.number,
        "title": circular.title,
        "duty_kind": circular.duty_kind,
        "now": _summed(whole, counts, month)._asdict(),
        "before": _summed(whole, counts, before)._asdict() if has_before else None,
        "units": [[part.code, part.name, held._asdict(), part.is_own] for part, held in below if any(held)],
    }


class _Part(NamedTuple):
    code: str
    name: str
    whole: int
    less: tuple[int, ...]
    is_own: bool = False


def _parts(unit: UnitRow) -> list[_Part]:
    """The report's whole, its own people, and the units directly below: each less what reports for itself."""
    statement = select(Unit.id, Unit.code, Unit.name, Unit.path, Unit.parent_id, Unit.reports)
    rows = db.session.execute(statement.where(is_below(unit.path)).order_by(Unit.code, Unit.id)).all()
    reporting = {row.id for row in rows if row.reports and row.id != unit.id}
    nearest = [row for row in rows if row.id in reporting and not reporting & set(ids_on(row.path)[:-1])]
    children = [row for row in rows if row.parent_id == unit.id]
    parts = [_Part(unit.code, unit.name, unit.id, tuple(row.id for row in nearest))]
    parts.append(_Part(unit.code, unit.name, unit.id, tuple(row.id for row in children), is_own=True))
    for child in children:
        if not child.reports:
            below = tuple(row.id for row in nearest if row.path.startswith(child.path))
            parts.append(_Part(child.code, child.name, child.id, below))
    return parts


def _summed(part: _Part, counts: Mapping[MonthUnit, Counts], month: Month) -> Counts:
    whole = counts.get((month, part.whole), Counts())
    return whole.minus(total(counts.get((month, one), Counts()) for one in part.less))


def _targets(viewer: Viewer, circular: Circular, unit: UnitRow, month: Month, today: date) -> list[Stand]:
    wanted = SponsorFilter(
        place=Place(unit, Extent.REPORT), standing=StandingFilter.TARGET, order=SponsorOrder.UNIT
    )
    return all_stands(viewer, circular.id, month, today, wanted)


def _people(
    viewer: Viewer, circular: Circular, unit: UnitRow, month: Month, today: date, targets: Sequence[Stand]
) -> list[Any]:
    if not targets:  # a programme of funds asks nobody: thousands of workers would be read for nothing
        return []
    workers = _workers(viewer, circular, Place(unit, Extent.REPORT), month, today)
    return [
        [circular.number, one.name, one.nip, one.unit_name, one.state.value, workers.get(one.id, [])]
        for one in targets
        if one.state
    ]


def _workers(
    viewer: Viewer, circular: Circular, place: Place, month: Month, today: date
) -> dict[int, list[Any]]:
    """Sponsor -> his workers of the month, each with his step and what was due and paid."""
    rows = all_worker_rows(viewer, circular.id, month, today, WorkerFilter(place=place, live_only=True))
    money = _money([row.enrolment_id for row in rows], month)
    found: dict[int, list[Any]] = {}
    for row in rows:
        due, paid, confirmed = money.get(row.enrolment_id, (0, 0, 0))
        step = row.step.value if row.step else None
        line = [row.name, row.nik_last4, row.state.value, step, due if row.step else 0, paid, confirmed]
        found.setdefault(row.sponsor_id, []).append(line)
    return found


def _money(enrolment_ids: Sequence[int], month: Month) -> dict[int, tuple[int, int, int]]:
    found: dict[int, tuple[int, int, int]] = {}
    for ids in chunks(enrolment_ids):
        statement = (
            select(Enrolment.id, MonthDue.amount, MonthCover.paid, MonthCover.confirmed)
            .outerjoin(MonthDue, (MonthDue.tariff == Enrolment.tariff) & (MonthDue.month == month))
            .outerjoin(MonthCover, (MonthCover.enrolment_id == Enrolment.id) & (MonthCover.month == month))
            .where(Enrolment.id.in_(ids))
        )
        for id_, due, paid, confirmed in db.session.execute(statement):
            found[id_] = (due or 0, paid or 0, confirmed or 0)
    return found


def _falls(
    viewer: Viewer,
    circular: Circular,
    unit: UnitRow,
    months: tuple[Month, Month],
    today: date,
    targets: Sequence[Stand],
) -> list[list[Any]]:
    before, now = months
    place = Place(unit, Extent.REPORT)
    settled = SponsorFilter(place=place, standing=StandingFilter.SETTLED, order=SponsorOrder.UNIT)
    earlier = all_stands(viewer, circular.id, before, today, settled)
    states = {one.id: one.state for one in targets}
    gone = [one.id for one in earlier if one.id not in states]
    for ids in chunks(gone):
        rest = all_stands(viewer, circular.id, now, today, SponsorFilter(place=place), only=ids)
        states |= {one.id: one.state for one in rest}
    return [
        [circular.number, one.name, one.unit_name, state.value if state else None]
        for one in earlier
        if (state := states.get(one.id)) is not DutyState.SETTLED
    ]


def _circular_of(one: Mapping[str, Any]) -> CircularFigures:
    return CircularFigures(
        one["number"],
        one["title"],
        DutyKind(one["duty_kind"]),
        _counts(one["now"]),
        _counts(one["before"]) if one["before"] else None,
        [UnitFigures(code, name, _counts(counts), is_own) for code, name, counts, is_own in one["units"]],
    )


def _counts(stored: Mapping[str, int]) -> Counts:
    """A count that was added to the app later was not known then: it is zero."""
    return Counts(**{name: stored[name] for name in Counts._fields if name in stored})


def _sasaran_of(one: Sequence[Any]) -> Sasaran:
    workers = [
        CoveredWorker(row[0], row[1], EnrolmentState(row[2]), Step(row[3]) if row[3] else None, *row[4:7])
        for row in one[5]
    ]
    return Sasaran(one[0], one[1], one[2], one[3], DutyState(one[4]), workers)


def _packed(people: list[Any]) -> str:
    """Names are many and read seldom: packed, a page of forty reports unfolds only their figures."""
    return b64encode(zlib.compress(json.dumps(people, separators=(",", ":")).encode(), 6)).decode()


def _unpacked(packed: str) -> list[Any]:
    found: list[Any] = json.loads(zlib.decompress(b64decode(packed)))
    return found
