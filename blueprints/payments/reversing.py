"""Taking back one payment that an office noted by mistake, with its reason: a reversing row, never an edit (R14)."""

from flask import make_response, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.payments.forms import ReversalForm
from blueprints.payments.routes import blueprint
from lindung.actions.done import Done
from lindung.actions.taking_back import reverse_payment
from lindung.domain.permissions import Act
from lindung.queries.receipts import Reversible, reversible
from lindung.web.clock import office_today
from lindung.web.filters import rupiah
from lindung.web.fragments import redirect_after, say
from lindung.web.policy import allowed_to
from lindung.web.saving import Saved, saved
from lindung.web.viewer import current_viewer


@blueprint.get("/pembayaran/<int:payment_id>/batal")
@allowed_to(Act.RECORD_PAYMENTS)
def choose_reversal(payment_id: int) -> ResponseReturnValue:
    return _page(reversible(current_viewer(), payment_id, office_today()), ReversalForm(), None)


@blueprint.post("/pembayaran/<int:payment_id>/batal")
@allowed_to(Act.RECORD_PAYMENTS)
def save_reversal(payment_id: int) -> ResponseReturnValue:
    viewer, today, form = current_viewer(), office_today(), ReversalForm()
    payment = reversible(viewer, payment_id, today)
    outcome = saved(
        form, lambda: reverse_payment(viewer, payment.id, form.reason.data, today=today, key=form.key)
    )
    if not outcome.done:
        return _page(payment, form, outcome)
    say(_("Pembayaran %(sum)s dibatalkan; bulannya kembali belum dibayar.", sum=rupiah(payment.standing)))
    return redirect_after(url_for("workers.show", worker_id=payment.worker_id))


def _page(payment: Reversible, form: ReversalForm, outcome: Saved[Done] | None) -> ResponseReturnValue:
    page = render_template(
        "payments/reverse.html",
        payment=payment,
        form=form,
        problem=outcome.problem if outcome else None,
        back=url_for("workers.show", worker_id=payment.worker_id),
    )
    return make_response(page, outcome.status if outcome else 200)
