"""Deciding about rows of BPJS's files together: the ticked ones, or all of a filter that still need it (R16)."""

from typing import NamedTuple
from urllib.parse import urlencode

from flask import make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.payments.asked import Asked, asked_rows, chips, list_pairs
from blueprints.payments.forms import ResolveForm
from blueprints.payments.routes import blueprint
from lindung.actions.done import Done
from lindung.actions.settlements import resolve as resolve_rows
from lindung.domain.permissions import Act
from lindung.domain.settlements import Resolution, Settlement
from lindung.queries.reconciliation import Reconciled, row_ids, ticked
from lindung.queries.viewer import Viewer
from lindung.web import settlement_words
from lindung.web.addresses import whole
from lindung.web.clock import office_today
from lindung.web.filters import number
from lindung.web.fragments import redirect_after
from lindung.web.policy import allowed_to
from lindung.web.saving import Saved, overtaken, saved
from lindung.web.settlement_words import RESOLUTIONS
from lindung.web.undoing import done_of, say_done
from lindung.web.viewer import current_viewer

MOST_TICKED = 200
SHOWN = 50  # rows named before they are decided


class Chosen(NamedTuple):
    """`versions`: as the ticked rows were seen; `expected`: the number the person was shown."""

    asked: Asked
    ids: list[int]
    versions: dict[int, int]
    everybody: bool
    expected: int


@blueprint.post("/rekonsiliasi/putuskan")
@allowed_to(Act.LOAD_BPJS_FILES)
def resolve() -> ResponseReturnValue:
    viewer, today, form = current_viewer(), office_today(), ResolveForm()
    chosen = _chosen(viewer)
    form.offer(settlement_words.offers(chosen.asked.filter.settlement))
    outcome = saved(
        form,
        lambda: resolve_rows(
            viewer,
            chosen.ids,
            form.how(),
            expected_count=chosen.expected,
            reason=form.reason.data or None,
            versions=chosen.versions or None,
            today=today,
            key=form.key,
        ),
    )
    if not outcome.done:
        return _page(viewer, chosen, form, outcome)
    done = done_of(outcome)
    say_done(done, _words(chosen.asked.filter.settlement, form.how(), done.count))
    return redirect_after(list_url(chosen.asked))


def list_url(asked: Asked) -> str:
    """Back to the list one came from, on its first page."""
    pairs = list_pairs() or [("bulan", asked.month_code)]
    return f"{url_for('payments.reconcile')}?{urlencode(pairs)}"


def _chosen(viewer: Viewer) -> Chosen:
    """The filter is posted, not its rows: whatever was decided meanwhile is not among them any more."""
    asked = asked_rows(viewer)
    everybody = request.form.get("pilih") == "semua"
    if not everybody:
        versions = dict(_ticked())
        return Chosen(asked, sorted(versions), versions, everybody, len(versions))
    wanted = asked.decidable
    ids = row_ids(viewer, wanted) if wanted else []
    return Chosen(asked, ids, {}, everybody, request.form.get("jumlah", 0, type=whole))


def _ticked() -> list[tuple[int, int]]:
    """Rows as `id.version`."""
    found = []
    for text in request.form.getlist("id")[:MOST_TICKED]:
        id_, _dot, version = text.partition(".")
        if all(part.isascii() and part.isdigit() and len(part) < 18 for part in (id_, version)):
            found.append((int(id_), int(version)))
    return found


def _page(viewer: Viewer, chosen: Chosen, form: ResolveForm, outcome: Saved[Done]) -> ResponseReturnValue:
    rows = ticked(viewer, chosen.ids[:MOST_TICKED] if not chosen.everybody else chosen.ids, office_today())
    problem = outcome.problem
    if outcome.theirs:
        problem = _overtaken(viewer, rows, chosen)
        chosen = replace_versions(chosen, rows)
    body = render_template(
        "payments/resolve.html",
        chosen=chosen,
        rows=rows[:SHOWN],
        total=sum(one.row.amount for one in rows),
        count=len(chosen.ids),
        chips=chips(chosen.asked),
        form=form,
        problem=problem,
        words=settlement_words,
        here=f"{url_for('payments.resolve')}?{urlencode(list_pairs())}",
        back=list_url(chosen.asked),
    )
    return make_response(body, outcome.status)


def replace_versions(chosen: Chosen, rows: list[Reconciled]) -> Chosen:
    """Sent again, the form speaks of the rows as they are now."""
    return chosen._replace(versions={one.row.id: one.row.version for one in rows})


def _overtaken(viewer: Viewer, rows: list[Reconciled], chosen: Chosen) -> str:
    """Who decided the first of the rows that are no longer as they were seen."""
    changed = [one for one in rows if chosen.versions.get(one.row.id, one.row.version) != one.row.version]
    return overtaken(viewer, "bpjs_row", changed[0].row.id if changed else 0)


def _words(group: Settlement | None, how: Resolution, count: int) -> str:
    if how is Resolution.ACCEPTED and group in (Settlement.WRONG_RATE, Settlement.EXCESS):
        return _("%(count)s baris disetujui; sisanya tetap menjadi kredit.", count=number(count))
    return _("%(count)s baris %(decided)s.", count=number(count), decided=RESOLUTIONS[how].word)
