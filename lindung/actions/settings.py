"""The regency's own name and code, changed by who manages its settings."""

from datetime import date

from lindung.actions.done import Done
from lindung.queries.viewer import Viewer


def change_regency(viewer: Viewer, name: str, code: str, *, today: date, key: str | None = None) -> Done:
    """Fields: name, code (as 35.18)."""
    raise NotImplementedError
