"""A decided question made somebody of a list a fund's worker: his nomination says so (R6). Never commits."""

from sqlalchemy import select

from lindung.actions import nomination_writing
from lindung.actions.acts import Deed
from lindung.domain.nominations import NominationState
from lindung.models.base import db
from lindung.models.funds import Fund
from lindung.models.nominations import Nomination
from lindung.models.units import Unit
from lindung.models.workers import Enrolment, Worker

WAITING = (NominationState.VERIFIED.value, NominationState.PROPOSED.value)


def adopt(deed: Deed, enrolment_id: int) -> None:
    """Nothing where the payer is no fund, or nobody with this NIK waits on the list of the programme."""
    statement = (
        select(Nomination.id, Fund.id)
        .select_from(Enrolment)
        .join(Fund, Fund.sponsor_id == Enrolment.sponsor_id)
        .join(Worker, Worker.id == Enrolment.worker_id)
        .join(Nomination, Nomination.nik_index == Worker.nik_index)
        .where(Enrolment.id == enrolment_id, Nomination.circular_id == Enrolment.circular_id)
        .where(Nomination.state.in_(WAITING), Nomination.enrolment_id.is_(None))
        .order_by(Nomination.unit_id != Enrolment.unit_id, Nomination.id)
        .limit(1)
    )
    found = db.session.execute(statement).first()
    if found is not None:
        columns = {
            "state": NominationState.ADMITTED.value,
            "fund_id": found[1],
            "queue": None,
            "finding": None,
        }
        nomination_writing.change(deed, {found[0]: columns | {"enrolment_id": enrolment_id}})


def proposing_unit(code: str | None) -> int | None:
    """The village that a waiting row names: a fund's worker stands there, wherever the fund is posted."""
    return db.session.scalar(select(Unit.id).where(Unit.code == code)) if code else None
