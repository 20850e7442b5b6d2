"""Choosing the language one reads in; for whoever has signed in, and for whoever has not yet."""

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.accounts.base import blueprint
from lindung.web.fragments import redirect_after
from lindung.web.language import LANGUAGES, keep_language
from lindung.web.policy import local_path


@blueprint.post("/bahasa")
def choose_language() -> ResponseReturnValue:
    language = request.form.get("bahasa", "")
    if language not in LANGUAGES:
        abort(400)
    response = redirect_after(local_path(request.form.get("lanjut")) or url_for("accounts.sign_in"))
    keep_language(response, language)
    return response
