"""A workforce on its way to a target: Ngawi's figures (DOMAIN section 4), written through the acts."""

from datetime import date
from typing import Any

from lindung.actions.commitments import Promise, add_commitment
from lindung.actions.coverage import MonthCount, WrittenFigure, add_figure, record_month
from lindung.actions.coverage_setup import Beginning, NewSegment, SharedFacts, add_segments, set_up
from lindung.domain.coverage import FigureKind, december
from lindung.domain.months import Month
from lindung.queries.viewer import Viewer
from tests.support import people
from tests.support.clock import today

PERPRES = "Perpres 36/2025"
BRANCH = "Kantor cabang BPJS"


def manager() -> Viewer:
    return people.viewer("koordinator")


def a_beginning(**more: Any) -> Beginning:
    """120,000 of 500,000 at the end of 2025, 45% in 2029."""
    chosen: dict[str, Any] = {
        "number": PERPRES,
        "title": "Cakupan jaminan sosial ketenagakerjaan",
        "month": Month(2025_12),
        "kind": FigureKind.ACTIVE,
        "covered": 120_000,
        "workforce": 500_000,
        "source": BRANCH,
        "source_on": date(2026, 1, 5),
        "target_year": 2029,
        "target_hundredths": 4500,
        "target_people": None,
        "target_source": PERPRES,
        "target_on": date(2025, 3, 1),
    }
    return Beginning(**(chosen | more))


def ngawi() -> int:
    """The circular of the target, its baseline and goal."""
    return set_up(manager(), None, a_beginning(), today=today()).record_id or 0


def a_year_before(circular_id: int) -> None:
    """111,250 at the end of 2024: with it the pace leads to 31.0% in 2029."""
    count(circular_id, "2024-12", active=111_250)


def count(circular_id: int, month: str, **more: Any) -> int:
    chosen: dict[str, Any] = dict.fromkeys(("registered", "active", "workforce", "gained", "lapsed"))
    chosen |= {"source": BRANCH, "source_on": None}
    counted = MonthCount(month=Month.parse(month), **(chosen | more))
    return record_month(manager(), circular_id, counted, today=today()).record_id or 0


def a_target(circular_id: int, source: str, hundredths: int, year: int = 2029, **more: Any) -> int:
    use, sure = more.pop("use", False), more.pop("sure", False)
    values: dict[str, Any] = {"people": None, "base": 500_000, "source_on": date(2025, 8, 1)} | more
    written = WrittenFigure(
        kind=FigureKind.TARGET, month=december(year), hundredths=hundredths, source=source, **values
    )
    return add_figure(manager(), circular_id, written, use=use, sure=sure, today=today()).record_id or 0


def segments(circular_id: int, *lines: NewSegment) -> list[int]:
    """Kader posyandu of OPD 8 and konstruksi of OPD 7, unless others are given."""
    given = lines or (
        NewSegment(1, "Kader posyandu", "08", 6_000, 1_200, 5000),
        NewSegment(2, "Konstruksi", "07", 40_000, 9_000, 4500),
    )
    shared = SharedFacts(Month(2026_10), 2029, BRANCH, date(2026, 11, 5))
    add_segments(manager(), circular_id, given, shared, today=today())
    from lindung.queries.coverage import segment_rows

    return [row.id for row in segment_rows(manager(), circular_id)]


def promised(owner: str = "07", words: str = "Mendaftarkan 500 pekerja konstruksi", **more: Any) -> int:
    by = more.pop("by", None) or manager()
    chosen: dict[str, Any] = {
        "source": "MoU 12/2026",
        "clause": "Pasal 3",
        "made_on": date(2026, 2, 1),
        "due_on": date(2026, 12, 31),
    }
    promise = Promise(words=words, owner_code=owner, **(chosen | more))
    return add_commitment(by, promise, today=today()).record_id or 0
