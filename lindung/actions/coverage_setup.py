"""The beginning of a target: baseline, goal and papers in one act (UX Ng1); its parts with their offices (Ng2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from lindung.actions import figure_writing as writing
from lindung.actions import own, summaries
from lindung.actions.acts import Deed, act
from lindung.actions.done import Done
from lindung.actions.figure_writing import FigureFacts
from lindung.domain.coverage import FigureKind, december
from lindung.domain.duties import ASN_EMPLOYMENTS, CircularState, DutyKind, Force
from lindung.domain.errors import ChangedMeanwhile, NotThere, RuleBroken
from lindung.domain.months import Month
from lindung.domain.names import name_key
from lindung.domain.registration import Programme
from lindung.models.base import db
from lindung.models.circulars import Circular
from lindung.models.coverage import Figure, Segment
from lindung.queries.coverage_books import Place, segments_by_key
from lindung.queries.history import last_change
from lindung.queries.viewer import Viewer

WHOLE = Place()


@dataclass(frozen=True, slots=True)
class Beginning:
    """Where one stands, where one must get to, and the two papers that say so."""

    number: str | None  # of the paper that sets the target, where no circular stands for it yet
    title: str | None
    month: Month
    kind: FigureKind  # active or registered: what the baseline counts
    covered: int | None
    workforce: int | None
    source: str | None
    source_on: date | None
    target_year: int
    target_hundredths: int | None
    target_people: int | None
    target_source: str | None
    target_on: date | None


@dataclass(frozen=True, slots=True)
class NewSegment:
    """A line of the form; `line` names its inputs when one of them is refused."""

    line: int
    name: str | None
    owner_code: str | None
    workforce: int | None = None
    covered: int | None = None
    target_hundredths: int | None = None


@dataclass(frozen=True, slots=True)
class SharedFacts:
    """What the numbers of all lines have in common."""

    month: Month
    target_year: int | None
    source: str | None
    source_on: date | None


def set_up(
    viewer: Viewer,
    circular_id: int | None,
    beginning: Beginning,
    *,
    sure: bool = False,
    today: date,
    key: str | None = None,
) -> Done:
    """Without a circular of its own one is made in force: the target needs no duty of anybody's (R8)."""
    with act(viewer, "figure.set_up", today=today, key=key) as deed:
        own.check_may(viewer, writing.MAY)
        if circular_id is None:
            circular_id = _begun(beginning, today)
        writing.hold_circular(viewer, circular_id)
        for facts, names in _baseline(beginning):
            _keep(deed, circular_id, facts, names, sure=True)
        facts, names = _goal(beginning)
        _keep(deed, circular_id, facts, names, sure=sure)
        done = Done(deed.id, count=3, record_id=circular_id)
        deed.result = done.result
    return done


def add_segments(
    viewer: Viewer,
    circular_id: int,
    lines: Sequence[NewSegment],
    shared: SharedFacts,
    *,
    today: date,
    key: str | None = None,
) -> Done:
    """Several parts in one act. A refused input is named with its line: name_2, owner_2, workforce_2 ..."""
    with act(viewer, "segment.add", today=today, key=key) as deed:
        writing.hold_circular(viewer, circular_id)
        if not lines:
            raise RuleBroken("segments_none", field="name_1")
        ids = [_added(deed, circular_id, one, shared) for one in lines]
        done = Done(deed.id, count=len(ids), record_id=ids[0] if len(ids) == 1 else None)
        deed.result = done.result
    return done


def edit_segment(
    viewer: Viewer,
    segment_id: int,
    name: str | None,
    owner_code: str | None,
    note: str | None,
    *,
    seen_version: int,
    today: date,
    key: str | None = None,
) -> Done:
    with act(viewer, "segment.edit", today=today, key=key) as deed:
        row = _as_seen(viewer, segment_id, seen_version)
        wanted = _name(row.circular_id, name, but=row.id)
        owner = own.any_unit(owner_code or "")  # asked before anything is changed: asking writes
        row.name, row.name_key, row.owner_id = wanted, name_key(wanted), owner.id
        row.note = own.short_text(note, "note")
        done = Done(deed.id, record_id=row.id)
        deed.result = done.result
    return done


def remove_segment(
    viewer: Viewer, segment_id: int, *, seen_version: int, today: date, key: str | None = None
) -> Done:
    """RuleBroken segment_in_use (count): its figures go first."""
    with act(viewer, "segment.remove", today=today, key=key) as deed:
        row = _as_seen(viewer, segment_id, seen_version)
        used = db.session.scalar(select(func.count()).where(Figure.segment_id == row.id)) or 0
        if used:
            raise RuleBroken("segment_in_use", name=row.name, count=used)
        db.session.delete(row)
        done = Done(deed.id)
        deed.result = done.result
    return done


