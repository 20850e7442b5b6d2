"""What the viewer's offices promised and have not kept, on the first screen (R24)."""

from datetime import date

from lindung.queries.commitments import DueCommitments, due_commitments
from lindung.queries.viewer import Viewer
from lindung.web.navigation import has_coverage


def promised(viewer: Viewer, today: date) -> DueCommitments | None:
    """None where nobody has promised anything; that much is known without asking."""
    return due_commitments(viewer, today) if has_coverage() else None
