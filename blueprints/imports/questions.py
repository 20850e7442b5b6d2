"""Where the questions that imports raise stood before; they have a desk of their own now (R6)."""

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.imports.base import blueprint
from lindung.domain.permissions import Act
from lindung.web.policy import allowed_to


@blueprint.get("/pertanyaan")
@allowed_to(Act.READ)
def questions() -> ResponseReturnValue:
    query = request.query_string.decode()
    return redirect(url_for("questions.index") + (f"?{query}" if query else ""), 301)
