"""Knowing a browser again: a signed cookie that says it has signed in before, and as whom by keyed hash only."""

import secrets
from datetime import timedelta

from flask import Request, Response, after_this_request, current_app, request
from itsdangerous import BadData, URLSafeTimedSerializer

from lindung.actions.throttle import Device

COOKIE = "lindung-perangkat"
LIFETIME = timedelta(days=180)


def known_device(asked: Request) -> Device | None:
    """None for a browser that has not signed in, and for a cookie that is old or not ours."""
    try:
        held = _signer().loads(asked.cookies.get(_name(asked), ""), max_age=int(LIFETIME.total_seconds()))
        number, *accounts = (str(one) for one in held)
    except (BadData, TypeError, ValueError):
        return None
    return Device(number, tuple(accounts))


def remember_device(username: str) -> None:
    """The answer of this request gives the browser its cookie, now also for this account."""
    known = known_device(request) or Device(secrets.token_urlsafe(12))
    device = known.after_sign_in(username)

    @after_this_request
    def give(response: Response) -> Response:
        response.set_cookie(
            _name(request), _signer().dumps([device.number, *device.accounts]), max_age=LIFETIME,
            httponly=True, secure=request.is_secure, samesite="Lax",
        )  # fmt: skip
        return response


def _name(asked: Request) -> str:
    return f"__Host-{COOKIE}" if asked.is_secure else COOKIE


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="device")
