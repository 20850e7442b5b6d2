"""The month table: who has answered, who is registered, who is settled, from the regency down to one school."""

from collections.abc import Sequence
from typing import TypeVar

from flask import Blueprint, Response
from flask_babel import gettext as _

from blueprints.compliance import ladder
from blueprints.compliance.ladder import LadderLine, asks_ladder
from blueprints.compliance.sorting import INCOMPLETE, asked_order, asked_rows, asks_incomplete, sorted_lines
from blueprints.compliance.table_file import HEADER, file_rows
from lindung.domain.permissions import Act
from lindung.queries.compliance import MonthRow, MonthTable, month_table
from lindung.queries.measures import Basis
from lindung.queries.paging import Slice
from lindung.queries.reports import Share, reported_shares
from lindung.queries.units import UnitRow
from lindung.queries.viewer import Viewer
from lindung.web import labels
from lindung.web.bases import BASIS_WORDS, asked_basis, asked_measure, basis_choices, measure_choices
from lindung.web.choices import circular_choices, month_choices
from lindung.web.downloads import table_download, wanted_format
from lindung.web.figures import Line, Lists, base_links, headline, lines, with_coverage
from lindung.web.fragments import page_or_fragment
from lindung.web.lists import asked_anchor, chosen, is_for_paper, on_paper, page_of, paging_of
from lindung.web.period import Period, selected_period
from lindung.web.policy import allowed_to
from lindung.web.scope import asked_unit
from lindung.web.shelter import sheltered_by
from lindung.web.viewer import current_viewer

AnyLine = TypeVar("AnyLine", Line, LadderLine)
blueprint = Blueprint("compliance", __name__, url_prefix="/kepatuhan")


@blueprint.get("")
@allowed_to(Act.READ)
def index() -> Response:
    # A file whose address names no circular is of the newest in force (the contract); a page is of what binds ASN.
    viewer, period = current_viewer(), selected_period(of_any_duty=wanted_format() is not None)
    basis, measure, unit = asked_basis(period.circular), asked_measure(), asked_unit(viewer)
    if period.circular is None or not period.has_figures:
        return _without_figures(period)
    table = month_table(
        viewer, period.circular, period.month, period.today, unit, with_parts=basis is Basis.TAKING_PART
    )
    if asks_ladder():
        return _ladder(period, unit, table)
    return _duties(viewer, period, unit, table, basis, measure)


def _duties(
    viewer: Viewer, period: Period, unit: UnitRow | None, table: MonthTable, basis: Basis, measure: str
) -> Response:
    rows = asked_rows(table.rows)
    if kind := wanted_format():
        return table_download(kind, _file_name(period, unit), _("Kepatuhan"), HEADER, file_rows(rows, basis))
    head = headline(table, period, basis, measure)
    if unit is None:
        head = with_coverage(head, viewer)
    lists = Lists(period, unit.code if unit else None, basis, measure)
    order = asked_order()
    all_lines = sorted_lines(lines(rows, lists, head, _reported(period, unit, rows)), head, order)
    return _page(
        period,
        unit=unit,
        table=table,
        head=head,
        lists=lists,
        order=order,
        bases=basis_choices(head.circular),
        basis_word=BASIS_WORDS[basis],
        base_links=base_links(head, lists),
        measures=measure_choices(head.circular),
        measure_word=measure,
        **_listed(all_lines),
        **_filter(),
    )


def _reported(period: Period, unit: UnitRow | None, rows: Sequence[MonthRow]) -> dict[int, Share]:
    """What was approved; only the regency's table counts each unit as its report does."""
    if unit is not None or period.circular is None:
        return {}
    return reported_shares(period.month, period.circular, [row.unit_id for row in rows])


def _listed(all_lines: list[AnyLine]) -> dict[str, object]:
    found = _found(all_lines)
    return {"lines": found.rows, "paging": paging_of(found), "for_paper": is_for_paper()}


def _found(all_lines: list[AnyLine]) -> Slice[AnyLine]:
    if is_for_paper():
        return on_paper(all_lines)
    return page_of(all_lines, [line.row.unit_id for line in all_lines], asked_anchor())


def _ladder(period: Period, unit: UnitRow | None, table: MonthTable) -> Response:
    """Workers by step; the months, the circular and the unit stay those of the address."""
    if kind := wanted_format():
        rows = ladder.file_rows(table.rows, period)
        name = _file_name(period, unit, "tangga")
        return table_download(kind, name, _("Tangga perlindungan"), ladder.HEADER, rows)
    lists = Lists(period, unit.code if unit else None)
    found = ladder.ladder_table(table, period, lists)
    return _page(
        period,
        unit=unit,
        table=table,
        lists=lists,
        found=found,
        sheltered=sheltered_by(found.worths, table, period, lists.unit),
        columns=ladder.STEP_COLUMNS,
        labels=labels,
        view=ladder.VIEW,
        **_listed(found.lines),
    )


def _filter() -> dict[str, object]:
    chips = chosen([(_("Pernyataan belum 100%") if asks_incomplete() else None, ("pernyataan",))])
    return {
        "incomplete": INCOMPLETE if asks_incomplete() else None,
        "chips": chips,
        "filter_words": ", ".join(words for words, _url in chips),
    }


def _page(period: Period, **context: object) -> Response:
    return page_or_fragment(
        "compliance/index.html",
        "compliance/_ladder.html" if context.get("view") else "compliance/_body.html",
        period=period,
        months=month_choices(period),
        circulars=circular_choices(period),
        **context,
    )


def _without_figures(period: Period) -> Response:
    """No circular yet, or a month it does not reach: a sentence that says so, or a file with nothing but its header."""
    if kind := wanted_format():
        return table_download(kind, _file_name(period), _("Kepatuhan"), HEADER, ())
    return _page(period, unit=None, table=None)


def _file_name(period: Period, unit: UnitRow | None = None, name: str = "kepatuhan") -> str:
    return "-".join(part for part in (name, str(period.month), unit.code if unit else "") if part)
