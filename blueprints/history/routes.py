"""One's own acts of the last days, each with *Batalkan* while it can be taken back; and the taking back itself."""

from collections.abc import Iterable, Iterator

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lindung.actions.undo import undo_act
from lindung.domain.permissions import Act
from lindung.queries.imports import batch_applied_by
from lindung.queries.own_acts import DAYS, MOST, own_acts
from lindung.web.act_words import ActLine, told_acts
from lindung.web.clock import office_today
from lindung.web.downloads import Cell, table_download, wanted_format
from lindung.web.errors import refuse
from lindung.web.forms import OfficeForm
from lindung.web.fragments import redirect_after, say
from lindung.web.lists import MOST_ON_PAPER, is_for_paper
from lindung.web.policy import allowed_to
from lindung.web.saving import saved
from lindung.web.viewer import current_viewer
from lindung.web.ways_back import own_page

# Whoever may do something may take it back; readers have nothing to take back.
WRITING = tuple(act for act in Act if act not in (Act.READ, Act.READ_TRAIL, Act.REVEAL_NIK))

OLDEST_FIRST, NEWEST_FIRST = "waktu", "-waktu"  # of `urut`
HEADER = ["waktu", "tindakan", "mengenai", "keterangan"]

blueprint = Blueprint("history", __name__, url_prefix="/riwayat")


@blueprint.get("")
@allowed_to(Act.READ)
def index() -> ResponseReturnValue:
    viewer, today = current_viewer(), office_today()
    order = OLDEST_FIRST if request.args.get("urut") == OLDEST_FIRST else NEWEST_FIRST
    kind, is_whole = wanted_format(), is_for_paper()
    most = MOST_ON_PAPER if kind or is_whole else MOST
    found = own_acts(viewer, today, oldest_first=order == OLDEST_FIRST, most=most)
    acts = told_acts(found.acts)
    if kind:
        return table_download(kind, f"riwayat-{today}", _("Riwayat saya"), HEADER, _file_rows(acts))
    return render_template(
        "history/index.html", acts=acts, is_cut=found.is_cut, days=DAYS, sorted_by=order, for_paper=is_whole
    )


@blueprint.post("/<int:act_id>/batalkan")
@allowed_to(*WRITING)
def undo(act_id: int) -> ResponseReturnValue:
    """Whose act it is, and whether anything later stands in the way, the act of undoing decides."""
    viewer, today, form = current_viewer(), office_today(), OfficeForm()
    batch_id = batch_applied_by(viewer, act_id)
    if batch_id is not None:  # many rows at once: what would go away is said first
        return redirect_after(url_for("imports.ask_undo", batch_id=batch_id))
    outcome = saved(form, lambda: undo_act(viewer, act_id, today=today, key=form.key))
    if not outcome.done:
        return refuse(outcome.status, outcome.problem)
    say(_("Dibatalkan; datanya kembali seperti semula."))
    return redirect_after(_way_back())


def _file_rows(acts: Iterable[ActLine]) -> Iterator[list[Cell]]:
    for one in acts:
        yield [f"{one.at:%Y-%m-%d %H:%M}", one.words, one.about, one.reason or ""]


def _way_back() -> str:
    """The page the button stood on, where it can be looked at again; otherwise the history."""
    return own_page(request.referrer) or url_for("history.index")
