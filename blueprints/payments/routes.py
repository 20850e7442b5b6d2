"""Noting that months are paid, as the office says it: "belum dikonfirmasi BPJS" until a file of BPJS says so too."""

from flask import Blueprint, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms.validators import ValidationError

from blueprints.payments.forms import AT_ONCE, PayForm
from lindung.actions.done import Done
from lindung.actions.payments import pay_month
from lindung.domain.errors import NotThere
from lindung.domain.months import Month
from lindung.domain.permissions import Act
from lindung.domain.rates import Part
from lindung.queries.owed import Owed, owed
from lindung.queries.rates import rate_tables
from lindung.queries.receipts import Coverage, coverage
from lindung.web.clock import office_now, office_today
from lindung.web.filters import clock, month, number
from lindung.web.fragments import is_htmx, redirect_after
from lindung.web.period import selected_period
from lindung.web.policy import allowed_to
from lindung.web.saving import Saved, saved
from lindung.web.selection import Selection, list_url, selection
from lindung.web.undoing import done_of, say_done
from lindung.web.viewer import current_viewer
from lindung.web.worker_lists import list_pairs

blueprint = Blueprint("payments", __name__, url_prefix="/iuran")
SHOWN = 50  # names on the page; the sum is of all


@blueprint.get("/bayar")
@allowed_to(Act.RECORD_PAYMENTS)
def choose() -> ResponseReturnValue:
    """Who, which months and how much, before anything is noted; of one worker month by month."""
    form = PayForm()
    chosen, rows = _chosen(form)
    return _page(chosen, rows, form, None)


@blueprint.post("/bayar")
@allowed_to(Act.RECORD_PAYMENTS)
def pay() -> ResponseReturnValue:
    viewer, today, form = current_viewer(), office_today(), PayForm()
    chosen, rows = _chosen(form)
    if not _is_seen(form) and form.validate() and _pays_something(form, rows):
        return _page(chosen, rows, form, Saved(200))
    outcome = saved(
        form,
        lambda: pay_month(
            viewer,
            chosen.ids,
            form.wanted(),
            form.paid_on.data,
            months=form.months.data,
            amount=form.rupiah(),
            expected_count=chosen.expected,
            reference=form.reference.data or None,
            today=today,
            key=form.key,
        ),
    )
    if not outcome.done:
        return _page(chosen, rows, form, outcome)
    _tell(done_of(outcome), form)
    return redirect_after(_way_back(rows))


def _is_seen(form: PayForm) -> bool:
    """Whether what it would pay was worked out before the reader's eyes; forms without that step ask for one month."""
    seen = request.form.get("dihitung")
    return seen is None or seen == form.signature()


def _pays_something(form: PayForm, rows: list[Owed]) -> bool:
    """What would pay nothing is refused with its sentence instead."""
    plan = _plan(form, rows)
    return plan is not None and plan.amount > 0


def _chosen(form: PayForm) -> tuple[Selection, list[Owed]]:
    """The rows ticked and what they owe for the form's month; those that are none of one's own are not there."""
    viewer, period = current_viewer(), selected_period()
    form.offer(period.month, period.today)
    chosen = selection(viewer, period)
    rows = owed(viewer, chosen.ids, _wanted(form), period.today)
    if chosen.ids and not chosen.is_all and not rows:
        raise NotThere
    return chosen, rows


def _wanted(form: PayForm) -> Month:
    """The running month while what was typed is none of those offered."""
    is_offered = form.month.data in {one.value for one in form.month.choices}
    return form.wanted() if is_offered else Month.of(office_today())


def _page(
    chosen: Selection, rows: list[Owed], form: PayForm, outcome: Saved[Done] | None
) -> ResponseReturnValue:
    plan = _plan(form, rows) if chosen.count == 1 else None
    facts = {
        "form": form,
        "plan": plan,
        "prices": _prices(plan) if plan else [],
        "is_asked_again": outcome is not None and outcome.done,
    }
    if is_htmx() and outcome is None:
        fragment = make_response(render_template("payments/_plan.html", **facts))
        fragment.vary.add("HX-Request")
        return fragment
    page = render_template(
        "payments/choose.html",
        chosen=chosen,
        problem=outcome.problem if outcome else None,
        wanted=_wanted(form),
        rows=rows[:SHOWN],
        total=plan.amount if plan else sum(row.left for row in rows),
        not_due=sum(1 for row in rows if not row.left),
        back=_way_back(rows),
        **facts,
    )
    return make_response(page, outcome.status if outcome else 200)


def _plan(form: PayForm, rows: list[Owed]) -> Coverage | None:
    """What one worker's payment would pay; None while what was typed cannot be read."""
    try:
        amount = form.rupiah()
    except ValidationError:
        return None
    months = form.months.data if form.months.data in AT_ONCE else 1
    return coverage(rows[0].enrolment_id, _wanted(form), months, amount) if rows else None


def _prices(plan: Coverage) -> list[tuple[Month, Month, list[Part]]]:
    """What each month costs and by which law, months of one price together (R12)."""
    tables = rate_tables()
    found: list[tuple[Month, Month, list[Part]]] = []
    for one in plan.months:
        parts = tables.parts(plan.tariff, one.month)
        if found and found[-1][2] == parts:
            found[-1] = (found[-1][0], one.month, parts)
        else:
            found.append((one.month, one.month, parts))
    return found


def _tell(done: Done, form: PayForm) -> None:
    facts = {
        "time": clock(office_now()),
        "count": number(done.count),
        "month": month(form.wanted()),
        "months": number(form.months.data),
    }
    if form.months.data > 1:
        sentence = _(
            "Tersimpan %(time)s: iuran %(months)s bulan sejak %(month)s dicatat untuk %(count)s pekerja, belum "
            "dikonfirmasi BPJS.",
            **facts,
        )
    else:
        sentence = _(
            "Tersimpan %(time)s: iuran %(month)s dicatat untuk %(count)s pekerja, belum dikonfirmasi BPJS.",
            **facts,
        )
    say_done(done, sentence)


def _way_back(rows: list[Owed]) -> str:
    """The list one came from, or the page of the one worker."""
    if rows and not list_pairs():
        return url_for("workers.show", worker_id=rows[0].worker_id)
    return list_url(url_for("workers.index"))
