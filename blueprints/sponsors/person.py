"""One ASN's page as its acts draw it: one section as a form, or all of it after something was saved."""

from typing import Any, NamedTuple

from flask import Response, make_response, render_template, request, url_for
from flask_babel import gettext as _
from wtforms import RadioField

from blueprints.sponsors.listing import list_fields, list_query, list_url
from lindung.domain.duties import DutyState
from lindung.domain.errors import NotThere
from lindung.domain.months import Month
from lindung.domain.permissions import Act
from lindung.queries.circulars import CircularRow
from lindung.queries.claim_lists import running_of_sponsor
from lindung.queries.destinations import Destination, destinations
from lindung.queries.editing import SponsorForm, sponsor_form
from lindung.queries.history import history, withdrawn_answers
from lindung.queries.mandates import of_sponsor
from lindung.queries.owed import Owed, owed
from lindung.queries.questions import waiting_of
from lindung.queries.sponsor_page import AnswerRow, SponsorPage, sponsor_page, standing_of
from lindung.queries.viewer import Viewer
from lindung.web import deduction_words, labels
from lindung.web.clock import office_today
from lindung.web.closing import lock_note
from lindung.web.forms import OfficeForm, sent_version
from lindung.web.fragments import is_htmx, redirect_after
from lindung.web.history import told
from lindung.web.household_words import sharing_words
from lindung.web.lists import asked_text
from lindung.web.period import Period, selected_period
from lindung.web.saving import Saved, differing
from lindung.web.viewer import current_viewer

FACTS, PLACES, ANSWERS = "data", "penempatan", "pernyataan"  # sections, by their ids on the page
FACTS_FORM = "sponsors/_facts_form.html"
MOVE_FORM = "sponsors/_move_form.html"
LEAVE_FORM = "sponsors/_leave_form.html"
HOUSEHOLD_FORM = "sponsors/_household_form.html"
SECTIONS = {FACTS_FORM: FACTS, MOVE_FORM: PLACES, LEAVE_FORM: PLACES, HOUSEHOLD_FORM: FACTS}


