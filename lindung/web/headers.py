"""Headers on every answer, static files included: what a browser may load, keep and tell others."""

from collections.abc import MutableMapping

from flask import Flask, Response, request

CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
# A PDF opened in its own tab: browsers draw it with a viewer of their own that brings its styles along.
DOCUMENT_POLICY = (
    "default-src 'none'; object-src 'self'; img-src 'self'; style-src 'unsafe-inline'; "
    "frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)
FIXED_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
TRANSPORT_SECURITY = "max-age=31536000"


def add_static_headers(headers: MutableMapping[str, str], path: str, url: str) -> None:
    """For files that WhiteNoise answers before Flask sees the request."""
    headers["Content-Security-Policy"] = CONTENT_POLICY
    for name, value in FIXED_HEADERS.items():
        headers[name] = value


def _add_headers(response: Response) -> Response:
    policy = DOCUMENT_POLICY if response.mimetype == "application/pdf" else CONTENT_POLICY
    response.headers.setdefault("Content-Security-Policy", policy)
    for name, value in FIXED_HEADERS.items():
        response.headers.setdefault(name, value)
    if "Cache-Control" not in response.headers:
        # Pages and downloads name people: after signing out, Back must find nothing in any cache.
        response.headers["Cache-Control"] = "no-store"
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", TRANSPORT_SECURITY)
    return response


def install_headers(app: Flask) -> None:
    app.after_request(_add_headers)
