"""The first screen, by role: the regency for those who see all of it, one's own unit for the others."""

from flask import Blueprint, Response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from blueprints.home.others import others
from blueprints.home.steps import steps
from blueprints.home.tallies import tallies, to_do
from lindung.domain.errors import NotThere
from lindung.domain.permissions import Act, Role
from lindung.queries import home, silent
from lindung.queries.circulars import CircularRow
from lindung.queries.compliance import MonthTable, month_table, rows_within
from lindung.queries.home import falling_behind, most_lacking, moved_most, set_up, waiting
from lindung.queries.measures import Measure
from lindung.queries.places import Extent, Place
from lindung.queries.sponsors import SponsorFilter, SponsorOrder, StandingFilter, sponsor_rows
from lindung.queries.units import unit_by_id
from lindung.queries.viewer import Viewer
from lindung.web import labels
from lindung.web.choices import circular_choices, month_choices
from lindung.web.figures import Lists, headline, lines
from lindung.web.fragments import page_or_fragment
from lindung.web.period import Period, selected_period
from lindung.web.policy import allowed_to, signed_in
from lindung.web.viewer import current_viewer

blueprint = Blueprint("home", __name__)

MOST_LACKING = 12
MOST_NAMES = 10
LACKING = {Measure.SETTLED: StandingFilter.UNSETTLED, Measure.REGISTERED: StandingFilter.UNREGISTERED}


@blueprint.get("/")
@signed_in
def index() -> ResponseReturnValue:
    return redirect(url_for("home.show"))


@blueprint.get("/beranda")
@allowed_to(Act.READ)
def show() -> Response:
    viewer, period = current_viewer(), selected_period()
    if period.circular is None or not period.has_figures:
        return _page(viewer, period, "home/nothing_yet.html", "home/_nothing_yet.html")
    table = month_table(viewer, period.circular, period.month, period.today)
    if viewer.units is None:
        return _regency(viewer, period, table)
    if viewer.role is Role.HEAD:
        return _head(viewer, period, period.circular, table)
    return _clerk(viewer, period, period.circular, table)


def _regency(viewer: Viewer, period: Period, table: MonthTable) -> Response:
    head, lists = headline(table, period), Lists(period)
    target = head.circular.target_percent
    return _page(
        viewer,
        period,
        "home/regency.html",
        "home/_regency.html",
        table=table,
        others=others(viewer, period, table),
        head=head,
        lists=lists,
        lines=lines(most_lacking(table.rows, head.measure, MOST_LACKING), lists, head),
        behind=falling_behind(table.rows, head.measure, target),
        movers=lines(moved_most(table.rows, head.measure), lists, head),
        tallies=tallies(viewer, head, lists, home.silent(table.rows), waiting(viewer)),
    )


def _head(viewer: Viewer, period: Period, circular: CircularRow, table: MonthTable) -> Response:
    head, lists = headline(table, period), Lists(period)
    assert viewer.unit_id is not None
    wanted = SponsorFilter(
        place=Place(unit_by_id(viewer, viewer.unit_id), Extent.SUBTREE),
        standing=LACKING[head.measure],
        order=SponsorOrder.UNIT,
    )
    people = sponsor_rows(viewer, circular.id, period.month, period.today, wanted)
    return _page(
        viewer,
        period,
        "home/head.html",
        "home/_head.html",
        table=table,
        others=others(viewer, period, table),
        head=head,
        lists=lists,
        people=people.rows[:MOST_NAMES],
        people_total=people.total,
        labels=labels,
    )


def _clerk(viewer: Viewer, period: Period, circular: CircularRow, table: MonthTable) -> Response:
    head, lists = headline(table, period), Lists(period)
    assert viewer.unit_id is not None
    unit = unit_by_id(viewer, viewer.unit_id)
    below = rows_within(viewer, circular, table, unit)
    work = home.to_do(viewer, circular.id, table, period.today, has_sub_units=len(below) > 1)
    return _page(
        viewer,
        period,
        "home/clerk.html",
        "home/_clerk.html",
        table=table,
        others=others(viewer, period, table),
        head=head,
        lists=lists,
        lines=lines(most_lacking(below, head.measure, MOST_LACKING), lists, head),
        all_below=lists.table(unit.code, urut="-belum"),
        line_total=len(below),
        tallies=to_do(viewer, head, lists, work, waiting(viewer)),
    )


@blueprint.get("/beranda/belum-mengirim")
@allowed_to(Act.READ)
def silent_units() -> str:
    """Sub-units of whose people not one has answered, each with its list."""
    viewer, period = current_viewer(), selected_period()
    if period.circular is None or not period.has_figures:
        raise NotThere
    found = silent.silent_units(viewer, period.circular.id, period.month, period.today)
    return render_template("home/silent_units.html", units=found, period=period, query=period.query)


def _page(viewer: Viewer, period: Period, page: str, fragment: str, **context: object) -> Response:
    state = set_up() if viewer.may(Act.MANAGE_SETTINGS) else None
    return page_or_fragment(
        page,
        fragment,
        period=period,
        months=month_choices(period),
        circulars=circular_choices(period),
        steps=steps(viewer, state) if state and not state.is_complete else [],
        steps_done=state.done if state else 0,
        **context,
    )
