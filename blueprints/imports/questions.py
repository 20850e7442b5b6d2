"""Questions that imports raise and humans decide: a NIK under two sponsors (R6), both sides beside each other."""

from flask import render_template
from flask.typing import ResponseReturnValue

from blueprints.imports import blueprint
from lindung.domain.permissions import Act
from lindung.queries.imports import questions as waiting
from lindung.web.import_words import state_words
from lindung.web.policy import allowed_to
from lindung.web.viewer import current_viewer


@blueprint.get("/pertanyaan")
@allowed_to(Act.READ)
def questions() -> ResponseReturnValue:
    return render_template("imports/questions.html", rows=waiting(current_viewer()), state_words=state_words)
