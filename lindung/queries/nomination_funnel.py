"""From the list to the card, per village: how many have come how far, and where the others were lost (UX G2)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Select, case, func, select

from lindung.domain.months import Month
from lindung.domain.nominations import DropReason, Finding, Stage
from lindung.models.base import db
from lindung.models.nominations import Nomination
from lindung.models.summaries import LadderStep
from lindung.models.units import Unit
from lindung.models.workers import Enrolment
from lindung.queries.nomination_stages import stages
from lindung.queries.viewer import Viewer, within

CUSTOMARY = "lembaga adat"  # the kind of unit that stands beside the villages


@dataclass(slots=True)
class Leak:
    """For one reason: who still stands there with the finding, and who was dropped for it."""

    open: int = 0
    dropped: int = 0

    @property
    def total(self) -> int:
        return self.open + self.dropped


@dataclass(slots=True)
class FunnelRow:
    unit_code: str
    unit_name: str
    unit_kind: str
    stages: dict[Stage, int]
    leaks: dict[DropReason, Leak] = field(default_factory=dict)

    @property
    def is_customary(self) -> bool:
        return self.unit_kind.casefold() == CUSTOMARY

    def leak(self, reason: DropReason) -> Leak:
        return self.leaks.setdefault(reason, Leak())


@dataclass(frozen=True, slots=True)
class Funnel:
    rows: list[FunnelRow]
    total: FunnelRow

    @property
    def reasons(self) -> list[tuple[DropReason, Leak]]:
        """Why people were lost, the commonest first."""
        found = [(one, self.total.leaks[one]) for one in DropReason if one in self.total.leaks]
        return sorted(found, key=lambda pair: -pair[1].total)


def funnel(viewer: Viewer, circular_id: int, month: Month, today: date) -> Funnel:
    """Three statements, however many villages and people."""
    at = stages(month, today)
    sums = [func.sum(case((at.of[stage], 1), else_=0)) for stage in Stage]
    statement = _listed(viewer, circular_id, at.ladder, [Unit.id, Unit.code, Unit.name, Unit.kind, *sums])
    statement = statement.where(at.of[Stage.PROPOSED]).group_by(Unit.id, Unit.code, Unit.name, Unit.kind)
    rows: dict[int, FunnelRow] = {}
    for id_, code, name, kind, *counts in db.session.execute(statement.order_by(Unit.name_key, Unit.id)):
        rows[id_] = FunnelRow(code, name, kind, dict(zip(Stage, map(int, counts), strict=True)))
    whole = _sum(rows.values())
    found = _by_reason(viewer, circular_id, at.ladder, Nomination.drop_reason, at.of[Stage.DROPPED])
    for unit_id, reason, count in found:
        for row in (rows[unit_id], whole):
            row.leak(DropReason(reason)).dropped += count
    found = _by_reason(viewer, circular_id, at.ladder, Nomination.finding, at.of[Stage.UNDECIDED])
    for unit_id, finding, count in found:
        if finding != Finding.TWO_JOBS.value:
            for row in (rows[unit_id], whole):
                row.leak(DropReason(finding)).open += count
    return Funnel(list(rows.values()), whole)


def _by_reason(viewer: Viewer, circular_id: int, ladder: Any, column: Any, condition: Any) -> list[Any]:
    statement = _listed(viewer, circular_id, ladder, [Unit.id, column, func.count()])
    statement = statement.where(condition, column.is_not(None)).group_by(Unit.id, column)
    return list(db.session.execute(statement))


def _listed(viewer: Viewer, circular_id: int, ladder: Any, columns: list[Any]) -> Select[*tuple[Any, ...]]:
    statement: Select[*tuple[Any, ...]] = (
        select(*columns)
        .select_from(Nomination)
        .join(Unit, Unit.id == Nomination.unit_id)
        .outerjoin(Enrolment, Enrolment.id == Nomination.enrolment_id)
        .outerjoin(LadderStep, ladder)
        .where(Nomination.circular_id == circular_id)
    )
    return within(viewer, statement, Unit.path)


def _sum(rows: Iterable[FunnelRow]) -> FunnelRow:
    total = dict.fromkeys(Stage, 0)
    for row in rows:
        for stage, count in row.stages.items():
            total[stage] += count
    return FunnelRow("", "", "", total)
