"""Which target a page speaks of (`edaran`), as of which month (`bulan`), and the ways on that keep both."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from flask import url_for

from lindung.domain.errors import NotThere, RuleBroken
from lindung.domain.months import Month
from lindung.domain.permissions import Act
from lindung.queries.coverage import STOCK_KINDS, CoverageCircular, FigureRow, coverage_circulars
from lindung.web import period
from lindung.web.clock import running_month
from lindung.web.filters import month
from lindung.web.fragments import url_with
from lindung.web.lists import Paging, asked_text
from lindung.web.viewer import current_viewer


class Asked(NamedTuple):
    circular: CoverageCircular | None  # None: no target has been set yet
    all: list[CoverageCircular]
    managed: bool

    @property
    def id(self) -> int:
        if self.circular is None:
            raise NotThere
        return self.circular.id

    @property
    def keep(self) -> dict[str, str]:
        """What an address carries along; nothing while there is only one to speak of."""
        return {"edaran": self.circular.number} if self.circular and len(self.all) > 1 else {}

    @property
    def choices(self) -> list[tuple[str, str]]:
        return [(one.number, one.number) for one in self.all] if len(self.all) > 1 else []

    def to(self, endpoint: str, **more: Any) -> str:
        values: dict[str, Any] = {**self.keep, **more}
        return url_for(f"coverage.{endpoint}", **values)


def asked() -> Asked:
    found, number = coverage_circulars(), asked_text("edaran", 200)
    chosen = next((one for one in found if one.number == number), None) if number else None
    if number and chosen is None:
        raise NotThere
    return Asked(chosen or (found[0] if found else None), found, current_viewer().may(Act.MANAGE_SETTINGS))


def asked_month(rows: Sequence[FigureRow]) -> tuple[Month, str]:
    """The month asked for and its word in the address; what was not counted is the latest, what lies ahead refused."""
    running, wanted = running_month(), period.asked_month()
    if wanted is not None and wanted > running:
        raise RuleBroken("month_in_future", field="bulan", month=wanted, running=running)
    counted = {row.month for row in rows if row.kind in STOCK_KINDS}
    return (wanted, str(wanted)) if wanted and wanted in counted else (running, "")


def month_choices(rows: Sequence[FigureRow]) -> list[tuple[str, str]]:
    counted = {row.month for row in rows if row.kind in STOCK_KINDS}
    return [(str(one), month(one)) for one in sorted(counted, reverse=True)]


def numbered(page: int, pages: int, size: int, shown: int, total: int) -> Paging:
    """Where one is in a list whose pages have numbers (`halaman`)."""
    first = (page - 1) * size + 1 if shown else 0
    return Paging(
        first,
        first + shown - 1 if shown else 0,
        total,
        url_with(halaman=page - 1) if page > 1 else None,
        url_with(halaman=page + 1) if page < pages else None,
    )
