"""What is selected in a list of workers: the rows ticked (`id`), or everything the filter finds (`semua`)."""

from dataclasses import dataclass, replace

from flask import request

from lindung.queries.viewer import Viewer
from lindung.queries.workers import enrolment_ids
from lindung.web.addresses import whole
from lindung.web.fragments import url_with
from lindung.web.period import Period
from lindung.web.worker_lists import PARAMETERS, asked_list

MOST_TICKED = 200  # more than a page holds; whoever sends more means the whole filter


@dataclass(frozen=True, slots=True)
class Selection:
    """Rows as found at this moment. `expected` is the number the person was shown: acts refuse another one."""

    ids: tuple[int, ...]
    expected: int
    is_all: bool

    @property
    def count(self) -> int:
        return len(self.ids)


def selection(viewer: Viewer, period: Period) -> Selection:
    """From the address; a form's own count (`jumlah`) is what its reader agreed to."""
    is_all = request.args.get("semua") == "1"
    ids = _all(viewer, period) if is_all else _ticked()
    expected = request.form.get("jumlah", type=whole)
    return Selection(ids, len(ids) if expected is None else expected, is_all)


def list_url(path: str) -> str:
    """Back to the list one came from: its filter without the selection."""
    address = url_with(**dict.fromkeys(set(request.args) - set(PARAMETERS)))
    return path + address.removeprefix(request.path)


def _ticked() -> tuple[int, ...]:
    found = [
        int(text)
        for text in request.args.getlist("id")
        if text.isascii() and text.isdigit() and len(text) < 18
    ]
    return tuple(sorted(set(found[:MOST_TICKED])))


def _all(viewer: Viewer, period: Period) -> tuple[int, ...]:
    asked = asked_list(viewer, period)
    wanted = replace(asked.filter, present_only=True)
    return tuple(enrolment_ids(viewer, asked.circular_id, period.month, period.today, wanted))
