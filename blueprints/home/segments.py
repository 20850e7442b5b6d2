"""Where the parts of a workforce stand, on the first screen under a circular that sets a target (R8d, R24)."""

from lindung.queries.coverage import PartRow, View, part_rows
from lindung.queries.viewer import Viewer
from lindung.web.figures import Headline


def segments(viewer: Viewer, head: Headline) -> list[PartRow]:
    """As of the month the sentence speaks of; none where nothing is counted yet."""
    covered = head.coverage.covered if head.coverage else None
    return part_rows(viewer, head.circular.id, View.SEGMENT, covered.month) if covered else []
