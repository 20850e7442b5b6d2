"""Somebody new: added from the sponsor's page, or in the place of who stopped working there."""

from datetime import date

from flask import make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice

from blueprints.workers.forms import NewWorkerForm, ReplaceForm
from blueprints.workers.routes import blueprint
from lindung.actions.done import Done
from lindung.actions.workers import add_worker, replace_worker
from lindung.domain.permissions import Act
from lindung.domain.registration import Programme, Relation
from lindung.queries.circulars import CircularRow, circular_row, newest_among, selectable
from lindung.queries.editing import EnrolmentForm, SponsorForm, enrolment_form, sponsor_form
from lindung.web import labels, worker_labels
from lindung.web.clock import office_today
from lindung.web.filters import day
from lindung.web.forms import sent_version
from lindung.web.fragments import redirect_after
from lindung.web.policy import allowed_to
from lindung.web.saving import Saved, overtaken, saved
from lindung.web.undoing import done_of, say_done
from lindung.web.viewer import current_viewer


@blueprint.get("/asn/<int:sponsor_id>/pekerja/baru")
@allowed_to(Act.EDIT_REGISTRATIONS)
def new(sponsor_id: int) -> ResponseReturnValue:
    sponsor = _sponsor(sponsor_id)
    return _new_page(sponsor, _new_form(), None)


@blueprint.post("/asn/<int:sponsor_id>/pekerja/baru")
@allowed_to(Act.EDIT_REGISTRATIONS)
def add(sponsor_id: int) -> ResponseReturnValue:
    viewer, today, sponsor = current_viewer(), office_today(), _sponsor(sponsor_id)
    form = _new_form()
    outcome = saved(
        form,
        lambda: add_worker(
            viewer,
            sponsor_id,
            form.circular.data,
            form.facts(),
            form.terms(),
            sure=form.sure.data,
            employs=form.employs.data,
            today=today,
            key=form.key,
        ),
    )
    if not outcome.done:
        return _new_page(sponsor, form, outcome)
    tell(done_of(outcome), form.name.data or "", sponsor.name)
    return redirect_after(url_for("sponsors.show", sponsor_id=sponsor_id))


@blueprint.get("/pekerja/kepesertaan/<int:enrolment_id>/ganti")
@allowed_to(Act.EDIT_REGISTRATIONS)
def replacement(enrolment_id: int) -> ResponseReturnValue:
    row = enrolment_form(current_viewer(), enrolment_id, office_today())
    return _replace_page(row, _replace_form(row), None)


@blueprint.post("/pekerja/kepesertaan/<int:enrolment_id>/ganti")
@allowed_to(Act.EDIT_REGISTRATIONS)
def replace(enrolment_id: int) -> ResponseReturnValue:
    """ "Ganti ART" in one act."""
    viewer, today = current_viewer(), office_today()
    row = enrolment_form(viewer, enrolment_id, today)
    form, seen = _replace_form(row), sent_version()
    outcome = saved(
        form,
        lambda: replace_worker(
            viewer,
            enrolment_id,
            form.ended_on.data,
            form.reason.data or "",
            form.facts(),
            form.terms(),
            seen_version=seen,
            sure=form.sure.data,
            today=today,
            key=form.key,
        ),
    )
    if not outcome.done:
        return _replace_page(enrolment_form(viewer, enrolment_id, today), form, outcome)
    ended = _("%(name)s berhenti %(day)s.", name=row.worker_name, day=day(form.ended_on.data))
    tell(done_of(outcome), form.name.data or "", row.sponsor_name, ended)
    return redirect_after(url_for("sponsors.show", sponsor_id=row.sponsor_id))


def tell(done: Done, name: str, sponsor: str, *before: str) -> None:
    """What came of it, after what came `before`: a candidate or a question, and what was odd about the numbers."""
    facts = {"name": name, "sponsor": sponsor}
    if done.question_id:
        first = _(
            "NIK %(name)s sudah ditanggung pihak lain. Isian disimpan sebagai pertanyaan dan belum dihitung "
            "sampai diputuskan pada daftar pertanyaan.",
            **facts,
        )
    else:
        first = _("%(name)s dicatat sebagai calon peserta yang iurannya dibayar %(sponsor)s.", **facts)
    say_done(done, " ".join([*before, first, *worker_labels.remark_words(done.remarks)]))


def _sponsor(sponsor_id: int) -> SponsorForm:
    return sponsor_form(current_viewer(), sponsor_id, None, office_today())


def _new_form() -> NewWorkerForm:
    """Of several circulars the one the address names (`edaran`), else the newest that asks something of ASN."""
    form, today = NewWorkerForm(), office_today()
    circulars = [one for one in selectable(today) if one.binds_people] or selectable(today)
    form.circular.choices = [SelectChoice(str(one.id), one.number) for one in circulars]
    number = request.args.get("edaran", "")
    asked = next((one for one in circulars if one.number == number), None)
    chosen = asked or newest_among(circulars, today, of_people=True)
    if form.is_submitted():
        chosen = next((one for one in circulars if one.id == form.circular.data), chosen)
    elif chosen:
        form.circular.data = chosen.id
    form.offer_terms(*_accepted(chosen))
    return form


def _replace_form(row: EnrolmentForm) -> ReplaceForm:
    form = ReplaceForm()
    circular = circular_row(current_viewer(), row.circular_id)
    form.offer_terms(_accepted(circular)[0], row.tariff.programmes)
    if not form.is_submitted():
        form.ended_on.data, form.relation.data = office_today(), row.relation.value
        form.sector.data = row.tariff.sector.value
    return form


def _accepted(circular: CircularRow | None) -> tuple[tuple[Relation, ...], tuple[Programme, ...]]:
    """The relations and programmes a circular asks for."""
    relations = circular.relations if circular and circular.relations else tuple(Relation)
    return relations, circular.programmes if circular else tuple(Programme)[:2]


def _new_page(sponsor: SponsorForm, form: NewWorkerForm, outcome: Saved[Done] | None) -> ResponseReturnValue:
    page = render_template(
        "workers/new.html",
        sponsor=sponsor,
        none_since=_none_since(sponsor.id, form.circular.data),
        form=form,
        problem=outcome.problem if outcome else None,
        labels=labels,
    )
    return make_response(page, outcome.status if outcome else 200)


def _none_since(sponsor_id: int, circular_id: int | None) -> date | None:
    """The day of the nihil that a worker would contradict (R7), while it counts."""
    today = office_today()
    now = sponsor_form(current_viewer(), sponsor_id, circular_id, today)
    if now.answer is None or now.answer.makes_target or not now.made_on or not now.ends_on:
        return None
    return now.made_on if now.made_on <= today < now.ends_on else None


def _replace_page(row: EnrolmentForm, form: ReplaceForm, outcome: Saved[Done] | None) -> ResponseReturnValue:
    problem = outcome.problem if outcome else None
    if outcome and outcome.status == 409:
        problem = overtaken(current_viewer(), "enrolment", row.id)
    page = render_template(
        "workers/replace.html", row=row, form=form, problem=problem, endings=worker_labels.ENDINGS
    )
    return make_response(page, outcome.status if outcome else 200)
