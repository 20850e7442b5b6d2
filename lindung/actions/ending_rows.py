"""A dated row that ends earlier, and a future one that is taken away again."""

from datetime import date

from sqlalchemy import func, select

from lindung.actions import dated_rows, own
from lindung.actions.acts import act
from lindung.actions.done import Done
from lindung.domain.errors import NotThere, RuleBroken
from lindung.domain.months import Month
from lindung.domain.permissions import Act
from lindung.domain.rates import Tariff
from lindung.domain.registration import Programme, Segment
from lindung.models.base import db
from lindung.models.rates import BenefitRow, DiscountRow, Holiday, RateRow, ThresholdRow
from lindung.models.workers import Enrolment
from lindung.queries.viewer import Viewer

Ending = RateRow | DiscountRow | BenefitRow
MODELS: dict[str, type[RateRow] | type[DiscountRow] | type[BenefitRow] | type[ThresholdRow]] = {
    model.__tablename__: model for model in (RateRow, DiscountRow, BenefitRow, ThresholdRow)
}


def end_row(
    viewer: Viewer,
    record: str,
    row_id: int,
    last: Month,
    *,
    sure: bool = False,
    today: date,
    key: str | None = None,
) -> Done:
    """The row counts up to and including `last`. A limit has no end of its own: its successor ends it."""
    with act(viewer, f"{record}.end", today=today, key=key) as deed:
        own.check_may(viewer, Act.MANAGE_SETTINGS)
        model = MODELS.get(record)
        if model is None:
            raise NotThere
        row = dated_rows.found(model, row_id)
        if isinstance(row, ThresholdRow):
            raise RuleBroken("threshold_needs_successor", field="last_month")
        if isinstance(row, BenefitRow):
            dated_rows.end(row, last)
        else:
            with dated_rows.counted_anew(deed, last.next()):
                dated_rows.end(row, last)
                _refuse_used(row, last)
                dated_rows.settle(deed, {model}, last.next(), sure=sure)
        done = Done(deed.id, record_id=row_id)
        deed.result = done.result
    return done


def remove_row(viewer: Viewer, record: str, row_id: int, *, today: date, key: str | None = None) -> Done:
    """A row that counts for no month yet; what it had closed goes on as before."""
    running = Month.of(today)
    with act(viewer, f"{record}.remove", today=today, key=key) as deed:
        own.check_may(viewer, Act.MANAGE_SETTINGS)
        model = MODELS.get(record)
        if model is None:
            _remove_holiday(record, row_id, today)
        else:
            row = dated_rows.found(model, row_id)
            with dated_rows.counted_anew(deed, max(row.first_month, running.next())):
                _refuse_used(row, running)
                first = dated_rows.take_away(row, running)
                dated_rows.settle(deed, {model}, first, sure=True)
        done = Done(deed.id, record_id=row_id)
        deed.result = done.result
    return done


def _remove_holiday(record: str, row_id: int, today: date) -> None:
    row = db.session.get(Holiday, row_id, with_for_update=True) if record == Holiday.__tablename__ else None
    if row is None:
        raise NotThere
    if row.day <= today:
        raise RuleBroken("holiday_is_past", field="row", day=row.day)
    db.session.delete(row)
    db.session.flush()


def _refuse_used(row: object, last: Month) -> None:
    """Somebody who is covered in this band would owe nothing, and so never be protected."""
    if not isinstance(row, RateRow):
        return
    others = select(func.count(RateRow.id)).where(
        RateRow.segment == row.segment,
        RateRow.band == row.band,
        RateRow.programme == row.programme,
        RateRow.id != row.id,
        RateRow.first_month <= last.next(),
        RateRow.last_month > last,
    )
    if db.session.scalar(others):
        return
    statement = select(Enrolment.tariff, func.count(Enrolment.id)).where(
        Enrolment.tariff.startswith(f"{row.segment}:"),
        Enrolment.ended_on.is_(None) | (Enrolment.ended_on > last.last_day()),
    )
    used = 0
    for code, count in db.session.execute(statement.group_by(Enrolment.tariff)):
        tariff = Tariff.of_code(code)
        same = tariff.segment is Segment(row.segment) and tariff.band == row.band
        used += count if same and Programme(row.programme) in tariff.programmes else 0
    if used:
        raise RuleBroken("rate_in_use", field="last_month", workers=used)
