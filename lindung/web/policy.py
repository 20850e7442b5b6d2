"""Deny by default: an endpoint that does not say who may use it is refused to everybody."""

from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar
from urllib.parse import urlencode, urlsplit

from flask import Flask, abort, current_app, request, url_for
from flask.typing import ResponseReturnValue

from lindung.domain.permissions import Act
from lindung.web.fragments import is_htmx, redirect_after
from lindung.web.viewer import find_visit

View = TypeVar("View", bound=Callable[..., ResponseReturnValue])
ATTRIBUTE = "lindung_policy"
READING = ("GET", "HEAD", "OPTIONS")

# What somebody signed out may open; at most six, and a house test counts them.
PUBLIC = frozenset({"accounts.sign_in", "accounts.activate", "accounts.choose_language", "health.show"})


class Policy(NamedTuple):
    """Who may use an endpoint: whoever may do one of these acts; of none: everybody signed in."""

    acts: tuple[Act, ...]


def allowed_to(*acts: Act) -> Callable[[View], View]:
    """Stands directly under the route: only roles that may do one of these acts come in."""
    return _declare(Policy(acts))


def signed_in(view: View) -> View:
    """For what every signed-in person may do, whatever the role."""
    return _declare(Policy(()))(view)


def policy_of(endpoint: str) -> Policy | None:
    return getattr(current_app.view_functions[endpoint], ATTRIBUTE, None)


def _declare(policy: Policy) -> Callable[[View], View]:
    def mark(view: View) -> View:
        setattr(view, ATTRIBUTE, policy)
        return view

    return mark


def _guard() -> ResponseReturnValue | None:
    """Runs before everything else: where from, then who, then whether."""
    if request.method not in READING and not _comes_from_here():
        abort(403)
    if b"%00" in request.query_string or "\x00" in request.path:
        abort(400)  # no address of ours holds NUL, and PostgreSQL would stumble over it
    if request.endpoint in PUBLIC:
        return None
    visit = find_visit()
    if request.endpoint is None:
        return None  # no such address, or not that verb: Flask says so itself
    if visit is None:
        return _to_sign_in()
    policy = policy_of(request.endpoint)
    if policy is None or (policy.acts and not any(visit.viewer.may(act) for act in policy.acts)):
        abort(403)
    return None


def _comes_from_here() -> bool:
    """What the browser says about a write's origin. Where it says nothing, the form token decides alone."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("Origin")
    return origin is None or urlsplit(origin).netloc == request.host


def _to_sign_in() -> ResponseReturnValue:
    wanted = request.full_path.rstrip("?") if request.method in READING else ""
    if is_htmx():
        wanted = _path_of(request.headers.get("HX-Current-URL", ""))
    elif not wanted:
        wanted = _path_of(request.referrer or "")
    query = f"?{urlencode({'lanjut': wanted})}" if wanted not in ("", "/") else ""
    return redirect_after(url_for("accounts.sign_in") + query)


def _path_of(address: str) -> str:
    parts = urlsplit(address)
    if parts.netloc != request.host:
        return ""
    return parts.path + (f"?{parts.query}" if parts.query else "")


def local_path(text: str | None) -> str | None:
    """An address inside this application, or None: nobody is sent elsewhere by a prepared link."""
    if not text or not text.startswith("/") or text.startswith(("//", "/\\")):
        return None
    parts = urlsplit(text)
    unsafe = any(ord(sign) < 0x20 or sign == "\\" for sign in text)
    return None if unsafe or parts.scheme or parts.netloc else text


def install_policy(app: Flask) -> None:
    app.before_request(_guard)


def undeclared(app: Flask) -> list[str]:
    """Endpoints that say nothing about who may use them; the house test wants none."""
    functions: dict[str, Any] = app.view_functions
    return sorted(
        name for name, view in functions.items() if name not in PUBLIC and not hasattr(view, ATTRIBUTE)
    )
