"""Where an act is taken back."""

from flask import url_for


def undo_url(act_id: int) -> str:
    return url_for("history.undo", act_id=act_id)
