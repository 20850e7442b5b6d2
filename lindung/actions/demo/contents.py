"""What the offices' reports of a month say, all of them read at once: the same as `draft_content` of each (tested).

Asked office by office the lists of the whole regency would be read for each of six hundred reports.
"""

import json
import zlib
from base64 import b64encode
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from lindung.domain.duties import DutyState
from lindung.domain.months import Month
from lindung.models.base import db
from lindung.models.circulars import Circular
from lindung.models.ledger import MonthCover
from lindung.models.rates import MonthDue
from lindung.models.summaries import UnitMonth
from lindung.models.units import Unit
from lindung.models.workers import Enrolment
from lindung.queries.counting import Counts, total
from lindung.queries.reporting import FORM, Content
from lindung.queries.sponsors import SponsorFilter, SponsorOrder, SponsorRow, StandingFilter, all_sponsor_rows
from lindung.queries.viewer import CONSOLE
from lindung.queries.workers import WorkerFilter, all_worker_rows

ByOffice = dict[str, list[SponsorRow]]


class Contents:
    """The reports of some months, asked in their order; every unit without a parent reports."""

    def __init__(self, circular: Circular, today: date) -> None:
        self._circular, self._today = circular, today
        self._units = db.session.execute(select(Unit.id, Unit.code, Unit.name, Unit.parent_id)).all()
        self._offices = {row.id: row for row in self._units if row.parent_id is None}
        self._below: dict[int, list[Any]] = defaultdict(list)
        for row in sorted(self._units, key=lambda row: (row.code, row.id)):
            if row.parent_id is not None:
                self._below[row.parent_id].append(row)
        self._office_of = {row.code: self._offices[row.parent_id or row.id].code for row in self._units}
        self._sasaran: dict[Month, ByOffice] = {}
        self._counts: dict[Month, dict[int, Counts]] = {}

    def of(self, month: Month) -> dict[str, Content]:
        """Office -> what its report of the month would say now."""
        workers = self._workers(month)
        found = {}
        for id_, office in self._offices.items():
            people = [
                [self._circular.number, one.name, one.nip, one.unit_name, one.state, workers.get(one.id, [])]
                for one in self._targets(month)[office.code]
            ]
            found[office.code] = {
                "form": FORM,
                "unit": {"code": office.code, "name": office.name},
                "month": str(month),
                "first_month": str(month),
                "circulars": [self._figures(id_, month)],
                "people": _packed(people),
                "falls": self._falls(office.code, month) if self._has_before(month) else [],
            }
        return found

    def _has_before(self, month: Month) -> bool:
        return Month.of(self._circular.in_force_from) <= month.previous()

    def _figures(self, id_: int, month: Month) -> Content:
        now, office, below = self._counted(month), self._offices[id_], self._below[id_]
        own = now[id_].minus(total(now[row.id] for row in below))
        units = [(office, own, True), *((row, now[row.id], False) for row in below)]
        before = self._counted(month.previous())[id_]._asdict() if self._has_before(month) else None
        return {
            "number": self._circular.number,
            "title": self._circular.title,
            "duty_kind": self._circular.duty_kind,
            "now": now[id_]._asdict(),
            "before": before,
            "units": [
                [row.code, row.name, held._asdict(), is_own] for row, held, is_own in units if any(held)
            ],
        }

    def _falls(self, office: str, month: Month) -> list[list[Any]]:
        """Nobody of the demo takes back that he employs somebody: who is no sasaran here any more has gone."""
        now = {one.id: one.state for one in self._targets(month)[office]}
        return [
            [self._circular.number, one.name, one.unit_name, now.get(one.id)]
            for one in self._targets(month.previous())[office]
            if one.state is DutyState.SETTLED and now.get(one.id) is not DutyState.SETTLED
        ]

    def _targets(self, month: Month) -> ByOffice:
        if month not in self._sasaran:
            wanted = SponsorFilter(standing=StandingFilter.TARGET, order=SponsorOrder.UNIT)
            found: ByOffice = {row.code: [] for row in self._offices.values()}
            for one in all_sponsor_rows(CONSOLE, self._circular.id, month, self._today, wanted):
                found[self._office_of[one.unit_code]].append(one)
            self._sasaran[month] = found
        return self._sasaran[month]

    def _counted(self, month: Month) -> dict[int, Counts]:
        if month not in self._counts:
            columns = [UnitMonth.__table__.c[name] for name in Counts._fields]
            which = (UnitMonth.circular_id == self._circular.id, UnitMonth.month == month)
            found = {
                row[0]: Counts(*row[1:])
                for row in db.session.execute(select(UnitMonth.unit_id, *columns).where(*which))
            }
            self._counts[month] = {row.id: found.get(row.id, Counts()) for row in self._units}
        return self._counts[month]

    def _workers(self, month: Month) -> dict[int, list[Any]]:
        """Sponsor -> his workers of the month, each with his step and what was due and paid."""
        money = _money(month)
        found: dict[int, list[Any]] = defaultdict(list)
        for row in all_worker_rows(
            CONSOLE, self._circular.id, month, self._today, WorkerFilter(live_only=True)
        ):
            due, paid, confirmed = money.get(row.enrolment_id, (0, 0, 0))
            shown = due if row.step else 0
            found[row.sponsor_id].append(
                [row.name, row.nik_last4, row.state, row.step, shown, paid, confirmed]
            )
        return found


def _money(month: Month) -> dict[int, tuple[int, int, int]]:
    statement = (
        select(Enrolment.id, MonthDue.amount, MonthCover.paid, MonthCover.confirmed)
        .outerjoin(MonthDue, (MonthDue.tariff == Enrolment.tariff) & (MonthDue.month == month))
        .outerjoin(MonthCover, (MonthCover.enrolment_id == Enrolment.id) & (MonthCover.month == month))
    )
    return {
        id_: (due or 0, paid or 0, confirmed or 0)
        for id_, due, paid, confirmed in db.session.execute(statement)
    }


def _packed(people: Sequence[object]) -> str:
    """As `queries.reporting` unfolds it."""
    return b64encode(zlib.compress(json.dumps(people, separators=(",", ":")).encode(), 6)).decode()
