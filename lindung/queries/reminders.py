"""Who was reminded of a circular, when last and how often; and whom a reminder would go to today."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import distinct, func, select

from lindung.domain.duties import CircularState, DutyState
from lindung.domain.months import OPEN_END, Month, default_month
from lindung.models.accounts import Account
from lindung.models.acts import ActRow
from lindung.models.base import db
from lindung.models.circulars import Circular
from lindung.models.letters import Reminder, ReminderLine
from lindung.models.sponsors import Posting, Sponsor
from lindung.models.units import Unit
from lindung.queries.counting import standing_rows
from lindung.queries.rates import holidays
from lindung.queries.staging import chunks
from lindung.queries.viewer import Viewer, within


class Reminded(NamedTuple):
    """ "Diingatkan 2x, terakhir 12 Nov"."""

    times: int
    last_on: date
    last_by: str | None  # None: the console


class ReminderRow(NamedTuple):
    """One reminder as it was recorded."""

    id: int
    on: date
    by: str | None
    people: int
    text: str
    act_id: int


class Open(NamedTuple):
    """Somebody who still has something to do."""

    sponsor_id: int
    name: str
    unit_code: str
    unit_name: str
    phone: str | None
    state: DutyState  # unanswered, unregistered or unpaid
    reminded: Reminded | None


def reminded(viewer: Viewer, circular_id: int, sponsor_ids: Collection[int]) -> dict[int, Reminded]:
    """Of these people, those who were reminded; the caller has found them within the viewer's reach."""
    found: dict[int, Reminded] = {}
    for ids in chunks(sorted(sponsor_ids)):
        statement = (
            select(ReminderLine.sponsor_id, Reminder.reminded_on, Account.name)
            .join(Reminder, Reminder.id == ReminderLine.reminder_id)
            .join(ActRow, ActRow.id == Reminder.act_id)
            .outerjoin(Account, Account.id == ActRow.account_id)
            .where(Reminder.circular_id == circular_id, ReminderLine.sponsor_id.in_(ids))
            .order_by(Reminder.reminded_on, Reminder.id)
        )
        for sponsor_id, on, by in db.session.execute(statement):
            earlier = found.get(sponsor_id)
            found[sponsor_id] = Reminded(earlier.times + 1 if earlier else 1, on, by)
    return found


def open_people(
    viewer: Viewer, circular_id: int, today: date, sponsor_ids: Collection[int] | None = None
) -> list[Open]:
    """Everybody within reach (of those asked for) who is not done today, by unit and name: the list of a reminder."""
    parts: Iterable[Sequence[int] | None] = [None] if sponsor_ids is None else chunks(sorted(sponsor_ids))
    rows = [row for part in parts for row in _open_rows(viewer, circular_id, today, part)]
    before = reminded(viewer, circular_id, [row[0] for row in rows])
    rows.sort(key=lambda row: (row[5], row[6], row[0]))
    return [_open(row, before.get(row[0])) for row in rows]


def reminder_rows(viewer: Viewer, circular_id: int, *, most: int = 50) -> list[ReminderRow]:
    """Reminders recorded for people of the viewer's units, newest first; only they are counted."""
    statement = (
        select(
            Reminder.id,
            Reminder.reminded_on,
            Account.name,
            func.count(distinct(ReminderLine.sponsor_id)),
            Reminder.text,
            Reminder.act_id,
        )
        .join(ReminderLine, ReminderLine.reminder_id == Reminder.id)
        .join(Posting, Posting.sponsor_id == ReminderLine.sponsor_id)
        .join(Unit, Unit.id == Posting.unit_id)
        .join(ActRow, ActRow.id == Reminder.act_id)
        .outerjoin(Account, Account.id == ActRow.account_id)
        .where(Reminder.circular_id == circular_id, Posting.last_month == OPEN_END)
        .group_by(Reminder.id, Account.name)
        .order_by(Reminder.id.desc())
        .limit(most)
    )
    return [ReminderRow(*row) for row in db.session.execute(within(viewer, statement, Unit.path))]


def _open_rows(viewer: Viewer, circular_id: int, today: date, sponsor_ids: Sequence[int] | None) -> list[Any]:
    """Answers and registrations as of today; payments of the last month whose due date has passed (R15)."""
    circular = db.session.get(Circular, circular_id)
    if circular is None or circular.state == CircularState.DRAFT.value:
        return []
    running = Month.of(today)
    due = default_month(today, holidays(running))
    flags = standing_rows(circular, sorted({running, due}), today, sponsor_ids).c
    statement = (
        select(
            Sponsor.id,
            Sponsor.name,
            Unit.code,
            Unit.name,
            Sponsor.phone,
            Unit.path,
            Sponsor.name_key,
            flags.is_target,
            flags.is_registered,
            flags.is_settled,
            flags.month,
        )
        .join(Sponsor, Sponsor.id == flags.sponsor_id)
        .join(Unit, Unit.id == flags.unit_id)
        .where(flags.is_asn == 1, flags.is_none == 0)
    )
    rows = db.session.execute(within(viewer, statement, Unit.path)).all()
    unpaid = {row[0] for row in rows if row[10] == due.number and row[8] and not row[9]}
    return [row for row in rows if row[10] == running.number and (not row[8] or row[0] in unpaid)]


def _open(row: Any, before: Reminded | None) -> Open:
    state = DutyState.UNANSWERED
    if row[7]:
        state = DutyState.UNPAID if row[8] else DutyState.UNREGISTERED
    sponsor_id, name, unit_code, unit_name, phone = row[:5]
    return Open(sponsor_id, name, unit_code, unit_name, phone, state, before)
