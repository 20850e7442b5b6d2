"""Surat kuasa: recorded for one ASN or many, withdrawn with a date. At most one stands for an ASN on any day."""

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from sqlalchemy import or_, select

from lindung.actions import own, payers
from lindung.actions.acts import act, insert_rows
from lindung.actions.done import Done
from lindung.domain.deductions import DeductionSource
from lindung.domain.errors import ChangedMeanwhile, NotThere, RuleBroken
from lindung.domain.permissions import Act
from lindung.models.base import db
from lindung.models.deductions import Deduction, Mandate
from lindung.models.sponsors import Sponsor
from lindung.queries.mandates import mandate_row
from lindung.queries.staging import chunks
from lindung.queries.viewer import Viewer

MAY = (Act.EDIT_REGISTRATIONS, Act.RECORD_DEDUCTIONS)  # the office's clerk, or its treasurer


class MandateFacts(NamedTuple):
    source: DeductionSource
    number: str | None
    signed_on: date


def record_mandates(
    viewer: Viewer,
    sponsor_ids: Collection[int],
    facts: MandateFacts,
    expected_count: int,
    *,
    today: date,
    key: str | None = None,
) -> Done:
    """RuleBroken: mandate_stands (count, who), day_ahead (signed_on), count_changed, nobody_selected."""
    wanted = sorted(set(sponsor_ids))
    with act(viewer, "mandate.record", today=today, key=key) as deed:
        _check_may(viewer)
        own.check_day(facts.signed_on, today, "signed_on")
        number = own.short_text(facts.number, "number")
        payers.lock_sponsors(wanted)
        own.check_count(expected_count, len(wanted), len(own.present_among(viewer, wanted, today)))
        _refuse_second(wanted, facts.signed_on)
        shared = {"source": facts.source.value, "number": number, "signed_on": facts.signed_on}
        ids = insert_rows(deed, Mandate, [{"sponsor_id": id_, **shared} for id_ in wanted])
        done = Done(deed.id, count=len(wanted), record_id=ids[0] if len(ids) == 1 else None)
        deed.result = done.result
    return done


def withdraw_mandate(
    viewer: Viewer,
    mandate_id: int,
    withdrawn_on: date,
    seen_version: int,
    *,
    today: date,
    key: str | None = None,
) -> Done:
    """From that day on nothing may be deducted under it. RuleBroken: mandate_withdrawn, withdrawn_early, day_ahead."""
    with act(viewer, "mandate.withdraw", today=today, key=key) as deed:
        _check_may(viewer)
        found = mandate_row(viewer, mandate_id, today)
        payers.lock_sponsors([found.sponsor_id])
        own.check_present(viewer, [found.sponsor_id], today)
        row = db.session.get_one(Mandate, mandate_id, with_for_update=True, populate_existing=True)
        if row.withdrawn_on is not None:
            raise RuleBroken("mandate_withdrawn", on=row.withdrawn_on)
        if row.version != seen_version:
            raise ChangedMeanwhile({"version": row.version})
        own.check_day(withdrawn_on, today, "withdrawn_on")
        if withdrawn_on < row.signed_on:
            raise RuleBroken("withdrawn_early", field="withdrawn_on", signed_on=row.signed_on)
        _refuse_used_later(row, withdrawn_on)
        row.withdrawn_on = withdrawn_on
        done = Done(deed.id, record_id=row.id)
        deed.result = done.result
    return done


def _check_may(viewer: Viewer) -> None:
    if not any(viewer.may(one) for one in MAY):
        raise NotThere


def _refuse_second(sponsor_ids: Collection[int], signed_on: date) -> None:
    """Two at once would put one ASN on two lists, and deduct twice."""
    standing: list[str] = []
    for ids in chunks(sorted(sponsor_ids)):
        statement = (
            select(Sponsor.name)
            .join(Mandate, Mandate.sponsor_id == Sponsor.id)
            .where(Sponsor.id.in_(ids))
            .where(or_(Mandate.withdrawn_on.is_(None), Mandate.withdrawn_on > signed_on))
            .order_by(Sponsor.name_key, Sponsor.id)
        )
        standing += db.session.scalars(statement.distinct().add_columns(Sponsor.name_key, Sponsor.id))
    if standing:
        raise RuleBroken("mandate_stands", count=len(standing), who=standing[0])


def _refuse_used_later(row: Mandate, withdrawn_on: date) -> None:
    last = db.session.scalar(
        select(Deduction.deducted_on)
        .where(Deduction.mandate_id == row.id, Deduction.cancelled_on.is_(None))
        .where(Deduction.deducted_on >= withdrawn_on)
        .order_by(Deduction.deducted_on.desc())
        .limit(1)
    )
    if last is not None:
        raise RuleBroken("mandate_used_later", field="withdrawn_on", last=last)
