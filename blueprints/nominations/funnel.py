"""Diusulkan, diverifikasi, didaftarkan, aktif per desa: where the list loses people (UX G2)."""

from collections.abc import Callable
from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.nominations.asked import month_choices
from blueprints.nominations.files import funnel_cells, funnel_header
from blueprints.nominations.routes import WORDS, blueprint
from lindung.domain.errors import RuleBroken
from lindung.domain.months import Month
from lindung.domain.nominations import DropReason, Stage
from lindung.domain.permissions import Act
from lindung.queries.nomination_funnel import FunnelRow, funnel
from lindung.queries.programmes import programme_circular
from lindung.web.clock import office_today
from lindung.web.downloads import table_download, wanted_format
from lindung.web.lists import Sorting, asked_sorting
from lindung.web.nomination_words import CODE_OF_REASON, CODE_OF_STAGE
from lindung.web.period import asked_month
from lindung.web.policy import allowed_to
from lindung.web.viewer import current_viewer

SHOWN = (Stage.PROPOSED, Stage.VERIFIED, Stage.REGISTERED, Stage.ACTIVE, Stage.CARD, Stage.DROPPED)
SORTS = {"unit": None, **{CODE_OF_STAGE[one]: one for one in SHOWN}}


@blueprint.get("/<int:circular_id>/corong")
@allowed_to(Act.READ)
def funnel_page(circular_id: int) -> ResponseReturnValue:
    viewer, today = current_viewer(), office_today()
    circular = programme_circular(viewer, circular_id)
    wanted = _asked_month(Month.of(today))
    found = funnel(viewer, circular_id, wanted, today)
    if kind := wanted_format():
        name = f"corong-{wanted}"
        return table_download(kind, name, _("Corong usulan desa"), funnel_header(found), funnel_cells(found))
    sorting = asked_sorting(list(SORTS))
    return render_template(
        "nominations/funnel.html",
        circular=circular,
        found=found,
        rows=_sorted(found.rows, sorting),
        sorting=sorting,
        month=wanted,
        months=month_choices(circular, wanted, today),
        shown=SHOWN,
        list_url=_lists(circular_id, None if wanted == Month.of(today) else wanted),
        stage_code=CODE_OF_STAGE,
        reason_code=CODE_OF_REASON,
        leaks_of=_leaks_of,
        **WORDS,
    )


def _asked_month(running: Month) -> Month:
    wanted = asked_month() or running
    if wanted > running:
        raise RuleBroken("month_in_future", field="bulan", month=wanted, running=running)
    return wanted


def _lists(circular_id: int, past: Month | None) -> Callable[..., str]:
    """The address of the list behind a number."""

    def list_url(**query: Any) -> str:
        month = str(past) if past else None
        return url_for("nominations.index", circular_id=circular_id, bulan=month, **query)

    return list_url


def _sorted(rows: list[FunnelRow], sorting: Sorting) -> list[FunnelRow]:
    stage = SORTS[sorting.key]
    if stage is None:
        return rows[::-1] if sorting.falling else rows
    return sorted(rows, key=lambda row: row.stages[stage], reverse=sorting.falling)


def _leaks_of(row: FunnelRow) -> list[tuple[DropReason, int]]:
    """Why a village has lost people, the commonest first."""
    found = [(reason, leak.total) for reason, leak in row.leaks.items()]
    return sorted(found, key=lambda pair: (-pair[1], pair[0].value))
