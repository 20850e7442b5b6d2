"""What was promised: clauses with their dates and offices, kept with one click (UX Ng4)."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from flask import make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.coverage.asked import numbered
from blueprints.coverage.base import blueprint
from blueprints.coverage.forms import CommitmentForm, DropForm
from lindung.actions import commitments as acts
from lindung.actions.commitments import Promise
from lindung.actions.done import Done
from lindung.domain.coverage import CommitmentState
from lindung.domain.permissions import Act
from lindung.queries.commitments import (
    PAGE,
    SORTS,
    CommitmentFilter,
    CommitmentRow,
    CommitmentSlice,
    all_commitments,
    commitment_counts,
    commitment_row,
    commitment_slice,
)
from lindung.queries.history import history
from lindung.queries.units import reporting_units, unit_by_id
from lindung.queries.viewer import Viewer
from lindung.web import coverage_words as words
from lindung.web.addresses import whole
from lindung.web.clock import office_today
from lindung.web.downloads import Cell, table_download, wanted_format
from lindung.web.errors import refuse
from lindung.web.forms import OfficeForm, sent_version
from lindung.web.fragments import page_or_fragment, redirect_after
from lindung.web.history import told
from lindung.web.lists import MOST_ON_PAPER, asked_choice, asked_text, chosen, is_for_paper
from lindung.web.policy import allowed_to
from lindung.web.saving import Saved, differing, overtaken, saved
from lindung.web.undoing import done_of, say_done
from lindung.web.viewer import current_viewer

HEADER = [
    "komitmen",
    "sumber",
    "pasal",
    "kode_unit",
    "penanggung_jawab",
    "tanggal",
    "tenggat",
    "keadaan",
    "catatan",
]
LATE = "terlambat"


@blueprint.get("/komitmen")
@allowed_to(Act.READ)
def commitments() -> ResponseReturnValue:
    viewer, today, wanted, order = current_viewer(), office_today(), _wanted(), _order()
    if kind := wanted_format():
        rows = all_commitments(viewer, wanted, today, order)
        return table_download(kind, f"komitmen-{today}", _("Komitmen"), HEADER, file_rows(rows, today))
    if is_for_paper():
        rows = all_commitments(viewer, wanted, today, order)
        found = CommitmentSlice(rows[:MOST_ON_PAPER], len(rows), 1, 1)
    else:
        page = request.args.get("halaman", 1, type=whole)
        found = commitment_slice(viewer, wanted, today, order=order, page=page)
    return page_or_fragment(
        "coverage/commitments.html",
        "coverage/_commitments.html",
        rows=found.rows,
        for_paper=is_for_paper(),
        paging=numbered(found.page, found.pages, PAGE, len(found.rows), found.total),
        counts=commitment_counts(viewer, today),
        wanted=wanted,
        sorted_by=order,
        chips=_chips(wanted),
        **_choices(viewer, today),
    )


@blueprint.route("/komitmen/baru", methods=["GET", "POST"])
@allowed_to(Act.WRITE_LETTERS)
def new_commitment() -> ResponseReturnValue:
    viewer, today, form = current_viewer(), office_today(), CommitmentForm()
    form.offer(_owners(viewer), today)
    if not form.is_submitted():
        return _form_page(form, None)
    outcome = saved(form, lambda: acts.add_commitment(viewer, _promise(form), today=today, key=form.key))
    if not outcome.done:
        return make_response(_form_page(form, None, outcome), outcome.status)
    say_done(done_of(outcome), _("Komitmen dicatat."))
    return redirect_after(url_for("coverage.commitments"))


@blueprint.route("/komitmen/<int:commitment_id>", methods=["GET", "POST"])
@allowed_to(Act.WRITE_LETTERS)
def commitment(commitment_id: int) -> ResponseReturnValue:
    viewer, today = current_viewer(), office_today()
    row = commitment_row(viewer, commitment_id)
    form = CommitmentForm(obj=row)
    form.offer(_owners(viewer), today)
    if not form.is_submitted():
        return _form_page(form, row)
    version = sent_version()
    outcome = saved(
        form,
        lambda: acts.edit_commitment(
            viewer, commitment_id, _promise(form), seen_version=version, today=today, key=form.key
        ),
    )
    if not outcome.done:
        return make_response(_form_page(form, commitment_row(viewer, commitment_id), outcome), outcome.status)
    say_done(done_of(outcome), _("Komitmen disimpan."))
    return redirect_after(url_for("coverage.commitments"))


@blueprint.post("/komitmen/<int:commitment_id>/keadaan")
@allowed_to(Act.WRITE_LETTERS)
def close_commitment(commitment_id: int) -> ResponseReturnValue:
    """Kept (`dipenuhi`), or open again (`belum`)."""
    viewer, today, form, seen = current_viewer(), office_today(), OfficeForm(), sent_version()
    row = commitment_row(viewer, commitment_id)
    reopens = request.form.get("keadaan") == "belum"
    wanted = CommitmentState.OPEN if reopens else CommitmentState.KEPT
    outcome = saved(
        form,
        lambda: acts.close_commitment(
            viewer, commitment_id, wanted, seen_version=seen, today=today, key=form.key
        ),
    )
    if not outcome.done:
        return refuse(outcome.status, outcome.problem)
    said = _("Dibuka kembali: %(words)s.") if reopens else _("Dipenuhi: %(words)s.")
    say_done(done_of(outcome), said % {"words": row.words[:80]})
    return redirect_after(url_for("coverage.commitments"))


@blueprint.route("/komitmen/<int:commitment_id>/batal", methods=["GET", "POST"])
@allowed_to(Act.WRITE_LETTERS)
def drop_commitment(commitment_id: int) -> ResponseReturnValue:
    viewer, today, form = current_viewer(), office_today(), DropForm()
    if not form.is_submitted():
        return _drop_page(form, commitment_id)
    seen: dict[str, Any] = {"seen_version": sent_version(), "today": today, "key": form.key}
    dropped, note = CommitmentState.DROPPED, form.note.data
    outcome = saved(form, lambda: acts.close_commitment(viewer, commitment_id, dropped, note=note, **seen))
    if not outcome.done:
        problem = overtaken(viewer, "commitment", commitment_id) if outcome.status == 409 else outcome.problem
        return make_response(_drop_page(form, commitment_id, problem), outcome.status)
    say_done(done_of(outcome), _("Komitmen dibatalkan; alasannya tersimpan."))
    return redirect_after(url_for("coverage.commitments"))


def _drop_page(form: DropForm, commitment_id: int, problem: str | None = None) -> str:
    row = commitment_row(current_viewer(), commitment_id)
    return render_template("coverage/drop.html", row=row, form=form, problem=problem)


def _promise(form: CommitmentForm) -> Promise:
    return Promise(
        form.source.data,
        form.clause.data,
        form.words.data,
        form.owner_code.data,
        form.made_on.data,
        form.due_on.data,
        form.note.data,
    )


def _owners(viewer: Viewer) -> list[tuple[str, str]]:
    """The offices with a row of their own within reach, and one's own unit whatever it is."""
    units = {unit.code: unit.name for unit in reporting_units(viewer)}
    home = unit_by_id(viewer, viewer.unit_id) if viewer.units and viewer.unit_id else None
    if home:
        units[home.code] = home.name
    return sorted(units.items())