class Person:
    """Somebody whose row is being changed; NotThere unless he is the viewer's."""

    def __init__(self, sponsor_id: int) -> None:
        self.viewer = current_viewer()
        self.today = office_today()
        self.now: SponsorForm = sponsor_form(self.viewer, sponsor_id, None, self.today)
        self.seen = sent_version() if request.method == "POST" else self.now.version
        self.is_from_list = request.args.get("dari") == "daftar"  # then that list is where to go back to

    def answer(self, declaration_id: int) -> AnswerRow:
        """One of his own answers, or nothing."""
        page = sponsor_page(self.viewer, self.now.id, self.today)
        found = next((one for one in page.answers if one.id == declaration_id), None)
        if found is None:
            raise NotThere
        return found

    def section(
        self, component: str, form: OfficeForm, outcome: Saved[Any] | None = None, **context: Any
    ) -> Response:
        """The section as a form: in its place through htmx, on a page of its own otherwise."""
        body = render_template(
            component if is_htmx() else "sponsors/edit.html",
            component=component,
            heading=self._heading(component),
            now=self.now,
            form=form,
            problem=outcome.problem if outcome else None,
            changed=outcome.theirs if outcome else None,
            pairs=differing(outcome.theirs, form) if outcome and outcome.theirs else [],
            version=self._version(outcome),
            q=asked_text("cari"),
            query=list_query(dari="daftar") if self.is_from_list else "",
            keep=dict(list_fields(dari="daftar")) if self.is_from_list else {},
            back=self._back(),
            labels=labels,
            **context,
        )
        response = make_response(body, outcome.status if outcome else 200)
        response.vary.add("HX-Request")
        if outcome:  # what was refused goes back to its own section, not over the whole page
            response.headers["HX-Retarget"] = f"#{SECTIONS[component]}"
        return response

    def _heading(self, component: str) -> str:
        facts = {"name": self.now.name}
        if component == HOUSEHOLD_FORM:
            return _("Catat ASN yang serumah dengan %(name)s", **facts)
        if component == LEAVE_FORM:
            return _("Catat %(name)s berhenti", **facts)
        if component == MOVE_FORM and self.now.left_on:
            return _("Tempatkan kembali %(name)s", **facts)
        return (
            _("Pindahkan %(name)s", **facts) if component == MOVE_FORM else _("Ubah data %(name)s", **facts)
        )

    def _version(self, outcome: Saved[Any] | None) -> int:
        """The stamp for sending again: after a clash the row as it stands now, which the page shows."""
        if outcome and outcome.theirs:
            return int(str(outcome.theirs.theirs["version"]))
        return self.seen

    def changed(self, section: str) -> Response:
        """Everything about him anew: heading, sections and history follow what was saved."""
        if self.is_from_list:
            return redirect_after(self._back())
        if not self._is_still_there():
            return redirect_after(url_for("sponsors.index"))
        if not is_htmx():
            return redirect_after(url_for("sponsors.show", sponsor_id=self.now.id))
        context = person_context(self.viewer, self.now.id)
        response = make_response(render_template("sponsors/_person.html", focus=section, **context))
        response.vary.add("HX-Request")
        return response

    def _back(self) -> str:
        if self.is_from_list:
            return f"{list_url()}#asn-{self.now.id}"
        return url_for("sponsors.show", sponsor_id=self.now.id)

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
    posted, kuasa = sponsor.latest_posting, of_sponsor(viewer, sponsor.id, period.today)
    circular = period.circular if period.has_figures else None
    state: DutyState | None = (
        standing_of(viewer, sponsor.id, circular.id, period.month, period.today) if circular else None
    )
    standings = _standings(viewer, sponsor.id, period, circular, state)
    waiting = waiting_of(sponsor.id)
    subjects = {
        "sponsor": [sponsor.id],
        "household": [sponsor.household_id] if sponsor.household_id else [],
        "posting": [posting.id for posting in sponsor.postings],
        "declaration": [*(answer.id for answer in sponsor.answers), *withdrawn_answers(sponsor.id)],
        "enrolment": [worker.enrolment_id for worker in sponsor.workers],
        "question": [one.id for one in waiting],
        "mandate": [one.id for one in kuasa.mandates],
        "deduction": [one.id for one in kuasa.deductions],
    }
    return {
        "sponsor": sponsor,
        "lock": lock_note(viewer, posted.unit_code if posted else None, None, period.today),
        "waiting": waiting,
        "period": period,
        "circular": circular,
        "state": state,
        "standings": standings,
        "sharing": sharing_words(period.in_force, period.today) if sponsor.housemate else [],
        "running_claims": running_of_sponsor(viewer, sponsor_id),
        "unpaid": _unpaid(viewer, sponsor, period, circular) if state is DutyState.UNPAID else [],
        "story": told(history(viewer, subjects), viewer),
        "may_edit": viewer.may(Act.EDIT_REGISTRATIONS),
        "kuasa": kuasa,
        "kuasa_words": deduction_words,
        "labels": labels,
    }


class Standing(NamedTuple):
    """Where somebody stands under one of several circulars."""

    circular: CircularRow
    month: Month
    state: DutyState


def _standings(
    viewer: Viewer, sponsor_id: int, period: Period, shown: CircularRow | None, state: DutyState | None
) -> list[Standing]:
    """One for each circular in force that asks something of him (R8); none while there is only the one on the page."""
    found = []
    for one in period.in_force:
        if one.binds_people:
            month = period.month_of(one)
            here = (
                state
                if shown and one.id == shown.id and month == period.month
                else standing_of(viewer, sponsor_id, one.id, month, period.today)
            )
            found += [Standing(one, month, here)] if here else []
    return found if any(one.circular != shown for one in found) else []


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
    return destinations(viewer, asked_text("cari"), chosen=picked, anywhere=anywhere)
