"""Who pays, and where each stands under a circular in a month: lists as long as the counts that open them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, FromClause, Select, Subquery, and_, case, func, literal, or_, select

from lindung.domain.duties import Answer, DutyState, Employment, SponsorKind
from lindung.domain.months import Month, judged_on
from lindung.domain.names import name_key
from lindung.models.base import db
from lindung.models.circulars import Circular, Declaration
from lindung.models.sponsors import Posting, Sponsor
from lindung.models.units import Unit
from lindung.queries.counting import standing_rows
from lindung.queries.paging import Anchor, Order, Slice, page_at, row_count, sliced
from lindung.queries.places import Place, in_place
from lindung.queries.taking_part import in_office_taking_part
from lindung.queries.viewer import Viewer, in_reach, within

NIP_TAIL = 4  # digits a person has to give for a search by NIP


class StandingFilter(StrEnum):
    """The measures of a month table, as sets of people."""

    UNANSWERED = "unanswered"
    ANSWERED = "answered"
    NONE = "none"
    TARGET = "target"
    UNREGISTERED = "unregistered"
    UNLISTED = "unlisted"  # of the unregistered, those of whom no worker is known at all
    REGISTERED = "registered"
    UNPAID = "unpaid"
    SETTLED = "settled"
    CONFIRMED = "confirmed"  # of the settled, those whose whole month BPJS has received (R14)
    SAID = "said"  # the others of the settled: their office alone says so
    UNSETTLED = "unsettled"  # unregistered and unpaid together
    TAKING_PART = "taking_part"  # all ASN of the offices that take part (R9)


class SponsorOrder(StrEnum):
    NAME = "name"
    UNIT = "unit"


@dataclass(frozen=True, slots=True)
class SponsorFilter:
    """What a list is narrowed to. With nothing but a place it holds the ASN whom the circular binds."""

    place: Place | None = None
    standing: StandingFilter | None = None
    employment: Employment | None = None
    q: str = ""
    markable: bool = False  # only whom the circular binds and the viewer may answer for
    order: SponsorOrder = SponsorOrder.NAME
    falling: bool = False


class SponsorRow(NamedTuple):
    id: int
    name: str
    nip: str | None
    employment: Employment | None
    unit_code: str
    unit_name: str
    state: DutyState | None  # None: not bound by the circular
    answer: Answer | None
    workers: int
    registered: int
    is_present: bool  # still, or last, posted within the viewer's units: his page may be opened

    @property
    def is_partial(self) -> bool:
        """Some of his workers are registered, not all: counts as not registered (R7)."""
        return self.state is DutyState.UNREGISTERED and self.registered > 0


class Stand(NamedTuple):
    """Somebody and his state, without what a page adds to his row."""

    id: int
    name: str
    nip: str | None
    unit_name: str
    state: DutyState | None


def sponsor_rows(
    viewer: Viewer,
    circular_id: int | None,
    month: Month,
    today: date,
    wanted: SponsorFilter,
    anchor: Anchor | None = None,
) -> Slice[SponsorRow]:
    """One page of the list; without a circular everybody who is posted, and no states."""
    order = _order(wanted)
    statement = _narrowed(viewer, _standing(circular_id, month, today), wanted)
    total, page = row_count(statement), page_at(statement, order, anchor)
    rows = _rows(viewer, db.session.execute(page.statement).all(), circular_id, month, today)
    return sliced(rows, [row.id for row in rows], page.anchor, total)


def first_sponsor_rows(
    viewer: Viewer, circular_id: int, month: Month, today: date, wanted: SponsorFilter, limit: int
) -> list[SponsorRow]:
    """The beginning of the list, where its length is known already."""
    statement = _narrowed(viewer, _standing(circular_id, month, today), wanted)
    found = db.session.execute(_order(wanted).apply(statement).limit(limit)).all()
    return _rows(viewer, found, circular_id, month, today)


def all_sponsor_rows(
    viewer: Viewer, circular_id: int | None, month: Month, today: date, wanted: SponsorFilter
) -> list[SponsorRow]:
    """Every row of the list, for a file."""
    statement = _narrowed(viewer, _standing(circular_id, month, today), wanted)
    found = db.session.execute(_order(wanted).apply(statement)).all()
    return _rows(viewer, found, circular_id, month, today, everybody=True)


def all_stands(
    viewer: Viewer,
    circular_id: int,
    month: Month,
    today: date,
    wanted: SponsorFilter,
    only: Collection[int] | None = None,
) -> list[Stand]:
    """The same list for a report (R22), in the same order: one statement, nobody's answer or page looked up."""
    statement = _narrowed(viewer, _standing(circular_id, month, today), wanted)
    if only is not None:
        statement = statement.where(Sponsor.id.in_(only))
    found = db.session.execute(_order(wanted).apply(statement))
    return [Stand(row[0], row[1], row[2], row[5], duty_state_of(*row[6:11])) for row in found]


