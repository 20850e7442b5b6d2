"""Figures of a workforce: written down with their paper, corrected, chosen among those that contradict each other."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from lindung.actions import figure_writing as writing
from lindung.actions.acts import act
from lindung.actions.circulars import NewDocument, keep_document
from lindung.actions.done import Done, Remark
from lindung.actions.figure_writing import FigureFacts
from lindung.domain.coverage import FigureKind, check_pair
from lindung.domain.errors import ChangedMeanwhile, NotThere, RuleBroken
from lindung.domain.months import Month
from lindung.models.base import db
from lindung.models.coverage import Figure
from lindung.queries.coverage_books import Books, Place
from lindung.queries.history import last_change
from lindung.queries.viewer import Viewer


@dataclass(frozen=True, slots=True)
class WrittenFigure:
    """A figure as a form gives it: the place by the words people know."""

    kind: FigureKind
    month: Month
    people: int | None
    hundredths: int | None
    base: int | None
    source: str | None
    source_on: date | None
    segment_id: int | None = None
    unit_code: str | None = None
    payer: str | None = None
    note: str | None = None
    document: NewDocument | None = None


@dataclass(frozen=True, slots=True)
class MonthCount:
    """One month of one part as a list gives it; at least one of the numbers."""

    month: Month
    registered: int | None
    active: int | None
    workforce: int | None
    gained: int | None
    lapsed: int | None
    source: str | None
    source_on: date | None
    segment_id: int | None = None
    unit_code: str | None = None
    payer: str | None = None


def add_figure(
    viewer: Viewer,
    circular_id: int,
    written: WrittenFigure,
    *,
    use: bool,
    sure: bool = False,
    today: date,
    key: str | None = None,
) -> Done:
    """`use`: reckoned with instead of what another paper says. `sure`: a target below where one stands is meant."""
    with act(viewer, "figure.add", today=today, key=key) as deed:
        writing.hold_circular(viewer, circular_id)
        facts, known = _facts(circular_id, written, sure=sure, today=today)
        writing.refuse_repeated(facts, known)
        document_id = _scan(written)
        ids = writing.keep(deed, circular_id, [facts], known, use=use, document_id=document_id)
        done = Done(deed.id, record_id=ids[0], remarks=_beside(facts, known, use))
        deed.result = done.result
    return done


def edit_figure(
    viewer: Viewer,
    figure_id: int,
    written: WrittenFigure,
    *,
    seen_version: int,
    sure: bool = False,
    today: date,
    key: str | None = None,
) -> Done:
    with act(viewer, "figure.edit", today=today, key=key) as deed:
        row = _as_seen(viewer, figure_id, seen_version)
        facts, known = _facts(row.circular_id, written, sure=sure, today=today)
        writing.refuse_repeated(facts, known, but=row.id)
        if _key_of(row) != facts.key:
            _refuse_used(row)
            row.is_used = known.used(facts.key) is None
        document_id = _scan(written) or row.document_id
        for name, value in (writing.columns(facts) | {"document_id": document_id}).items():
            setattr(row, name, value)
        done = Done(deed.id, record_id=row.id)
        deed.result = done.result
    return done


def use_figure(
    viewer: Viewer, figure_id: int, *, seen_version: int, today: date, key: str | None = None
) -> Done:
    """From now on this paper's number is the one reckoned with; the others stay where they are (R24)."""
    with act(viewer, "figure.use", today=today, key=key) as deed:
        row = _as_seen(viewer, figure_id, seen_version)
        changed = [one for one in _same_key(row) if one.is_used != (one is row)]
        for one in changed:
            one.is_used = one is row
        done = Done(deed.id, count=len(changed), record_id=row.id)
        deed.result = done.result
    return done


def remove_figure(
    viewer: Viewer, figure_id: int, *, seen_version: int, today: date, key: str | None = None
) -> Done:
    """RuleBroken figure_is_used: another paper's number must be chosen before this one goes."""
    with act(viewer, "figure.remove", today=today, key=key) as deed:
        row = _as_seen(viewer, figure_id, seen_version)
        _refuse_used(row)
        db.session.delete(row)
        done = Done(deed.id)
        deed.result = done.result
    return done


