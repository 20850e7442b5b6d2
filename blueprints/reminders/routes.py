"""A reminder from preview to record: whom, with which words, and that it was sent."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.reminders.asked import EVEN_THEM, REST_DAYS, SHORT, Asked, asked, chips, filter_words
from blueprints.reminders.base import blueprint
from blueprints.reminders.forms import ReminderForm
from blueprints.reminders.wording import letter, message
from lindung.actions.reminders import record_reminder
from lindung.domain.errors import NotThere
from lindung.domain.permissions import Act
from lindung.queries.reminders import ReminderRow, reminder_rows
from lindung.web import labels
from lindung.web.downloads import Cell, table_download, wanted_format
from lindung.web.filters import number
from lindung.web.fragments import redirect_after
from lindung.web.lists import (
    MOST_ON_PAPER,
    asked_anchor,
    is_for_paper,
    on_paper,
    page_of,
    paging_of,
    unit_choices,
)
from lindung.web.period import selected_period
from lindung.web.policy import allowed_to
from lindung.web.saving import saved
from lindung.web.undoing import done_of, say_done
from lindung.web.viewer import current_viewer, current_visit
from lindung.web.ways_back import undo_url

HEADER = ["tanggal", "asn", "oleh", "teks"]
SORTS: dict[str, Callable[[ReminderRow], Any]] = {
    "tanggal": lambda row: (row.on, row.id),
    "asn": lambda row: (row.people, row.id),
}
MOST_RECIPIENTS = 500  # one page to look through; more are reminded unit by unit


@blueprint.get("")
@allowed_to(Act.WRITE_LETTERS)
def prepare() -> str:
    return _page(ReminderForm(formdata=None), is_new=True)


@blueprint.post("")
@allowed_to(Act.WRITE_LETTERS)
def record() -> ResponseReturnValue:
    viewer, period, form = current_viewer(), selected_period(of_today=True), ReminderForm()
    if period.circular is None:
        raise NotThere
    circular_id, ids = period.circular.id, _ticked()
    outcome = saved(
        form,
        lambda: record_reminder(
            viewer, circular_id, ids, form.text.data, len(ids), today=period.today, key=form.key
        ),
    )
    if not outcome.done:
        return _page(form, outcome.problem, ticked=ids), outcome.status
    say_done(done_of(outcome), _("Pengingat kepada %(count)s ASN dicatat.", count=number(len(ids))))
    return redirect_after(url_for("reminders.sent"))


@blueprint.get("/tercatat")
@allowed_to(Act.WRITE_LETTERS)
def sent() -> ResponseReturnValue:
    viewer, period = current_viewer(), selected_period(of_today=True)
    order = request.args.get("urut", "")
    order = order if order.removeprefix("-") in SORTS else "-tanggal"
    rows = reminder_rows(viewer, period.circular.id, most=MOST_ON_PAPER) if period.circular else []
    rows.sort(key=SORTS[order.removeprefix("-")], reverse=order.startswith("-"))
    if kind := wanted_format():
        table: list[list[Cell]] = [[row.on, row.people, row.by or _("Server"), row.text] for row in rows]
        return table_download(kind, f"pengingat-{period.today}", _("Pengingat"), HEADER, table)
    found = on_paper(rows) if is_for_paper() else page_of(rows, [row.id for row in rows], asked_anchor())
    return render_template(
        "reminders/sent.html",
        period=period,
        rows=found.rows,
        paging=paging_of(found),
        order=order,
        for_paper=is_for_paper(),
        undo_url=undo_url,
    )


def _ticked() -> list[int]:
    sent = request.form.getlist("id")
    return sorted({int(one) for one in sent if one.isascii() and one.isdigit() and len(one) < 16})


def _page(
    form: ReminderForm, problem: str | None = None, *, is_new: bool = False, ticked: list[int] | None = None
) -> str:
    viewer, visit, period = current_viewer(), current_visit(), selected_period(of_today=True)
    wanted = asked(viewer, period)
    texts: dict[str, Any] = {"letter": None}
    if wanted.recipients:
        texts["letter"] = letter(wanted, period, visit)
        if is_new:
            form.text.data = message(wanted, period, visit)
    return render_template(
        "reminders/prepare.html",
        form=form,
        problem=problem,
        period=period,
        asked=wanted,
        is_too_many=len(wanted.recipients) > MOST_RECIPIENTS,
        most=MOST_RECIPIENTS,
        ticked=None if ticked is None else set(ticked),
        chips=chips(wanted),
        filter_words=filter_words(wanted),
        units=unit_choices(viewer, wanted.place),
        rest_days=REST_DAYS,
        again_url=_again(wanted),
        short=SHORT,
        labels=labels,
        **texts,
    )


def _again(wanted: Asked) -> str:
    """The same reminder, whoever was reminded a moment ago included."""
    return f"{url_for('reminders.prepare')}?{urlencode(wanted.query | _circular() | {'jeda': EVEN_THEM}, doseq=True)}"


def _circular() -> dict[str, str]:
    number = request.args.get("edaran")
    return {"edaran": number} if number else {}
