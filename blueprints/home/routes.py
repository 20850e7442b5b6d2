"""The first screen, by role: the regency for those who see all of it, one's own unit for the others."""

from flask import Blueprint, Response, redirect, url_for
from flask.typing import ResponseReturnValue

from blueprints.home.countdown import ahead, countdown
from blueprints.home.deducting import deducting
from blueprints.home.ending import ending
from blueprints.home.others import others
from blueprints.home.steps import steps
from blueprints.home.tallies import tallies, to_do
from lindung.domain.permissions import Act, Role
from lindung.queries import home
from lindung.queries.circulars import CircularRow
from lindung.queries.compliance import MonthTable, month_table, own_units
from lindung.queries.home import SetUp, falling_behind, managing, most_lacking, moved_most, set_up, waiting
from lindung.queries.sponsors import SponsorFilter, SponsorOrder, StandingFilter, sponsor_rows
from lindung.queries.viewer import Viewer
from lindung.web import labels
from lindung.web.choices import circular_choices, month_choices
from lindung.web.closing import home_reports
from lindung.web.figures import Lists, headline, lines
from lindung.web.fragments import page_or_fragment
from lindung.web.period import Period, selected_period
from lindung.web.policy import allowed_to, signed_in
from lindung.web.shelter import sheltered
from lindung.web.viewer import current_viewer

blueprint = Blueprint("home", __name__)

MOST_LACKING = 12
MOST_NAMES = 10


@blueprint.get("/")
@signed_in
def index() -> ResponseReturnValue:
    return redirect(url_for("home.show"))


@blueprint.get("/beranda")
@allowed_to(Act.READ)
def show() -> Response:
    viewer, period = current_viewer(), selected_period()
    if period.circular is None or not period.has_figures:
        state = set_up() if viewer.may(Act.MANAGE_SETTINGS) else None
        return _page(viewer, period, "home/nothing_yet.html", "home/_nothing_yet.html", state=state)
    if viewer.units is None:
        return _regency(viewer, period, month_table(viewer, period.circular, period.month, period.today))
    if viewer.role is Role.HEAD:
        return _head(viewer, period, period.circular)
    return _clerk(viewer, period, period.circular)


def _regency(viewer: Viewer, period: Period, table: MonthTable) -> Response:
    head, lists = headline(table, period), Lists(period)
    waits, state = managing(viewer) if viewer.may(Act.MANAGE_SETTINGS) else (waiting(viewer), None)
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
        sheltered=sheltered(table, period),
        state=state,
        behind=falling_behind(table.rows, head.measure, target),
        movers=lines(moved_most(table.rows, head.measure), lists, head),
        tallies=[
            *tallies(viewer, head, lists, len(home.silent_rows(table.rows)), waits),
            *ending(viewer, period.today),
        ],
    )


def _head(viewer: Viewer, period: Period, circular: CircularRow) -> Response:
    table = month_table(viewer, circular, period.month, period.today)
    head, lists = headline(table, period), Lists(period)
    wanted = SponsorFilter(
        standing=StandingFilter.UNSETTLED if head.is_paid else StandingFilter.UNREGISTERED,
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
        countdown=countdown(home.ending_total(viewer, circular.id, period.today), period),
        sheltered=sheltered(table, period),
        people=people.rows[:MOST_NAMES],
        people_total=people.total,
        labels=labels,
    )


def _clerk(viewer: Viewer, period: Period, circular: CircularRow) -> Response:
    own = own_units(viewer, circular, period.month, period.today)
    head, lists = headline(own.table, period), Lists(period)
    work = home.to_do(viewer, circular.id, period.month, period.today)
    return _page(
        viewer,
        period,
        "home/clerk.html",
        "home/_clerk.html",
        table=own.table,
        others=others(viewer, period, own.table),
        head=head,
        lists=lists,
        lines=lines(most_lacking(own.below, head.measure, MOST_LACKING), lists, head),
        all_below=lists.table(own.code, urut="-belum"),
        line_total=len(own.below),
        countdown=countdown(work.ending, period),
        tallies=to_do(viewer, head, lists, work, len(own.silent)),
    )


def _page(
    viewer: Viewer, period: Period, page: str, fragment: str, *, state: SetUp | None = None, **context: object
) -> Response:
    return page_or_fragment(
        page,
        fragment,
        period=period,
        months=month_choices(period),
        circulars=circular_choices(period),
        steps=steps(viewer, state) if state and not state.is_complete else [],
        steps_done=state.done if state else 0,
        closing_lines=home_reports(viewer, period.today),
        deducting=deducting(viewer, period.today),
        ahead=ahead(viewer, period.today),
        **context,
    )
