"""A question is decided, spoken to, or looked for: each a form of its own, and each can be taken back."""

from typing import Any

from flask import make_response, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.questions.forms import DecideForm, SayForm
from blueprints.questions.routes import blueprint, decide_form, found_row, one_page
from lindung.actions.finding_questions import check_workers
from lindung.actions.questions import decide as decide_question
from lindung.actions.questions import say_of_question
from lindung.domain.permissions import Act
from lindung.web.clock import office_today
from lindung.web.errors import refuse
from lindung.web.filters import number
from lindung.web.forms import OfficeForm, sent_version
from lindung.web.fragments import redirect_after
from lindung.web.fragments import say as tell
from lindung.web.policy import allowed_to
from lindung.web.question_words import DONE
from lindung.web.saving import Saved, overtaken, saved
from lindung.web.undoing import done_of, say_done
from lindung.web.viewer import current_viewer


@blueprint.post("/<int:question_id>/putuskan")
@allowed_to(Act.DECIDE_QUESTIONS)
def decide(question_id: int) -> ResponseReturnValue:
    viewer, today, form = current_viewer(), office_today(), decide_form()
    row, seen = found_row(viewer, question_id), sent_version()
    outcome = saved(
        form,
        lambda: decide_question(
            viewer, question_id, form.answer(), seen_version=seen, today=today, key=form.key
        ),
    )
    if not outcome.done:
        return _again(question_id, outcome, form, SayForm(formdata=None), typed=form.reason.data)
    say_done(done_of(outcome), DONE[form.answer().decision] % {"name": row.worker})
    return redirect_after(url_for("questions.index"))


@blueprint.post("/<int:question_id>/keterangan")
@allowed_to(Act.DECIDE_QUESTIONS)
def say(question_id: int) -> ResponseReturnValue:
    viewer, today, form, seen = current_viewer(), office_today(), SayForm(), sent_version()
    found_row(viewer, question_id)
    outcome = saved(
        form,
        lambda: say_of_question(
            viewer, question_id, form.words.data or "", seen_version=seen, today=today, key=form.key
        ),
    )
    if not outcome.done:
        return _again(question_id, outcome, decide_form(), form, typed=form.words.data)
    say_done(done_of(outcome), _("Keterangan disampaikan kepada koordinator."))
    return redirect_after(url_for("questions.show", question_id=question_id))


def _again(
    question_id: int, outcome: Saved[Any], form: DecideForm, saying: SayForm, *, typed: str | None
) -> ResponseReturnValue:
    """The question with what was typed; decided meanwhile, with the answer, and the words to be copied."""
    viewer = current_viewer()
    row, problem = found_row(viewer, question_id), outcome.problem
    if row.decision:
        page = one_page(row, decide_form(), SayForm(formdata=None), None, kept=typed or "")
        return make_response(page, 409 if outcome.status == 409 else 422)
    if outcome.status == 409:
        problem = overtaken(viewer, "question", question_id)
    return make_response(one_page(row, form, saying, problem), outcome.status)


@blueprint.post("/periksa")
@allowed_to(Act.DECIDE_QUESTIONS)
def check() -> ResponseReturnValue:
    viewer, today, form = current_viewer(), office_today(), OfficeForm()
    outcome = saved(form, lambda: check_workers(viewer, today=today, key=form.key))
    if not outcome.done:
        return refuse(outcome.status, outcome.problem)
    done = done_of(outcome)
    if done.count:
        say_done(done, _("%(count)s pertanyaan baru ditemukan.", count=number(done.count)))
    else:
        tell(_("Tidak ada pertanyaan baru."))
    return redirect_after(url_for("questions.index"))
