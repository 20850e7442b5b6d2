"""Where an act is taken back, and where what it rests on is read."""

from flask import url_for


def undo_url(act_id: int) -> str:
    return url_for("history.undo", act_id=act_id)


def recap_url(sponsor_id: int, document_id: int) -> str:
    return url_for("sponsors.document", sponsor_id=sponsor_id, document_id=document_id)
