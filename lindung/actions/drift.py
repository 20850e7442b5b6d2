"""Copies and covers that no longer say what they are made from: found by `recount --check`, mended by `recount`."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from sqlalchemy import Select, and_, select
from sqlalchemy.orm import aliased

from lindung.actions import balances, tree
from lindung.actions.balances import Drift
from lindung.actions.copies import refresh_homes, refresh_names
from lindung.actions.ledger import cover_text, rebuild_cover
from lindung.domain.duties import SponsorKind
from lindung.domain.months import Month
from lindung.models.base import db
from lindung.models.ledger import MonthCover
from lindung.models.sponsors import Posting, Sponsor
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
    """Whoever stands nowhere in the running month stays where he stood last; a fund's worker where he was proposed."""
    standing = aliased(Posting)
    here = and_(
        standing.sponsor_id == Enrolment.sponsor_id,
        standing.first_month <= running,
        standing.last_month >= running,
    )
    statement = (
        select(Enrolment.id)
        .join(Sponsor, Sponsor.id == Enrolment.sponsor_id)
        .join(standing, here)
        .where(Enrolment.unit_id != standing.unit_id, Sponsor.kind != SponsorKind.FUND.value)
        .order_by(Enrolment.id)
    )
    yield from (Drift(id_, "unit_id") for id_ in db.session.scalars(statement))
    nearest = tree.reporting_above()
    for id_, unit_id, opd_id in db.session.execute(select(Enrolment.id, Enrolment.unit_id, Enrolment.opd_id)):
        if nearest.get(unit_id) != opd_id:
            yield Drift(id_, "opd_id")


def _covers() -> Iterator[Drift]:
    """Each enrolment shows every paid month of its worker and job, whoever paid it (R18)."""
    paid = (
        select(MonthCover.worker_id, MonthCover.job, MonthCover.month)
        .where(MonthCover.due > 0, MonthCover.paid >= MonthCover.due)
        .order_by(MonthCover.worker_id, MonthCover.job)
    )
    stored = select(Enrolment.worker_id, Enrolment.job, Enrolment.id, Enrolment.cover).order_by(
        Enrolment.worker_id, Enrolment.job, Enrolment.id
    )
    months = _by_job(paid)
    job, rows = next(months, (None, iter(())))
    for current, enrolments in _by_job(stored):
        expected = cover_text(row[2] for row in rows) if job == current else cover_text(())
        if job == current:
            job, rows = next(months, (None, iter(())))
        for _, _, id_, cover in enrolments:
            if cover != expected:
                yield Drift(id_, "cover")


def _by_job(statement: "Select[*tuple[Any, ...]]") -> Iterator[tuple[tuple[int, int] | None, Iterator[Any]]]:
    rows = db.session.execute(statement, execution_options={"yield_per": STREAMED})
    return groupby(rows, key=lambda row: (row[0], row[1]))
