"""Month by month: what was counted, what moved net, and one month typed in half a minute (UX Ng3)."""

from collections.abc import Iterator, Sequence

from flask import make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from blueprints.coverage.asked import Asked, asked
from blueprints.coverage.base import blueprint
from blueprints.coverage.forms import MonthForm
from lindung.actions import coverage as acts
from lindung.actions.done import Done
from lindung.domain.coverage import STOCKS
from lindung.domain.permissions import Act
from lindung.queries.coverage import FigureRow, MonthLine, month_lines, segment_rows, way_of, whole_rows
from lindung.web import coverage_words as words
from lindung.web.clock import office_today, running_month
from lindung.web.downloads import Cell, Share, table_download, wanted_format
from lindung.web.fragments import redirect_after
from lindung.web.lists import Sorting, asked_anchor, asked_sorting, is_for_paper, on_paper, page_of, paging_of
from lindung.web.messages import sentence
from lindung.web.policy import allowed_to
from lindung.web.saving import Saved, saved
from lindung.web.undoing import done_of, say_done
from lindung.web.viewer import current_viewer

HEADER = [
    "bulan", "angkatan_kerja", "terdaftar", "aktif", "persen", "bersih", "masuk", "berhenti", "rencana", "sumber",
]  # fmt: skip


@blueprint.get("/bulan")
@allowed_to(Act.READ)
def months() -> ResponseReturnValue:
    here = asked()
    rows = whole_rows(current_viewer(), here.id) if here.circular else []
    if kind := wanted_format():
        name = f"cakupan-per-bulan-{office_today()}"
        return table_download(kind, name, _("Angka per bulan"), HEADER, file_rows(_lines(rows)))
    return _page(here, rows, _form(here, rows))


@blueprint.post("/bulan")
@allowed_to(Act.MANAGE_SETTINGS)
def record() -> ResponseReturnValue:
    viewer, here = current_viewer(), asked()
    rows = whole_rows(viewer, here.id)
    form = _form(here, rows)
    assert form is not None, "whoever comes here may record"
    outcome = saved(
        form, lambda: acts.record_month(viewer, here.id, form.count(), today=office_today(), key=form.key)
    )
    if not outcome.done:
        return make_response(_page(here, rows, form, outcome), outcome.status)
    done = done_of(outcome)
    said = ngettext("%(num)s angka dicatat.", "%(num)s angka dicatat.", done.count)
    say_done(done, " ".join([said, *remarks(done)]))
    return redirect_after(here.to("months"))


def remarks(done: Done) -> list[str]:
    return [sentence(one.code, one.facts) for one in done.remarks]


def _form(here: Asked, rows: Sequence[FigureRow]) -> MonthForm | None:
    if not here.managed or here.circular is None:
        return None
    form = MonthForm()
    counted = [row for row in rows if row.kind in STOCKS]
    form.offer(segment_rows(current_viewer(), here.id), running_month(), counted[-1] if counted else None)
    return form


def _page(
    here: Asked, rows: Sequence[FigureRow], form: MonthForm | None, outcome: Saved[Done] | None = None
) -> str:
    lines = _lines(rows)
    found = (
        on_paper(lines)
        if is_for_paper()
        else page_of(lines, [one.month.number for one in lines], asked_anchor())
    )
    return render_template(
        "coverage/months.html",
        here=here,
        lines=found.rows,
        for_paper=is_for_paper(),
        paging=paging_of(found),
        newest=max(lines, key=lambda one: one.month, default=None),
        way=way_of(rows, running_month()),
        sorted_by=_sorting().code,
        form=form,
        problem=outcome.problem if outcome else None,
        words=words,
        running=running_month(),
    )


def _sorting() -> Sorting:
    """Falling unless the address says otherwise: the newest month answers most questions."""
    return asked_sorting(["bulan"]) if request.args.get("urut") else Sorting("bulan", falling=True)


def _lines(rows: Sequence[FigureRow]) -> list[MonthLine]:
    """The newest first, unless the address asks for the oldest."""
    lines = month_lines(rows, running_month())
    return lines if _sorting().falling else lines[::-1]


def file_rows(lines: Sequence[MonthLine]) -> Iterator[list[Cell]]:
    for one in lines:
        source = one.active or one.registered
        yield [
            str(one.month),
            one.workforce or None,
            one.registered.reckoned if one.registered else None,
            one.active.reckoned if one.active else None,
            Share(one.covered, one.workforce) if one.covered is not None else None,
            one.net,
            one.gained,
            one.lapsed,
            one.planned,
            words.source_words(source) if source else None,
        ]