def _begun(beginning: Beginning, today: date) -> int:
    """A target's own circular binds no ASN; it stands in the list with its paper's number."""
    number = own.short_text(beginning.number, "number")
    if number is None:
        raise RuleBroken("number_of_paper_missing", field="number")
    taken = db.session.scalars(select(Circular).where(Circular.number == number)).first()
    if taken is not None:
        raise RuleBroken("circular_number_taken", field="number", number=taken.number, title=taken.title)
    summaries.lock_months()
    row = Circular(
        number=number,
        title=own.short_text(beginning.title, "title") or number,
        issued_on=beginning.target_on,
        force=Force.APPEAL.value,
        state=CircularState.IN_FORCE.value,
        in_force_from=beginning.month.first_day(),
        duty_kind=DutyKind.TARGET.value,
        quota_by_grade={},
        audience=[one.value for one in ASN_EMPLOYMENTS],
        relations=[],
        programmes=[Programme.JKK.value, Programme.JKM.value],
    )
    db.session.add(row)
    db.session.flush()
    summaries.recount(today)
    return row.id


def _baseline(begun: Beginning) -> list[tuple[FigureFacts, dict[str, str]]]:
    shared = (None, None, begun.source, begun.source_on)
    workforce = FigureFacts(FigureKind.WORKFORCE, WHOLE, begun.month, begun.workforce, *shared)
    covered = FigureFacts(begun.kind, WHOLE, begun.month, begun.covered, *shared)
    return [(workforce, {"people": "workforce"}), (covered, {"people": "covered"})]


def _goal(begun: Beginning) -> tuple[FigureFacts, dict[str, str]]:
    facts = FigureFacts(
        FigureKind.TARGET,
        WHOLE,
        december(begun.target_year),
        begun.target_people,
        begun.target_hundredths,
        begun.workforce if begun.target_hundredths is not None else None,
        begun.target_source,
        begun.target_on,
    )
    names = {"people": "target_people", "share": "target_share", "source": "target_source"}
    return facts, names | {"source_on": "target_on", "month": "target_year", "base": "workforce"}


def _keep(deed: Deed, circular_id: int, facts: FigureFacts, names: dict[str, str], *, sure: bool) -> None:
    """One figure, refused at the input it came from."""
    try:
        known = writing.known_about(circular_id, [facts])
        checked = writing.checked(circular_id, facts, known, sure=sure, today=deed.today)
        writing.refuse_repeated(checked, known)
    except RuleBroken as broken:
        broken.field = names.get(broken.field or "", broken.field)
        raise
    writing.keep(deed, circular_id, [checked], known)


def _added(deed: Deed, circular_id: int, one: NewSegment, shared: SharedFacts) -> int:
    try:
        name = _name(circular_id, one.name)
        owner = own.any_unit(one.owner_code or "")
    except RuleBroken as broken:
        broken.field = f"{'name' if broken.field == 'name' else 'owner'}_{one.line}"
        raise
    row = Segment(circular_id=circular_id, name=name, name_key=name_key(name), owner_id=owner.id)
    db.session.add(row)
    db.session.flush()
    for facts, column in _numbers(one, shared, Place(segment_id=row.id)):
        names = {
            "people": f"{column}_{one.line}",
            "share": f"target_{one.line}",
            "base": f"workforce_{one.line}",
        }
        _keep(deed, circular_id, facts, names | {"month": "month"}, sure=True)
    return row.id


def _numbers(one: NewSegment, shared: SharedFacts, place: Place) -> list[tuple[FigureFacts, str]]:
    paper = (None, None, shared.source, shared.source_on)
    found = []
    if one.workforce is not None:
        found.append(
            (FigureFacts(FigureKind.WORKFORCE, place, shared.month, one.workforce, *paper), "workforce")
        )
    if one.covered is not None:
        found.append((FigureFacts(FigureKind.ACTIVE, place, shared.month, one.covered, *paper), "covered"))
    if one.target_hundredths is not None:
        if shared.target_year is None:
            raise RuleBroken("target_year_missing", field="target_year")
        year, share = december(shared.target_year), one.target_hundredths
        found.append(
            (
                FigureFacts(
                    FigureKind.TARGET,
                    place,
                    year,
                    None,
                    share,
                    one.workforce,
                    shared.source,
                    shared.source_on,
                ),
                "target",
            )
        )
    return found


def _name(circular_id: int, name: str | None, but: int | None = None) -> str:
    """RuleBroken segment_name_missing, segment_twice."""
    cleaned = own.short_text(name, "name")
    if cleaned is None or not name_key(cleaned):
        raise RuleBroken("segment_name_missing", field="name")
    known = segments_by_key(circular_id).get(name_key(cleaned))
    if known is not None and known[0] != but:
        raise RuleBroken("segment_twice", field="name", name=known[1])
    return cleaned


def _as_seen(viewer: Viewer, segment_id: int, seen_version: int) -> Segment:
    circular_id = db.session.scalar(select(Segment.circular_id).where(Segment.id == segment_id))
    writing.hold_circular(viewer, circular_id or 0)
    row = db.session.get(Segment, segment_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotThere
    if row.version != seen_version:
        who, when = last_change("segment", row.id) or (None, None)
        raise ChangedMeanwhile({"name": row.name, "note": row.note, "version": row.version}, who, when)
    return row
