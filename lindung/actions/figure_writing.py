"""Inner steps of writing a figure down: checked, kept beside what other papers say, one of each kind reckoned with."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select

from lindung.actions import own
from lindung.actions.acts import Deed, insert_rows
from lindung.domain.coverage import STOCKS, FigureKind, Stated, check_above, check_stated, check_within
from lindung.domain.duties import CircularState, DutyKind
from lindung.domain.errors import NotThere, RuleBroken
from lindung.domain.months import Month
from lindung.domain.permissions import Act
from lindung.models.base import db
from lindung.models.circulars import Circular
from lindung.models.coverage import Figure, Segment
from lindung.queries.coverage_books import Books, Key, KnownFigure, Place, books, covered_in
from lindung.queries.viewer import Viewer

MAY = Act.MANAGE_SETTINGS
WRITTEN = frozenset({CircularState.IN_FORCE.value})
KEY = (Figure.circular_id, Figure.kind, Figure.segment_id, Figure.unit_id, Figure.payer, Figure.month)


@dataclass(frozen=True, slots=True)
class FigureFacts:
    """What a person writes down of one paper's number."""

    kind: FigureKind
    place: Place
    month: Month  # of a target the December of its year
    people: int | None
    hundredths: int | None
    base: int | None
    source: str | None
    source_on: date | None
    note: str | None = None

    @property
    def key(self) -> Key:
        return (self.kind, self.place, self.month)


def hold_circular(viewer: Viewer, circular_id: int) -> Circular:
    """The circular of a workforce, for this act alone: what contradicts what is decided under its lock."""
    own.check_may(viewer, MAY)
    statement = select(Circular).where(Circular.id == circular_id).with_for_update(key_share=True)
    found = db.session.scalars(statement.execution_options(populate_existing=True)).first()
    if found is None or found.duty_kind != DutyKind.TARGET.value or found.state == CircularState.DRAFT.value:
        raise NotThere
    if found.state not in WRITTEN:
        raise RuleBroken("circular_ended", number=found.number)
    return found


def place_of(circular_id: int, segment_id: int | None, unit_code: str | None, payer: str | None) -> Place:
    """A part of this circular's workforce by what a form says; RuleBroken: segment_unknown, unit_unknown."""
    if segment_id is not None:
        found = db.session.get(Segment, segment_id)
        if found is None or found.circular_id != circular_id:
            raise RuleBroken("segment_unknown", field="segment_id")
    unit_id = own.any_unit(unit_code).id if unit_code else None
    return Place(segment_id, unit_id, own.short_text(payer, "payer"))


def checked(circular_id: int, facts: FigureFacts, known: Books, *, sure: bool, today: date) -> FigureFacts:
    """The same with its text cleaned and its base filled in; refuses what cannot be (R24)."""
    base = facts.base
    if facts.hundredths is not None and base is None:
        base = known.workforce(facts.place, facts.month)
    cleaned = FigureFacts(
        facts.kind,
        facts.place,
        facts.month,
        facts.people,
        facts.hundredths,
        base,
        own.short_text(facts.source, "source"),
        facts.source_on,
        own.short_text(facts.note, "note"),
    )
    stated = Stated(facts.kind, facts.month, facts.people, facts.hundredths, base, cleaned.source or "")
    check_stated(stated, Month.of(today))
    if facts.source_on is not None:
        own.check_day(facts.source_on, today, "source_on")
    check_within(stated, known.workforce(facts.place, facts.month))
    _refuse_smaller(facts, known)
    if facts.kind is FigureKind.TARGET:
        check_above(stated.reckoned, covered_in(circular_id, facts.place), sure=sure)
    return cleaned


def _refuse_smaller(facts: FigureFacts, known: Books) -> None:
    """A workforce that is smaller than those of it who are covered in the same month."""
    if facts.kind is not FigureKind.WORKFORCE:
        return
    for kind in STOCKS:
        covered = known.used((kind, facts.place, facts.month))
        if covered is not None and covered.reckoned > (facts.people or 0):
            raise RuleBroken(
                "covered_over_workforce", field="people", found=covered.reckoned, workforce=facts.people
            )


def refuse_repeated(facts: FigureFacts, known: Books, but: int | None = None) -> None:
    """One paper says one thing: its number is corrected where it stands."""
    for one in known.keyed.get(facts.key, []):
        if one.id != but and one.is_by(facts.source or ""):
            raise RuleBroken("figure_repeated", field="source", source=one.source)


def keep(
    deed: Deed,
    circular_id: int,
    facts: Collection[FigureFacts],
    known: Books,
    *,
    use: bool = False,
    document_id: int | None = None,
) -> list[int]:
    """Writes figures down; the first of its kind is reckoned with, a further one only when that is said."""
    rows: list[dict[str, Any]] = []
    first: set[Key] = set()
    for one in facts:
        standing = known.used(one.key)
        if standing is not None and use:
            db.session.get_one(Figure, standing.id).is_used = False
        rows.append(
            {
                "circular_id": circular_id,
                **columns(one),
                "document_id": document_id,
                "is_used": use or (standing is None and one.key not in first),
                "version": 1,
            }
        )
        first.add(one.key)
    db.session.flush()
    return insert_rows(deed, Figure, rows)


def columns(facts: FigureFacts) -> dict[str, Any]:
    return {
        "kind": facts.kind.value,
        "segment_id": facts.place.segment_id,
        "unit_id": facts.place.unit_id,
        "payer": facts.place.payer,
        "month": facts.month,
        "people": facts.people,
        "hundredths": facts.hundredths,
        "base": facts.base,
        "source": facts.source,
        "source_on": facts.source_on,
        "note": facts.note,
    }


def as_known(facts: FigureFacts) -> KnownFigure:
    """A figure that is about to be written, as if it stood there already."""
    return KnownFigure(
        0,
        facts.kind,
        facts.place,
        facts.month,
        facts.people,
        facts.hundredths,
        facts.base,
        facts.source or "",
        facts.source_on,
        True,
    )


def known_about(circular_id: int, facts: Collection[FigureFacts]) -> Books:
    return books(circular_id, {one.month for one in facts})


def hold_targets() -> None:
    """Every circular of a workforce, in id order: before files and before an undo, which may touch any of them."""
    concerned = select(Circular.id).where(Circular.duty_kind == DutyKind.TARGET.value).order_by(Circular.id)
    db.session.execute(concerned.with_for_update(key_share=True)).all()


def refuse_unsettled(figure_ids: Collection[int]) -> None:
    """After an undo: of papers that contradict each other exactly one is reckoned with."""
    if not figure_ids:
        return
    used = func.count().filter(Figure.is_used)
    statement = select(func.count(Figure.id)).group_by(*KEY).having(used != 1)
    if db.session.execute(statement.limit(1)).first():
        raise RuleBroken("figure_unsettled")
