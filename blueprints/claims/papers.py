"""The companion of one claim: what to do next, the papers to tick, whom to call, one sheet for the family."""

from flask import make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _

from blueprints.claims.base import blueprint
from blueprints.claims.moving import ways_from
from lindung.actions.claim_steps import receive_paper, reveal_phone, unreceive_paper
from lindung.actions.done import Done
from lindung.domain.claims import PAPERS, Paper
from lindung.domain.errors import NotThere
from lindung.domain.permissions import Act
from lindung.queries.claim_lists import ClaimPage, claim_page
from lindung.queries.history import history
from lindung.web import claim_words, labels
from lindung.web.clock import office_today
from lindung.web.errors import refuse
from lindung.web.forms import OfficeForm
from lindung.web.fragments import is_htmx
from lindung.web.history import told
from lindung.web.language import DEFAULT
from lindung.web.policy import allowed_to
from lindung.web.saving import Saved, saved
from lindung.web.undoing import done_of, say_done
from lindung.web.viewer import current_viewer


@blueprint.get("/<int:claim_id>")
@allowed_to(Act.READ)
def show(claim_id: int) -> str:
    page = claim_page(current_viewer(), claim_id)
    return render_template("claims/show.html", story=_story(page), phone=None, **context(page))


@blueprint.get("/<int:claim_id>/lembar")
@allowed_to(Act.READ)
@force_locale(DEFAULT)  # a paper for a family, whatever language its helper reads
def sheet(claim_id: int) -> str:
    """One A4 sheet to hand over: what may be received, the steps, the papers, whom to call."""
    return render_template("claims/sheet.html", **context(claim_page(current_viewer(), claim_id)))


@blueprint.post("/<int:claim_id>/berkas/<paper_code>/ada")
@allowed_to(Act.DECIDE_QUESTIONS)
def receive(claim_id: int, paper_code: str) -> ResponseReturnValue:
    viewer, paper, form, today = current_viewer(), _paper(paper_code), OfficeForm(), office_today()
    outcome = saved(form, lambda: receive_paper(viewer, claim_id, paper, today=today, key=form.key))
    return _ticked(claim_id, paper, outcome, _("Ditandai ada: %(paper)s.", paper=claim_words.PAPERS[paper]))


@blueprint.post("/<int:claim_id>/berkas/<paper_code>/belum")
@allowed_to(Act.DECIDE_QUESTIONS)
def unreceive(claim_id: int, paper_code: str) -> ResponseReturnValue:
    viewer, paper, form, today = current_viewer(), _paper(paper_code), OfficeForm(), office_today()
    outcome = saved(form, lambda: unreceive_paper(viewer, claim_id, paper, today=today, key=form.key))
    return _ticked(
        claim_id, paper, outcome, _("Ditandai belum ada: %(paper)s.", paper=claim_words.PAPERS[paper])
    )


@blueprint.post("/<int:claim_id>/telepon")
@allowed_to(Act.DECIDE_QUESTIONS)
def phone(claim_id: int) -> ResponseReturnValue:
    """The heir's number in full, once, on this answer alone; that it was seen stands in the history (R25)."""
    viewer, form, today = current_viewer(), OfficeForm(), office_today()
    outcome = saved(form, lambda: reveal_phone(viewer, claim_id, today=today))
    if not outcome.done:
        return refuse(outcome.status, outcome.problem)
    page = claim_page(viewer, claim_id)
    facts = {"story": _story(page), "phone": outcome.result, **context(page)}
    response = make_response(render_template("claims/show.html", **facts))
    response.headers["Cache-Control"] = "no-store"
    return response


def context(page: ClaimPage) -> dict[str, object]:
    viewer, today = current_viewer(), office_today()
    return {
        "page": page,
        "row": page.row,
        "said": claim_words.told_claim(page),
        "steps": claim_words.steps(page),
        "waiting": claim_words.waiting_words(page.row, today),
        "papers": [(one, claim_words.PAPERS[one], page.papers.get(one)) for one in PAPERS[page.row.kind]],
        "ways": ways_from(page.row.state),
        "may_act": viewer.may(Act.DECIDE_QUESTIONS),
        "words": claim_words,
        "labels": labels,
        "today": today,
    }


def _story(page: ClaimPage) -> object:
    viewer = current_viewer()
    return told(history(viewer, {"claim": [page.row.id], "claim_paper": page.paper_ids}), viewer)


def _paper(code: str) -> Paper:
    if code not in set(Paper):
        raise NotThere
    return Paper(code)


def _ticked(claim_id: int, paper: Paper, outcome: Saved[Done], words: str) -> ResponseReturnValue:
    if not outcome.done:
        return refuse(outcome.status, outcome.problem)
    say_done(done_of(outcome), words)
    if not is_htmx():
        return redirect(url_for("claims.show", claim_id=claim_id) + "#berkas", 303)
    page = claim_page(current_viewer(), claim_id)
    response = make_response(
        render_template("claims/_companion.html", phone=None, focus=paper, **context(page))
    )
    response.vary.add("HX-Request")
    return response