def record_month(
    viewer: Viewer, circular_id: int, count: MonthCount, *, today: date, key: str | None = None
) -> Done:
    """A month's end as one list counts it: up to five figures at once (UX Ng3)."""
    with act(viewer, "figure.month", today=today, key=key) as deed:
        writing.hold_circular(viewer, circular_id)
        check_pair(count.registered, count.active)
        numbers = numbers_of(count)
        if not numbers:
            raise RuleBroken("number_missing", field="active")
        place = writing.place_of(circular_id, count.segment_id, count.unit_code, count.payer)
        asked = [_of_month(kind, people, place, count) for kind, people in numbers.items()]
        known = writing.known_about(circular_id, asked)
        _learn_workforce(known, asked)
        facts = [_checked(circular_id, one, known, today) for one in asked]
        for one in facts:
            writing.refuse_repeated(one, known)
        ids = writing.keep(deed, circular_id, facts, known)
        remarks = [remark for one in facts for remark in _beside(one, known, use=False)]
        done = Done(deed.id, count=len(ids), record_id=ids[0], remarks=remarks)
        deed.result = done.result
    return done


def numbers_of(count: MonthCount) -> dict[FigureKind, int]:
    """The workforce first: the others are checked against it."""
    found = {
        FigureKind.WORKFORCE: count.workforce,
        FigureKind.REGISTERED: count.registered,
        FigureKind.ACTIVE: count.active,
        FigureKind.GAINED: count.gained,
        FigureKind.LAPSED: count.lapsed,
    }
    return {kind: people for kind, people in found.items() if people is not None}


def _of_month(kind: FigureKind, people: int, place: Place, count: MonthCount) -> FigureFacts:
    return FigureFacts(kind, place, count.month, people, None, None, count.source, count.source_on)


def _learn_workforce(known: Books, asked: list[FigureFacts]) -> None:
    """A workforce said in the same breath is what the other numbers of the month are measured by."""
    for one in asked:
        if one.kind is FigureKind.WORKFORCE and one.people and known.used(one.key) is None:
            stated = writing.as_known(one)
            found = [*known.workforces.get(one.place, []), stated]
            known.workforces[one.place] = sorted(found, key=lambda two: two.month)


def _checked(circular_id: int, one: FigureFacts, known: Books, today: date) -> FigureFacts:
    """Names the input that the number came from."""
    try:
        return writing.checked(circular_id, one, known, sure=True, today=today)
    except RuleBroken as broken:
        broken.field = one.kind.value if broken.field == "people" else broken.field
        raise


def _facts(circular_id: int, written: WrittenFigure, *, sure: bool, today: date) -> tuple[FigureFacts, Books]:
    place = writing.place_of(circular_id, written.segment_id, written.unit_code, written.payer)
    asked = FigureFacts(
        written.kind,
        place,
        written.month,
        written.people,
        written.hundredths,
        written.base,
        written.source,
        written.source_on,
        written.note,
    )
    known = writing.known_about(circular_id, [asked])
    return writing.checked(circular_id, asked, known, sure=sure, today=today), known


def _beside(facts: FigureFacts, known: Books, use: bool) -> list[Remark]:
    """Says of a figure that another paper's is reckoned with, or was until now."""
    standing = known.used(facts.key)
    if standing is None:
        return []
    code = "figure_replaces" if use else "figure_beside"
    return [Remark(code, None, {"source": standing.source, "people": standing.reckoned})]


def _as_seen(viewer: Viewer, figure_id: int, seen_version: int) -> Figure:
    """Under its circular's lock, as it was seen; whoever may not write figures does not learn that it is there."""
    circular_id = db.session.scalar(select(Figure.circular_id).where(Figure.id == figure_id))
    writing.hold_circular(viewer, circular_id or 0)
    row = db.session.get(Figure, figure_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotThere
    if row.version != seen_version:
        raise _overtaken(row)
    return row


def _key_of(row: Figure) -> tuple[FigureKind, Place, Month]:
    return (FigureKind(row.kind), Place(row.segment_id, row.unit_id, row.payer), row.month)


def _same_key(row: Figure) -> list[Figure]:
    statement = select(Figure).where(
        Figure.circular_id == row.circular_id, Figure.kind == row.kind, Figure.month == row.month
    )
    found = db.session.scalars(statement.order_by(Figure.id))
    return [one for one in found if _key_of(one) == _key_of(row)]


def _refuse_used(row: Figure) -> None:
    if row.is_used and len(_same_key(row)) > 1:
        raise RuleBroken("figure_is_used")


def _scan(written: WrittenFigure) -> int | None:
    return keep_document(written.document, "sumber.pdf") if written.document else None


def _overtaken(row: Figure) -> ChangedMeanwhile:
    who, when = last_change("figure", row.id) or (None, None)
    theirs: dict[str, object] = {
        "people": row.people, "source": row.source, "source_on": row.source_on, "note": row.note, "payer": row.payer,
        "base": row.base, "version": row.version,
    }  # fmt: skip
    return ChangedMeanwhile(theirs, who, when)
