"""The first screen, by role: the regency for those who see all of it, one's own unit for the others."""

from collections.abc import Sequence

from flask import Blueprint, Response, redirect, url_for
from flask.typing import ResponseReturnValue

from blueprints.home.claiming import claiming
from blueprints.home.countdown import ahead, countdown
from blueprints.home.deducting import deducting
from blueprints.home.ending import ending
from blueprints.home.others import instead, others
from blueprints.home.promised import promised
from blueprints.home.segments import segments
from blueprints.home.steps import steps
from blueprints.home.tallies import tallies, to_do
from lindung.domain.months import Month
from lindung.domain.permissions import Act, Role
from lindung.queries import home
from lindung.queries.circulars import CircularRow
from lindung.queries.compliance import MonthRow, MonthTable, month_table, own_units
from lindung.queries.home import (
    SetUp,
    falling_behind,
    managing,
    most_lacking,
    most_workers,
    moved_most,
    set_up,
    waiting,
)
from lindung.queries.sponsors import (
    SponsorFilter,
    SponsorOrder,
    SponsorRow,
    StandingFilter,
    first_sponsor_rows,
)
from lindung.queries.thresholds import thresholds
from lindung.queries.viewer import Viewer
from lindung.web import labels
from lindung.web.choices import circular_choices, month_choices
from lindung.web.closing import home_reports
from lindung.web.figures import Headline, Line, Lists, base_links, headline, lines, with_coverage
from lindung.web.fragments import page_or_fragment, redirect_after
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
    head, lists = with_coverage(headline(table, period), viewer), Lists(period)
    waits, state = managing(viewer) if viewer.may(Act.MANAGE_SETTINGS) else (waiting(viewer), None)
    target, (aim, of) = head.circular.target_percent, head.target
    return _page(
        viewer,
        period,
        "home/regency.html",
        "home/_regency.html",
        table=table,
        others=others(viewer, period),
        head=head,
        lists=lists,
        lines=_first_lines(table.rows, head, lists),
        base_links=base_links(head, lists) if head.is_quota else [],
        sheltered=sheltered(table, period),
        state=state,
        segments=segments(viewer, head),
        behind=falling_behind(table.rows, aim, target, of),
        movers=lines(moved_most(table.rows, head.measure), lists, head),
        tallies=[
            *tallies(viewer, head, lists, len(home.silent_rows(table.rows)), waits),
            *ending(viewer, period.today),
        ],
    )


def _first_lines(rows: Sequence[MonthRow], head: Headline, lists: Lists) -> list[Line]:
    """Those with most still to do; of a circular that asks nothing of ASN those with most workers."""
    if head.binds_people:
        return lines(most_lacking(rows, head.fair, MOST_LACKING), lists, head)
    return lines(most_workers(rows, MOST_LACKING), lists, head)


def _head(viewer: Viewer, period: Period, circular: CircularRow) -> Response:
    table = month_table(viewer, circular, period.month, period.today)
    head, lists = with_coverage(headline(table, period), viewer), Lists(period)
    if other := instead(period, head):
        return redirect_after(other)
    people = _first_names(viewer, period, circular, head) if head.lacking else []
    return _page(
        viewer,
        period,
        "home/head.html",
        "home/_head.html",
        table=table,
        others=others(viewer, period),
        head=head,
        lists=lists,
        countdown=countdown(_ending(viewer, period, circular, table), period),
        sheltered=sheltered(table, period),
        people=people,
        people_total=head.lacking,
        labels=labels,
    )


def _first_names(viewer: Viewer, period: Period, circular: CircularRow, head: Headline) -> list[SponsorRow]:
    """The beginning of the list of those who are not there yet."""
    wanted = SponsorFilter(
        standing=StandingFilter.UNSETTLED if head.is_paid else StandingFilter.UNREGISTERED,
        order=SponsorOrder.UNIT,
    )
    return first_sponsor_rows(viewer, circular.id, period.month, period.today, wanted, MOST_NAMES)


def _ending(viewer: Viewer, period: Period, circular: CircularRow, table: MonthTable) -> int:
    """Memberships that end unless the running month is paid; the table of that month has counted them already."""
    if period.month == Month.of(period.today):
        last_step = thresholds().ladder(period.month).last_step
        return int(getattr(table.now, last_step.value))
    return home.ending_total(viewer, circular.id, period.today)


def _clerk(viewer: Viewer, period: Period, circular: CircularRow) -> Response:
    own = own_units(viewer, circular, period.month, period.today)
    head, lists = with_coverage(headline(own.table, period), viewer), Lists(period)
    if other := instead(period, head):
        return redirect_after(other)
    work = home.to_do(viewer, circular.id, period.month, period.today)
    return _page(
        viewer,
        period,
        "home/clerk.html",
        "home/_clerk.html",
        table=own.table,
        others=others(viewer, period),
        head=head,
        lists=lists,
        lines=_first_lines(own.below, head, lists),
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
        claims=claiming(viewer, period.today),
        due=promised(viewer, period.today),
        ahead=ahead(viewer, period.today),
        **context,
    )
