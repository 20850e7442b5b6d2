"""Many rows at once: what is selected, said as a number, and the number counted again when it is saved."""

from flask import make_response, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.workers.forms import BulkStateForm
from blueprints.workers.routes import blueprint
from lindung.actions.done import Done
from lindung.actions.enrolments import change_state_in_bulk
from lindung.domain.permissions import Act
from lindung.queries.workers import WorkerFilter, worker_rows
from lindung.web import labels, worker_labels
from lindung.web.clock import office_now, office_today
from lindung.web.filters import clock, number
from lindung.web.fragments import redirect_after
from lindung.web.labels import ENROLMENT_STATES
from lindung.web.period import selected_period
from lindung.web.policy import allowed_to
from lindung.web.saving import Saved, saved
from lindung.web.selection import list_url, selection
from lindung.web.undoing import done_of, say_done
from lindung.web.viewer import current_viewer
from lindung.web.worker_lists import asked_list, filter_words


@blueprint.get("/pekerja/terpilih")
@allowed_to(Act.EDIT_REGISTRATIONS, Act.RECORD_PAYMENTS)
def selected() -> ResponseReturnValue:
    """The second step of "Pilih semua": how many these are now, and what may be done with them."""
    return render_template("workers/selected.html", **_selected())


@blueprint.get("/pekerja/terpilih/status")
@allowed_to(Act.EDIT_REGISTRATIONS)
def choose_state() -> ResponseReturnValue:
    form = BulkStateForm()
    form.offer(office_today())
    return _state_page(form, None)


@blueprint.post("/pekerja/terpilih/status")
@allowed_to(Act.EDIT_REGISTRATIONS)
def save_states() -> ResponseReturnValue:
    viewer, today, form = current_viewer(), office_today(), BulkStateForm()
    form.offer(today)
    chosen = selection(viewer, selected_period())
    outcome = saved(
        form,
        lambda: change_state_in_bulk(
            viewer, chosen.ids, form.change(), chosen.expected, today=today, key=form.key
        ),
    )
    if not outcome.done:
        return _state_page(form, outcome)
    done = done_of(outcome)
    state = ENROLMENT_STATES[form.change().state].word
    facts = {"time": clock(office_now()), "count": number(done.count), "state": state}
    say_done(done, _("Tersimpan %(time)s: %(count)s pekerja kini %(state)s.", **facts))
    return redirect_after(list_url(url_for("workers.index")))


def _state_page(form: BulkStateForm, outcome: Saved[Done] | None) -> ResponseReturnValue:
    page = render_template(
        "workers/bulk_state.html",
        form=form,
        problem=outcome.problem if outcome else None,
        words=worker_labels,
        **_selected(),
    )
    return make_response(page, outcome.status if outcome else 200)


def _selected() -> dict[str, object]:
    viewer, period = current_viewer(), selected_period()
    chosen, asked = selection(viewer, period), asked_list(viewer, period)
    rows = WorkerFilter(only=chosen.ids, present_only=True)
    few = () if chosen.is_all else worker_rows(viewer, None, period.month, period.today, rows).rows
    return {
        "chosen": chosen,
        "rows": few,
        "period": period,
        "filter_words": filter_words(asked, period) if chosen.is_all else "",
        "back": list_url(url_for("workers.index")),
        "labels": labels,
    }