def sponsor_total(
    viewer: Viewer, circular_id: int | None, month: Month, today: date, wanted: SponsorFilter
) -> int:
    """How many the list holds."""
    return db.session.scalar(sponsor_count(viewer, circular_id, month, today, wanted)) or 0


def sponsor_count(
    viewer: Viewer, circular_id: int | None, month: Month, today: date, wanted: SponsorFilter
) -> Select[int]:
    """The same as a part of another statement."""
    statement = _narrowed(viewer, _standing(circular_id, month, today), wanted)
    return statement.with_only_columns(func.count(), maintain_column_froms=True)


def sponsor_ids(
    viewer: Viewer, circular_id: int | None, month: Month, today: date, wanted: SponsorFilter
) -> list[int]:
    """Everybody a filter finds: "pilih semua hasil filter" posts the filter, and the server looks anew."""
    standing = _standing(circular_id, month, today)
    statement = _narrowed(viewer, standing, wanted)
    if wanted.markable:
        statement = statement.where(standing.c.is_asn == 1, is_present(viewer, today))
    found = statement.with_only_columns(Sponsor.id, maintain_column_froms=True).order_by(Sponsor.id)
    return list(db.session.scalars(found))


def sponsor_row(
    viewer: Viewer, circular_id: int | None, month: Month, today: date, sponsor_id: int
) -> SponsorRow | None:
    """One person as the list draws him, whatever it is narrowed to; None when he is posted nowhere in the month."""
    standing = _standing(circular_id, month, today)
    statement = _columns(viewer, standing).where(Sponsor.id == sponsor_id)
    rows = _rows(viewer, db.session.execute(statement).all(), circular_id, month, today)
    return rows[0] if rows else None


def is_present(viewer: Viewer, today: date) -> ColumnElement[bool]:
    """A sponsor posted within the viewer's units now or later, or last of all if he has left (R10)."""
    latest = (
        select(func.max(Posting.last_month))
        .where(Posting.sponsor_id == Sponsor.id)
        .correlate(Sponsor)
        .scalar_subquery()
    )
    return (
        select(Posting.id)
        .join(Unit, Unit.id == Posting.unit_id)
        .where(
            Posting.sponsor_id == Sponsor.id,
            or_(Posting.last_month >= Month.of(today), Posting.last_month == latest),
            in_reach(viewer, Unit.path),
        )
        .correlate(Sponsor)
        .exists()
    )


def standing_condition(standing: FromClause, wanted: StandingFilter) -> ColumnElement[bool]:
    """The people one measure counts, on the rows that are counted."""
    flags = standing.c
    if wanted is StandingFilter.TAKING_PART:
        return and_(flags.is_asn == 1, in_office_taking_part(standing))
    conditions: dict[StandingFilter, ColumnElement[bool]] = {
        StandingFilter.UNANSWERED: and_(flags.is_asn == 1, flags.is_none == 0, flags.is_target == 0),
        StandingFilter.ANSWERED: flags.is_none + flags.is_target == 1,
        StandingFilter.NONE: flags.is_none == 1,
        StandingFilter.TARGET: flags.is_target == 1,
        StandingFilter.UNREGISTERED: and_(flags.is_target == 1, flags.is_registered == 0),
        StandingFilter.UNLISTED: and_(flags.is_target == 1, flags.live == 0),
        StandingFilter.REGISTERED: flags.is_registered == 1,
        StandingFilter.UNPAID: and_(flags.is_registered == 1, flags.is_settled == 0),
        StandingFilter.UNSETTLED: and_(flags.is_target == 1, flags.is_settled == 0),
        StandingFilter.SETTLED: flags.is_settled == 1,
        StandingFilter.CONFIRMED: flags.is_settled_confirmed == 1,
        StandingFilter.SAID: and_(flags.is_settled == 1, flags.is_settled_confirmed == 0),
    }
    return conditions[wanted]


def _standing(circular_id: int | None, month: Month, today: date) -> Subquery:
    """Everybody posted in the month with his state; without a circular nobody has one."""
    if circular_id is not None:
        return standing_rows(db.session.get_one(Circular, circular_id), [month], today)
    none = [
        literal(0).label(name)
        for name in (
            "is_none", "is_target", "is_registered", "is_settled", "is_settled_confirmed", "live", "registered",
        )
    ]  # fmt: skip
    is_asn = case((Sponsor.kind == SponsorKind.ASN.value, 1), else_=0).label("is_asn")
    return (
        select(Posting.unit_id, Sponsor.id.label("sponsor_id"), is_asn, *none)
        .join(Sponsor, Sponsor.id == Posting.sponsor_id)
        .where(Posting.first_month <= month, Posting.last_month >= month)
        .subquery("posted")
    )


