"""Two ASN of one household, noted and parted on the page of either (R11)."""

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.sponsors.forms import ButtonForm, HouseholdForm
from blueprints.sponsors.person import FACTS, HOUSEHOLD_FORM, Person
from blueprints.sponsors.routes import blueprint
from lindung.actions import households
from lindung.domain.months import Month
from lindung.domain.permissions import Act
from lindung.queries.households import neighbours
from lindung.web.errors import refuse
from lindung.web.filters import month
from lindung.web.lists import asked_text
from lindung.web.policy import allowed_to
from lindung.web.saving import saved
from lindung.web.undoing import done_of, say_done


@blueprint.route("/<int:sponsor_id>/serumah", methods=["GET", "POST"])
@allowed_to(Act.EDIT_REGISTRATIONS)
def household(sponsor_id: int) -> ResponseReturnValue:
    person, form = Person(sponsor_id), HouseholdForm()
    found, more = neighbours(sponsor_id, asked_text("cari"), person.today, chosen=form.person_id)
    form.offer(found)
    running = Month.of(person.today)
    if not form.is_submitted():
        return person.section(HOUSEHOLD_FORM, form, more=more, running=running)
    outcome = saved(
        form,
        lambda: households.link(
            person.viewer, sponsor_id, form.person_id or 0, today=person.today, key=form.key
        ),
    )
    if not outcome.done:
        return person.section(HOUSEHOLD_FORM, form, outcome, more=more, running=running)
    words = _("%(name)s dicatat serumah mulai %(month)s.", name=person.now.name, month=month(running))
    say_done(done_of(outcome), words)
    return person.changed(FACTS)


@blueprint.post("/<int:sponsor_id>/serumah/akhiri")
@allowed_to(Act.EDIT_REGISTRATIONS)
def part_household(sponsor_id: int) -> ResponseReturnValue:
    person, form = Person(sponsor_id), ButtonForm()
    outcome = saved(
        form, lambda: households.unlink(person.viewer, sponsor_id, today=person.today, key=form.key)
    )
    if not outcome.done:
        return refuse(outcome.status, outcome.problem)
    say_done(done_of(outcome), _("Catatan serumah %(name)s diakhiri.", name=person.now.name))
    return person.changed(FACTS)
