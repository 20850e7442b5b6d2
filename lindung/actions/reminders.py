"""That people were reminded: whom, of which circular, with which words; sending is done by hand."""

from collections.abc import Collection
from datetime import date

from lindung.actions.done import Done
from lindung.queries.viewer import Viewer


def record_reminder(
    viewer: Viewer,
    circular_id: int,
    sponsor_ids: Collection[int],
    text: str,
    expected_count: int,
    *,
    today: date,
    key: str | None = None,
) -> Done:
    """Never for somebody who has nothing left to do: then the number differs (count_changed). Field: text."""
    raise NotImplementedError
