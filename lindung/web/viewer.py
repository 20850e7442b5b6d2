"""Who is asking: the sign-in cookie, the visit behind it, and what templates may know of both."""

from flask import Flask, Request, abort, current_app, g, has_request_context, request, session
from flask.sessions import SecureCookieSessionInterface

from lindung.actions.sessions import Place, note_seen
from lindung.queries.sessions import Visit, visit
from lindung.queries.viewer import Viewer
from lindung.web.clock import office_today
from lindung.web.devices import known_device
from lindung.web.titles import capacity_title

TOKEN = "token"  # noqa: S105  # the name of the session's entry, not a secret
COOKIE = "lindung"
LOOPBACK = ("127.0.0.1", "::1")


class CookiesByTransport(SecureCookieSessionInterface):
    """On TLS the cookie is Secure and bound to this very host; plain HTTP, as on loopback, cannot have that."""

    def get_cookie_name(self, app: Flask) -> str:
        return f"__Host-{COOKIE}" if self.get_cookie_secure(app) else COOKIE

    def get_cookie_secure(self, app: Flask) -> bool:
        return has_request_context() and request.is_secure


def find_visit() -> Visit | None:
    """The visit of this request, looked up once; None when nobody is signed in."""
    if "visit" not in g:
        token = session.get(TOKEN)
        g.visit = visit(token, office_today()) if isinstance(token, str) else None
        if g.visit is not None:
            note_seen(g.visit)
    found: Visit | None = g.visit
    return found


def current_visit() -> Visit:
    return find_visit() or abort(403)


def current_viewer() -> Viewer:
    """The first argument of every query and act; the policy has already sent strangers to sign in."""
    return current_visit().viewer


def remember(token: str) -> None:
    """Signs this browser in: everything the session held before is dropped, its form token included."""
    session.clear()
    session[TOKEN] = token
    g.pop("visit", None)


def forget() -> None:
    session.clear()
    g.pop("visit", None)


def place_of(asked: Request) -> Place:
    """Where the request comes from. A proxy on this machine may say for whom it speaks, as deploy/ sets it up."""
    address = asked.remote_addr or ""
    forwarded = asked.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    if forwarded and address in LOOPBACK and not current_app.config["SETTINGS"].is_demo:
        address = forwarded
    return Place(address, asked.headers.get("User-Agent", ""), known_device(asked))


def _known_to_templates() -> dict[str, object]:
    found: Visit | None = g.get("visit")
    if found is None:
        return {"viewer": None, "viewer_has_choice": False}
    return {
        "viewer": found.viewer,
        "viewer_has_choice": len(found.capacities) > 1,
        "viewer_stands_in": capacity_title(found.capacity),
        "regency": {"name": found.regency_name},
    }


def install_viewer(app: Flask) -> None:
    app.session_interface = CookiesByTransport()
    app.context_processor(_known_to_templates)
