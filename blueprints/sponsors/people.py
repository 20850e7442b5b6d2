"""One ASN's own page, changed in place: facts, unit, leaving and coming back, answers withdrawn; and somebody new."""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.sponsors.forms import ButtonForm, FactsForm, LeaveForm, MoveForm, NewPersonForm
from blueprints.sponsors.person import (
    ANSWERS,
    FACTS,
    FACTS_FORM,
    LEAVE_FORM,
    MOVE_FORM,
    PLACES,
    Person,
    searched_units,
)
from blueprints.sponsors.routes import blueprint
from lindung.actions import sponsors as acts
from lindung.actions.declarations import withdraw_declaration
from lindung.domain.permissions import Act
from lindung.queries.units import unit_by_code, unit_by_id
from lindung.queries.viewer import Viewer
from lindung.web import labels
from lindung.web.clock import office_today
from lindung.web.errors import refuse
from lindung.web.filters import day, month
from lindung.web.fragments import redirect_after
from lindung.web.policy import allowed_to
from lindung.web.saving import saved
from lindung.web.undoing import done_of, say_done
from lindung.web.viewer import current_viewer


@blueprint.route("/<int:sponsor_id>/data", methods=["GET", "POST"])
@allowed_to(Act.EDIT_REGISTRATIONS)
def edit_facts(sponsor_id: int) -> ResponseReturnValue:
    person, form = Person(sponsor_id), FactsForm()
    form.offer(person.now)
    if not form.is_submitted():
        return person.section(FACTS_FORM, form)
    outcome = saved(
        form,
        lambda: acts.edit_sponsor(
            person.viewer,
            sponsor_id,
            form.facts(person.now),
            seen_version=person.seen,
            today=person.today,
            key=form.key,
        ),
    )
    if not outcome.done:
        return person.section(FACTS_FORM, form, outcome)
    say_done(done_of(outcome), _("Data %(name)s disimpan.", name=form.name.data))
    return person.changed(FACTS)


@blueprint.route("/<int:sponsor_id>/pindah", methods=["GET", "POST"])
@allowed_to(Act.EDIT_REGISTRATIONS)
def move(sponsor_id: int) -> ResponseReturnValue:
    """To another unit from a month on; past months stay. Whoever had left comes back the same way."""
    person, form = Person(sponsor_id), MoveForm()
    form.offer(searched_units(person.viewer, form.unit_code, anywhere=True), person.today)
    if not form.is_submitted():
        return person.section(MOVE_FORM, form)
    act = acts.return_sponsor if person.now.left_on else acts.move_sponsor
    outcome = saved(
        form,
        lambda: act(
            person.viewer,
            sponsor_id,
            form.unit_code.data,
            form.first(),
            seen_version=person.seen,
            today=person.today,
            key=form.key,
        ),
    )
    if not outcome.done:
        return person.section(MOVE_FORM, form, outcome)
    words = _("%(name)s: penempatan baru mulai %(month)s.", name=person.now.name, month=month(form.first()))
    say_done(done_of(outcome), words)
    return person.changed(PLACES)


@blueprint.route("/<int:sponsor_id>/berhenti", methods=["GET", "POST"])
@allowed_to(Act.EDIT_REGISTRATIONS)
def leave(sponsor_id: int) -> ResponseReturnValue:
    person, form = Person(sponsor_id), LeaveForm()
    form.offer(person.today)
    if not form.is_submitted():
        return person.section(LEAVE_FORM, form)
    outcome = saved(
        form,
        lambda: acts.leave_sponsor(
            person.viewer,
            sponsor_id,
            form.on.data,
            form.why(),
            seen_version=person.seen,
            today=person.today,
            key=form.key,
        ),
    )
    if not outcome.done:
        return person.section(LEAVE_FORM, form, outcome)
    say_done(done_of(outcome), _("%(name)s berhenti %(day)s.", name=person.now.name, day=day(form.on.data)))
    return person.changed(PLACES)


@blueprint.post("/<int:sponsor_id>/pernyataan/<int:declaration_id>/tarik")
@allowed_to(Act.EDIT_REGISTRATIONS)
def withdraw(sponsor_id: int, declaration_id: int) -> ResponseReturnValue:
    person, form = Person(sponsor_id), ButtonForm()
    person.answer(declaration_id)
    outcome = saved(
        form,
        lambda: withdraw_declaration(
            person.viewer, declaration_id, seen_version=person.seen, today=person.today, key=form.key
        ),
    )
    if not outcome.done:
        return refuse(outcome.status, outcome.problem)
    say_done(done_of(outcome), _("Satu pernyataan %(name)s ditarik.", name=person.now.name))
    return person.changed(ANSWERS)


@blueprint.route("/baru", methods=["GET", "POST"])
@allowed_to(Act.EDIT_REGISTRATIONS)
def add() -> ResponseReturnValue:
    """Somebody the lists do not know yet: ASN, or other staff who pay too."""
    viewer, form, today = current_viewer(), NewPersonForm(), office_today()
    chosen = _offered_unit(viewer)
    form.offer()
    form.offer_units(searched_units(viewer, form.unit_code, chosen=chosen), chosen)
    outcome = None
    if form.is_submitted():
        outcome = saved(
            form,
            lambda: acts.add_sponsor(viewer, form.unit_code.data, form.facts(), today=today, key=form.key),
        )
        if outcome.done:
            done = done_of(outcome)
            say_done(done, _("%(name)s ditambahkan.", name=form.name.data))
            return redirect_after(url_for("sponsors.show", sponsor_id=done.record_id))
    problem = outcome.problem if outcome else None
    page = render_template("sponsors/add.html", form=form, problem=problem, labels=labels)
    return page, outcome.status if outcome else 200


def _offered_unit(viewer: Viewer) -> str:
    """The unit of the list one comes from, or of one's grant."""
    if code := request.args.get("unit"):
        return unit_by_code(viewer, code).code
    return unit_by_id(viewer, viewer.unit_id).code if viewer.units and viewer.unit_id else ""
