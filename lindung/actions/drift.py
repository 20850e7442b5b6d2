"""Copies and covers that no longer say what they are made from: found by `recount --check`, mended by `recount`."""

from collections.abc import Iterator
from itertools import groupby

from sqlalchemy import and_, select
from sqlalchemy.orm import aliased

from lindung.actions import balances, tree
from lindung.actions.balances import Drift as Drift
from lindung.actions.copies import refresh_homes, refresh_names
from lindung.actions.ledger import cover_text, rebuild_cover
from lindung.domain.months import Month
from lindung.models.base import db
from lindung.models.ledger import MonthCover
from lindung.models.sponsors import Posting
from lindung.models.workers import Enrolment, Worker

STREAMED = 5000  # rows fetched at a time: a big regency has millions of paid months


def drifted(running: Month) -> list[Drift]:
    """Every copy and cover that a fresh look does not confirm; empty when all is well."""
    return [*_names(), *_homes(running), *balances.drifted(), *_covers()]


def mend(running: Month) -> None:
    """Writes all copies and covers anew; call inside an act."""
    tree.refresh_copies()
    refresh_homes(db.session.scalars(select(Enrolment.sponsor_id).distinct()).all(), running)
    refresh_names(db.session.scalars(select(Enrolment.worker_id).distinct()).all())
    balances.mend()
    rebuild_cover(db.session.scalars(select(Enrolment.id)).all())


def _names() -> Iterator[Drift]:
    statement = (
        select(Enrolment.id).join(Worker).where(Enrolment.name_key != Worker.name_key).order_by(Enrolment.id)
    )
    return (Drift(id_, "name_key") for id_ in db.session.scalars(statement))


def _homes(running: Month) -> Iterator[Drift]:
    """Whoever stands nowhere in the running month stays where he stood last."""
    standing = aliased(Posting)
    here = and_(
        standing.sponsor_id == Enrolment.sponsor_id,
        standing.first_month <= running,
        standing.last_month >= running,
    )
    statement = (
        select(Enrolment.id)
        .join(standing, here)
        .where(Enrolment.unit_id != standing.unit_id)
        .order_by(Enrolment.id)
    )
    yield from (Drift(id_, "unit_id") for id_ in db.session.scalars(statement))
    nearest = tree.reporting_above()
    for id_, unit_id, opd_id in db.session.execute(select(Enrolment.id, Enrolment.unit_id, Enrolment.opd_id)):
        if nearest.get(unit_id) != opd_id:
            yield Drift(id_, "opd_id")


def _covers() -> Iterator[Drift]:
    paid = (
        select(MonthCover.enrolment_id, MonthCover.month)
        .where(MonthCover.due > 0, MonthCover.paid >= MonthCover.due)
        .order_by(MonthCover.enrolment_id)
    )
    stored = select(Enrolment.id, Enrolment.cover).order_by(Enrolment.id)
    months = groupby(
        db.session.execute(paid, execution_options={"yield_per": STREAMED}), key=lambda row: row[0]
    )
    payer, rows = next(months, (None, iter(())))
    for id_, cover in db.session.execute(stored, execution_options={"yield_per": STREAMED}):
        expected = cover_text(row[1] for row in rows) if payer == id_ else cover_text(())
        if payer == id_:
            payer, rows = next(months, (None, iter(())))
        if cover != expected:
            yield Drift(id_, "cover")
