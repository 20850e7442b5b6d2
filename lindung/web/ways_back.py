"""Where an act is taken back, and where what it rests on is read."""

from urllib.parse import urlsplit

from flask import current_app, request, url_for
from werkzeug.exceptions import HTTPException


def own_page(address: str | None) -> str | None:
    """An address of this app that can be looked at, without its host; None for any other."""
    came = urlsplit(address or "")
    if came.netloc not in ("", request.host) or not came.path.startswith("/"):
        return None
    try:
        current_app.url_map.bind("").match(came.path, "GET")
    except HTTPException:
        return None
    return came.path + (f"?{came.query}" if came.query else "")


def undo_url(act_id: int) -> str:
    return url_for("history.undo", act_id=act_id)


def recap_url(sponsor_id: int, document_id: int) -> str:
    return url_for("sponsors.document", sponsor_id=sponsor_id, document_id=document_id)
