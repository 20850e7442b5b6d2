"""Two ASN of one household, noted and parted on the page of either (R11)."""

from typing import Any

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.sponsors.forms import ButtonForm, HouseholdForm
from blueprints.sponsors.person import FACTS, HOUSEHOLD_FORM, Person
from blueprints.sponsors.routes import blueprint
from lindung.actions import households
from lindung.domain.identifiers import whole_nip
from lindung.domain.months import Month
from lindung.domain.permissions import Act
from lindung.queries.circulars import selectable
from lindung.queries.households import housemate, neighbours
from lindung.web.errors import refuse
from lindung.web.filters import month
from lindung.web.household_words import sharing_words
from lindung.web.lists import asked_text
from lindung.web.policy import allowed_to
from lindung.web.saving import saved
from lindung.web.undoing import done_of, say_done


@blueprint.route("/<int:sponsor_id>/serumah", methods=["GET", "POST"])
@allowed_to(Act.EDIT_REGISTRATIONS)
def household(sponsor_id: int) -> ResponseReturnValue:
    person, form = Person(sponsor_id), HouseholdForm()
    shown = _shown(person, form)
    if not form.is_submitted():
        return person.section(HOUSEHOLD_FORM, form, **shown)
    outcome = saved(
        form,
        lambda: households.link(
            person.viewer,
            sponsor_id,
            form.person_id or 0,
            nip=whole_nip(form.nip.data),
            today=person.today,
            key=form.key,
        ),
    )
    if not outcome.done:
        return person.section(HOUSEHOLD_FORM, form, outcome, **shown)
    words = _(
        "%(name)s dicatat serumah mulai %(month)s.",
        name=person.now.name,
        month=month(Month.of(person.today)),
    )
    say_done(done_of(outcome), words)
    return person.changed(FACTS)


def _shown(person: Person, form: HouseholdForm) -> dict[str, Any]:
    """Whom the search offers, and what is said beside it."""
    q = form.nip.data or asked_text("cari")
    found, more = neighbours(person.viewer, person.now.id, q, person.today, chosen=form.person_id)
    form.offer(found, q)
    return {
        "more": more,
        "running": Month.of(person.today),
        "mate": housemate(person.viewer, person.now.id, person.today),
        "sharing": sharing_words(selectable(person.today), person.today),
        "sees_all": person.viewer.units is None,
    }


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