def _form_page(form: CommitmentForm, row: CommitmentRow | None, outcome: Saved[Done] | None = None) -> str:
    viewer, changed = current_viewer(), outcome.theirs if outcome else None
    return render_template(
        "coverage/commitment.html",
        form=form,
        row=row,
        today=office_today(),
        tag_of=words.commitment_tag,
        problem=outcome.problem if outcome else None,
        changed=changed,
        pairs=differing(changed, form) if changed else [],
        story=told(history(viewer, {"commitment": [row.id]}), viewer) if row else None,
    )


def _wanted() -> CommitmentFilter:
    late = request.args.get("keadaan") == LATE
    state = None if late else asked_choice("keadaan", words.COMMITMENT_CODES)
    return CommitmentFilter(state, late, asked_text("unit", 40), asked_text())


def _order() -> str:
    asked_for = request.args.get("urut", "")
    return asked_for if asked_for.removeprefix("-") in SORTS else "tenggat"


def _choices(viewer: Viewer, today: date) -> dict[str, object]:
    states = {code: words.COMMITMENT_STATES[state].word for code, state in words.COMMITMENT_CODES.items()}
    return {
        "states": [("", _("Semua keadaan")), (LATE, _("Terlambat")), *states.items()],
        "state": request.args.get("keadaan", ""),
        "owners": [("", _("Semua unit")), *_owners(viewer)],
        "writes": viewer.may(Act.WRITE_LETTERS),
        "today": today,
        "tag_of": words.commitment_tag,
    }


def _chips(wanted: CommitmentFilter) -> list[tuple[str, str]]:
    state = words.COMMITMENT_STATES[wanted.state].word if wanted.state else None
    return chosen(
        [
            (_("Terlambat") if wanted.late else state, ("keadaan", "halaman")),
            (wanted.owner_code or None, ("unit", "halaman")),
            (_("“%(q)s”", q=wanted.q) if wanted.q else None, ("q", "halaman")),
        ]
    )


def file_rows(rows: Iterable[CommitmentRow], today: date) -> Iterator[list[Cell]]:
    for row in rows:
        yield [
            row.words,
            row.source,
            row.clause,
            row.owner_code,
            row.owner,
            row.made_on,
            row.due_on,
            str(words.commitment_tag(row, today).word),
            row.note,
        ]
