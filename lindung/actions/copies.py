"""Copies that lists page on without a join: an enrolment's unit, its reporting unit and its worker's name."""

from collections.abc import Collection

from sqlalchemy import select, update

from lindung.actions import tree
from lindung.domain.duties import SponsorKind
from lindung.domain.months import Month
from lindung.models.base import db
from lindung.models.sponsors import Posting, Sponsor
from lindung.models.workers import Enrolment, Worker
from lindung.queries.staging import chunks


def refresh_homes(sponsor_ids: Collection[int], running: Month) -> None:
    """Enrolments follow their sponsor to where he stands in the running month; who stands nowhere stays.

    Those of a fund stay in the village that proposed the person, wherever the fund is posted.
    """
    nearest = tree.reporting_above() if sponsor_ids else {}
    for ids in chunks(sorted(sponsor_ids)):
        homes = db.session.execute(
            select(Posting.sponsor_id, Posting.unit_id)
            .join(Sponsor, Sponsor.id == Posting.sponsor_id)
            .where(Posting.sponsor_id.in_(ids), Sponsor.kind != SponsorKind.FUND.value)
            .where(Posting.first_month <= running, Posting.last_month >= running)
        ).all()
        for sponsor_id, unit_id in homes:
            db.session.execute(
                update(Enrolment)
                .where(Enrolment.sponsor_id == sponsor_id, Enrolment.unit_id != unit_id)
                .values(unit_id=unit_id, opd_id=nearest[unit_id])
                .execution_options(synchronize_session=False)
            )


def refresh_names(worker_ids: Collection[int]) -> None:
    for ids in chunks(sorted(worker_ids)):
        for worker_id, name_key in db.session.execute(
            select(Worker.id, Worker.name_key).where(Worker.id.in_(ids))
        ):
            db.session.execute(
                update(Enrolment)
                .where(Enrolment.worker_id == worker_id, Enrolment.name_key != name_key)
                .values(name_key=name_key)
                .execution_options(synchronize_session=False)
            )
