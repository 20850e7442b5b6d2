"""One month paid for everybody of a fund in one go: what it comes to first, then one act that can be taken back."""

from flask import make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.programmes.forms import PayForm
from blueprints.programmes.routes import WORDS, blueprint
from lindung.actions.done import Done
from lindung.actions.funds import pay_month
from lindung.domain.errors import NotThere
from lindung.domain.months import Month
from lindung.domain.permissions import Act
from lindung.queries.fund_months import owed_month
from lindung.queries.fund_outlooks import fund_outlooks
from lindung.queries.programmes import FundRow, fund_row, programme_circular
from lindung.web.clock import office_now, office_today
from lindung.web.filters import clock, month, number
from lindung.web.fragments import redirect_after
from lindung.web.policy import allowed_to
from lindung.web.saving import Saved, saved
from lindung.web.undoing import done_of, say_done
from lindung.web.viewer import current_viewer


@blueprint.route("/dana/<int:fund_id>/bayar", methods=["GET", "POST"])
@allowed_to(Act.RECORD_PAYMENTS)
def pay(fund_id: int) -> ResponseReturnValue:
    viewer, today, form = current_viewer(), office_today(), PayForm()
    fund = fund_row(viewer, fund_id, today)
    if not fund.is_whole:
        raise NotThere
    usual = _usual(fund)
    form.offer(fund, usual, today)
    if not form.is_submitted() or "lihat" in request.form:
        return _page(form, fund, usual, None)
    outcome = saved(form, lambda: _paid(form, fund, usual))
    if not outcome.done:
        return _page(form, fund, usual, outcome)
    _tell(done_of(outcome), form, usual)
    return redirect_after(url_for("programmes.payments", circular_id=fund.circular_id))


def _paid(form: PayForm, fund: FundRow, usual: Month) -> Done:
    return pay_month(
        current_viewer(),
        fund.id,
        form.wanted(usual),
        paid_on=form.paid_on.data,
        reference=form.reference.data or "",
        expected_count=form.jumlah.data or 0,
        leave_out=form.leave_out.data,
        today=office_today(),
        key=form.key,
    )


def _usual(fund: FundRow) -> Month:
    """The month to be paid next; once all are paid, the last one."""
    circular = programme_circular(current_viewer(), fund.circular_id)
    found = fund_outlooks(circular, [fund], office_today())[0].next_month
    return found or fund.last_month


def _page(form: PayForm, fund: FundRow, usual: Month, outcome: Saved[Done] | None) -> ResponseReturnValue:
    wanted = form.wanted(usual)
    page = render_template(
        "programmes/pay.html",
        form=form,
        fund=fund,
        wanted=wanted,
        owed=owed_month(fund.sponsor_id, wanted),
        problem=outcome.problem if outcome else None,
        **WORDS,
    )
    return make_response(page, outcome.status if outcome else 200)


def _tell(done: Done, form: PayForm, usual: Month) -> None:
    words = _(
        "Tersimpan %(time)s: iuran %(month)s dicatat untuk %(count)s pekerja dengan bukti %(reference)s, belum "
        "dikonfirmasi BPJS.",
        time=clock(office_now()),
        month=month(form.wanted(usual)),
        count=number(done.count),
        reference=form.reference.data,
    )
    say_done(done, words)