def _columns(viewer: Viewer, standing: FromClause) -> Select[*tuple[Any, ...]]:
    """Everybody the viewer may see in a list, with what his row shows."""
    flags = standing.c
    statement: Select[*tuple[Any, ...]] = (
        select(
            Sponsor.id,
            Sponsor.name,
            Sponsor.nip,
            Sponsor.employment,
            Unit.code,
            Unit.name,
            flags.is_asn,
            flags.is_none,
            flags.is_target,
            flags.is_registered,
            flags.is_settled,
            flags.live,
            flags.registered,
        )
        .select_from(standing)
        .join(Sponsor, Sponsor.id == flags.sponsor_id)
        .join(Unit, Unit.id == flags.unit_id)
        .where(Sponsor.employment.is_not(None))
    )
    return within(viewer, statement, Unit.path)


def _narrowed(viewer: Viewer, standing: FromClause, wanted: SponsorFilter) -> Select[*tuple[Any, ...]]:
    statement = _columns(viewer, standing)
    if wanted.place:
        statement = statement.where(in_place(wanted.place, Unit.path))
    if wanted.standing:
        statement = statement.where(standing_condition(standing, wanted.standing))
    elif not wanted.employment and not wanted.q:
        statement = statement.where(standing.c.is_asn == 1)
    if wanted.employment:
        statement = statement.where(Sponsor.employment == wanted.employment.value)
    if wanted.q:
        statement = statement.where(matches(wanted.q))
    return statement


def matches(q: str) -> ColumnElement[bool]:
    """All words of a name, a whole NIP, or at least its last four digits."""
    digits = q.replace(" ", "")
    if digits.isascii() and digits.isdigit() and len(digits) >= NIP_TAIL:
        return Sponsor.nip.endswith(digits)
    words = name_key(q).split()
    return (
        and_(*(Sponsor.name_key.contains(word, autoescape=True) for word in words))
        if words
        else Sponsor.id < 0
    )


def _order(wanted: SponsorFilter) -> Order:
    by_unit = (Unit.name_key,) if wanted.order is SponsorOrder.UNIT else ()
    return Order((*by_unit, Sponsor.name_key, Sponsor.id), wanted.falling)


def _rows(
    viewer: Viewer,
    found: Sequence[Any],
    circular_id: int | None,
    month: Month,
    today: date,
    *,
    everybody: bool = False,
) -> list[SponsorRow]:
    ids = None if everybody else [row[0] for row in found]
    if circular_id is None:
        found = [(*row[:6], 0, *row[7:]) for row in found]  # nothing is asked of anybody
    answers = _answers(circular_id, judged_on(month, today), ids)
    present = _present(viewer, today, ids)
    return [_row(row, answers.get(row[0]), present is None or row[0] in present) for row in found]


def _row(row: Any, answer: Answer | None, present: bool) -> SponsorRow:
    return SponsorRow(
        id=row[0],
        name=row[1],
        nip=row[2],
        employment=Employment(row[3]) if row[3] else None,
        unit_code=row[4],
        unit_name=row[5],
        state=duty_state_of(*row[6:11]),
        answer=answer,
        workers=row[11],
        registered=row[12],
        is_present=present,
    )


def duty_state_of(
    is_asn: int, is_none: int, is_target: int, is_registered: int, is_settled: int
) -> DutyState | None:
    if not is_asn:
        return None
    if is_settled:
        return DutyState.SETTLED
    if is_registered:
        return DutyState.UNPAID
    if is_target:
        return DutyState.UNREGISTERED
    return DutyState.NONE if is_none else DutyState.UNANSWERED


def _answers(circular_id: int | None, day: date, ids: Sequence[int] | None) -> dict[int, Answer]:
    statement = select(Declaration.sponsor_id, Declaration.answer).where(
        Declaration.circular_id == circular_id, Declaration.made_on <= day, Declaration.ends_on > day
    )
    if ids is not None:
        statement = statement.where(Declaration.sponsor_id.in_(ids))
    return {sponsor_id: Answer(answer) for sponsor_id, answer in db.session.execute(statement)}


def _present(viewer: Viewer, today: date, ids: Sequence[int] | None) -> set[int] | None:
    """Which of them have a page this viewer may open; None means all."""
    if viewer.units is None:
        return None
    statement = select(Sponsor.id).where(is_present(viewer, today))
    if ids is not None:
        statement = statement.where(Sponsor.id.in_(ids))
    return set(db.session.scalars(statement))
