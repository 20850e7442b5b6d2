"""One ASN's page as its acts draw it: one section as a form, or all of it after something was saved."""

from typing import Any

from flask import Response, make_response, render_template, request, url_for
from wtforms import RadioField

from lindung.domain.duties import DutyState
from lindung.domain.errors import NotThere
from lindung.domain.permissions import Act
from lindung.queries.circulars import CircularRow
from lindung.queries.destinations import Destination, destinations
from lindung.queries.editing import SponsorForm, sponsor_form
from lindung.queries.history import history, withdrawn_answers
from lindung.queries.owed import Owed, owed
from lindung.queries.sponsor_page import AnswerRow, SponsorPage, sponsor_page, standing_of
from lindung.queries.viewer import Viewer
from lindung.web import labels
from lindung.web.clock import office_today
from lindung.web.forms import OfficeForm, sent_version
from lindung.web.fragments import is_htmx, redirect_after
from lindung.web.history import told
from lindung.web.lists import asked_text
from lindung.web.period import Period, selected_period
from lindung.web.saving import Saved, differing
from lindung.web.viewer import current_viewer

FACTS, PLACES, ANSWERS = "data", "penempatan", "pernyataan"  # sections, by their ids on the page
FACTS_FORM = "sponsors/_facts_form.html"
MOVE_FORM = "sponsors/_move_form.html"
LEAVE_FORM = "sponsors/_leave_form.html"
SECTIONS = {FACTS_FORM: FACTS, MOVE_FORM: PLACES, LEAVE_FORM: PLACES}


class Person:
    """Somebody whose row is being changed; NotThere unless he is the viewer's."""

    def __init__(self, sponsor_id: int) -> None:
        self.viewer = current_viewer()
        self.today = office_today()
        self.now: SponsorForm = sponsor_form(self.viewer, sponsor_id, None, self.today)
        self.seen = sent_version() if request.method == "POST" else self.now.version

    def answer(self, declaration_id: int) -> AnswerRow:
        """One of his own answers, or nothing."""
        page = sponsor_page(self.viewer, self.now.id, self.today)
        found = next((one for one in page.answers if one.id == declaration_id), None)
        if found is None:
            raise NotThere
        return found

    def section(self, component: str, form: OfficeForm, outcome: Saved[Any] | None = None) -> Response:
        """The section as a form: in its place through htmx, on a page of its own otherwise."""
        body = render_template(
            component if is_htmx() else "sponsors/edit.html",
            component=component,
            now=self.now,
            form=form,
            problem=outcome.problem if outcome else None,
            changed=outcome.theirs if outcome else None,
            pairs=differing(outcome.theirs, form) if outcome and outcome.theirs else [],
            version=self._version(outcome),
            q=asked_text("cari"),
            back=url_for("sponsors.show", sponsor_id=self.now.id),
            labels=labels,
        )
        response = make_response(body, outcome.status if outcome else 200)
        response.vary.add("HX-Request")
        if outcome:  # what was refused goes back to its own section, not over the whole page
            response.headers["HX-Retarget"] = f"#{SECTIONS[component]}"
        return response

    def _version(self, outcome: Saved[Any] | None) -> int:
        """The stamp for sending again: after a clash the row as it stands now, which the page shows."""
        if outcome and outcome.theirs:
            return int(str(outcome.theirs.theirs["version"]))
        return self.seen

    def changed(self, section: str) -> Response:
        """Everything about him anew: heading, sections and history follow what was saved."""
        if not self._is_still_there():
            return redirect_after(url_for("sponsors.index"))
        if not is_htmx():
            return redirect_after(url_for("sponsors.show", sponsor_id=self.now.id))
        context = person_context(self.viewer, self.now.id)
        response = make_response(render_template("sponsors/_person.html", focus=section, **context))
        response.vary.add("HX-Request")
        return response

    def _is_still_there(self) -> bool:
        """A move may have taken him out of the viewer's units; then the list is where to go."""
        try:
            sponsor_form(self.viewer, self.now.id, None, self.today)
        except NotThere:
            return False
        return True


def person_context(viewer: Viewer, sponsor_id: int) -> dict[str, Any]:
    period = selected_period()
    sponsor: SponsorPage = sponsor_page(viewer, sponsor_id, period.today)
    circular = period.circular if period.has_figures else None
    state: DutyState | None = (
        standing_of(viewer, sponsor.id, circular.id, period.month, period.today) if circular else None
    )
    subjects = {
        "sponsor": [sponsor.id],
        "posting": [posting.id for posting in sponsor.postings],
        "declaration": [*(answer.id for answer in sponsor.answers), *withdrawn_answers(sponsor.id)],
        "enrolment": [worker.enrolment_id for worker in sponsor.workers],
    }
    return {
        "sponsor": sponsor,
        "period": period,
        "circular": circular,
        "state": state,
        "unpaid": _unpaid(viewer, sponsor, period, circular) if state is DutyState.UNPAID else [],
        "story": told(history(viewer, subjects), viewer),
        "may_edit": viewer.may(Act.EDIT_REGISTRATIONS),
        "labels": labels,
    }


def _unpaid(viewer: Viewer, sponsor: SponsorPage, period: Period, circular: CircularRow | None) -> list[Owed]:
    """The workers whose month keeps him from being settled."""
    counted = [
        one.enrolment_id for one in sponsor.workers if circular and one.circular_number == circular.number
    ]
    return [one for one in owed(viewer, counted, period.month, period.today) if one.is_open]


def searched_units(
    viewer: Viewer, field: RadioField, *, chosen: str = "", anywhere: bool = False
) -> list[Destination]:
    """Units by what is typed (`cari`); the one already chosen stays among them."""
    picked = request.form.get(field.name) or request.args.get(field.name) or chosen
    return destinations(viewer, asked_text("cari"), office_today(), chosen=picked, anywhere=anywhere)
