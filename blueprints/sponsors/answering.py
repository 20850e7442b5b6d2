"""One answer in its row: asked for as a form, saved in one request that brings row, counters and sentence."""

from typing import Any

from flask import Response, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.sponsors.forms import AnswerForm
from blueprints.sponsors.listing import AskedList, asked_list, counters, list_query, list_url
from blueprints.sponsors.person import ANSWERS, Person
from blueprints.sponsors.routes import blueprint
from lindung.actions.declarations import declare
from lindung.actions.done import Done
from lindung.domain.errors import NotThere
from lindung.domain.permissions import Act
from lindung.queries.editing import SponsorForm, sponsor_form
from lindung.queries.history import last_change
from lindung.queries.sponsors import SponsorRow, sponsor_row
from lindung.queries.viewer import Viewer
from lindung.web import labels
from lindung.web.filters import day
from lindung.web.fragments import is_htmx, redirect_after
from lindung.web.period import Period, selected_period
from lindung.web.policy import allowed_to
from lindung.web.saving import Saved, saved
from lindung.web.undoing import done_of, say_done
from lindung.web.viewer import current_viewer

ROW = "sponsors/_row.html"
ROW_FORM = "sponsors/_row_form.html"
CONFLICT = "sponsors/_conflict.html"


@blueprint.get("/<int:sponsor_id>/ubah")
@allowed_to(Act.EDIT_REGISTRATIONS)
def edit_answer(sponsor_id: int) -> ResponseReturnValue:
    place, form = Place(sponsor_id), AnswerForm()
    form.offer(sponsor_id, place.now, place.period.today)
    return place.draw(ROW_FORM, form=form)


@blueprint.get("/<int:sponsor_id>/baris")
@allowed_to(Act.EDIT_REGISTRATIONS)
def row(sponsor_id: int) -> ResponseReturnValue:
    """The row as it was: where *Batal* and "gunakan isian ..." lead."""
    place = Place(sponsor_id)
    return place.draw(ROW) if is_htmx() else redirect_after(place.back)


@blueprint.post("/<int:sponsor_id>/jawaban")
@allowed_to(Act.EDIT_REGISTRATIONS)
def answer(sponsor_id: int) -> ResponseReturnValue:
    place, form = Place(sponsor_id), AnswerForm()
    form.offer(sponsor_id, place.now, place.period.today)
    outcome = saved(form, lambda: _declare(place, form))
    if outcome.theirs:
        return place.draw(CONFLICT, 409, form=form, clash=place.clash(outcome))
    if not outcome.done:
        return place.draw(ROW_FORM, outcome.status, form=form, problem=outcome.problem)
    given, made_on = form.given()
    words = _(
        "%(name)s: %(answer)s, %(day)s.", name=place.now.name, answer=labels.ANSWERS[given], day=day(made_on)
    )
    say_done(done_of(outcome), words)
    if place.is_on_page:
        return Person(sponsor_id).changed(ANSWERS)
    return place.draw(ROW) if is_htmx() else redirect_after(place.back)


def _declare(place: "Place", form: AnswerForm) -> Done:
    given, made_on = form.given()
    seen = form.stamp.data or place.stamp_while_unanswered()
    return declare(
        place.viewer,
        place.now.id,
        place.circular_id,
        given,
        made_on,
        seen_stamp=seen,
        today=place.period.today,
        key=form.key,
    )


class Place:
    """A row in the list whose filters the address carries, and what its form needs to know."""

    def __init__(self, sponsor_id: int) -> None:
        self.viewer: Viewer = current_viewer()
        self.period: Period = selected_period()
        self.asked: AskedList = asked_list(self.viewer, self.period)
        if self.asked.circular_id is None:
            raise NotThere
        self.circular_id: int = self.asked.circular_id
        self.now: SponsorForm = sponsor_form(self.viewer, sponsor_id, self.circular_id, self.period.today)
        self.is_on_page = (
            request.args.get("dari") == "orang"
        )  # the form stands on his own page, not in the list
        show, row = url_for("sponsors.show", sponsor_id=sponsor_id), f"#asn-{sponsor_id}"
        self.back = show if self.is_on_page else list_url() + row

    def stamp_while_unanswered(self) -> str:
        """For the button *Nihil*, which is only there while no answer counts."""
        ends_on = self.now.ends_on if self.now.answer is not None else None
        is_open = ends_on is not None and ends_on > self.period.today
        return "0" if is_open else self.now.answer_stamp

    def clash(self, outcome: Saved[Done]) -> dict[str, Any]:
        """What stands there now, who wrote it and when."""
        changed = outcome.theirs
        who, at = (changed.who, changed.when) if changed else (None, None)
        if who is None and self.now.declaration_id:
            who, at = last_change("declaration", self.now.declaration_id) or (None, None)
        return {"who": who or _("Server"), "at": at}

    def draw(self, component: str, status: int = 200, **context: Any) -> Response:
        """The row's component: alone with the counters through htmx, otherwise on a page of its own."""
        if self.is_on_page:
            return self._draw_on_page(component, status, **context)
        found, paging = counters(self.viewer, self.asked, self.period)
        shown: SponsorRow | None = sponsor_row(
            self.viewer, self.circular_id, self.period.month, self.period.today, self.now.id
        )
        body = render_template(
            "sponsors/row_changed.html" if is_htmx() else "sponsors/edit_answer.html",
            component=component,
            is_changed=component == ROW,
            asked=self.asked,
            period=self.period,
            now=self.now,
            row=shown,
            found=found,
            paging=paging,
            query=list_query(),
            back=self.back,
            labels=labels,
            **context,
        )
        response = make_response(body, status)
        response.vary.add("HX-Request")
        return response

    def _draw_on_page(self, component: str, status: int, **context: Any) -> Response:
        """The same form among the sections of his page; what was refused goes back to where it stood."""
        body = render_template(
            "sponsors/_answer_form.html" if is_htmx() else "sponsors/edit_answer.html",
            component=component,
            period=self.period,
            now=self.now,
            query=list_query(dari="orang"),
            back=self.back,
            labels=labels,
            **context,
        )
        response = make_response(body, status)
        response.vary.add("HX-Request")
        if request.method == "POST":
            response.headers["HX-Retarget"] = "#jawaban-asn"
        return response
