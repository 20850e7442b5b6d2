"""Page or fragment: one URL, two bodies; where to go after an act; and the one sentence that is said about it."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from flask import (
    Flask,
    Response,
    current_app,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from werkzeug.datastructures import MultiDict

from lindung.web.filters import one_stop

_SAID = "said"


def is_htmx() -> bool:
    restoring = request.headers.get("HX-History-Restore-Request") == "true"
    return request.headers.get("HX-Request") == "true" and not restoring


def page_or_fragment(page: str, fragment: str, **context: object) -> Response:
    response = make_response(render_template(fragment if is_htmx() else page, **context))
    response.vary.add("HX-Request")  # one URL, two bodies: no cache may mix them up
    return response


def redirect_after(url: str) -> Response:
    """Where to look after an act: 303 for a plain form, HX-Redirect for htmx."""
    if not is_htmx():
        return make_response(redirect(url, 303))
    response = Response(status=204)
    response.headers["HX-Redirect"] = url
    return response


def say(message: str, undo_url: str | None = None) -> None:
    """One sentence about what was done, shown once in the page's status region, with its way back if there is one."""
    session[_SAID] = {"message": one_stop(str(message)), "undo_url": undo_url}


def waiting_message() -> Mapping[str, Any] | None:
    """The waiting sentence, taken: it is shown once."""
    taken: Mapping[str, Any] | None = session.pop(_SAID, None)
    return taken


def url_with(**changes: object) -> str:
    """This page's address with some of its query changed; None or "" takes a parameter out."""
    query: MultiDict[str, Any] = request.args.copy()
    for name, value in changes.items():
        query.poplist(name)
        if value is not None and value != "":
            query[name] = str(value)
    return f"{request.path}?{urlencode(list(query.items(multi=True)))}" if query else request.path


def url_if(endpoint: str, **values: Any) -> str | None:
    """The address of a screen that may not be built yet; None while it is not."""
    return url_for(endpoint, **values) if endpoint in current_app.view_functions else None


def _bring_status_along(response: Response) -> Response:
    """A fragment carries the waiting sentence into the status region by itself, so that no answer can forget it."""
    swapped = response.status_code < 300 or response.status_code in (409, 422)
    drawn = response.mimetype == "text/html" and not response.is_streamed and response.status_code != 204
    if is_htmx() and swapped and drawn and "HX-Redirect" not in response.headers and _SAID in session:
        response.set_data(response.get_data(as_text=True) + render_template("components/_status_oob.html"))
    return response


def install_fragments(app: Flask) -> None:
    for function in (is_htmx, waiting_message, url_with, url_if):
        app.add_template_global(function)
    app.after_request(_bring_status_along)
