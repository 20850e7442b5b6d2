"""Two ASN of one household: linked, one ART meets both duties and counts once (R11); and parted again."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from lindung.actions import own, summaries
from lindung.actions.acts import act
from lindung.actions.done import Done
from lindung.domain import households
from lindung.domain.errors import NotThere, RuleBroken
from lindung.domain.months import OPEN_END, Month
from lindung.domain.permissions import Act
from lindung.models.base import db
from lindung.models.sponsors import Household, Sponsor
from lindung.queries.viewer import Viewer


def link(
    viewer: Viewer,
    sponsor_id: int,
    other_id: int,
    *,
    nip: str | None = None,
    note: str | None = None,
    today: date,
    key: str | None = None,
) -> Done:
    """From the running month on; `sponsor_id` is within reach, the other may be any office's. `record_id`: household.

    `nip`: whole, of a person of another office (else NotThere).

    RuleBroken (other): household_same_person, household_not_asn, household_left, household_linked_already,
    household_linked_elsewhere; month_locked where an earlier household of one of them counted in a closed month.
    """
    with act(viewer, "household.link", today=today, key=key) as deed:
        own.own_sponsor(viewer, sponsor_id, Act.EDIT_REGISTRATIONS, today)
        wanted = sorted({sponsor_id, other_id})
        words, running = own.short_text(note, "note"), Month.of(today)
        since = min([running, *(one.first_month for one in _houses(wanted))])
        with summaries.difference(deed, wanted, since=since):
            own.check_present(viewer, [sponsor_id], today)
            rows = _read(wanted)
            if len(rows) < len(wanted):
                raise NotThere
            for one in rows:
                if one.id != sponsor_id:
                    own.check_named(viewer, one, nip, today)
            _refuse(rows, running, same=sponsor_id == other_id)
            household = Household(first_month=running, last_month=OPEN_END, note=words)
            db.session.add(household)
            db.session.flush()
            for one in rows:
                one.household_id = household.id
        done = Done(deed.id, record_id=household.id)
        deed.result = done.result | {"people": wanted}
    return done


def unlink(viewer: Viewer, sponsor_id: int, *, today: date, key: str | None = None) -> Done:
    """From the running month on each counts by himself again; RuleBroken: household_none."""
    with act(viewer, "household.unlink", today=today, key=key) as deed:
        sponsor, running = (
            own.own_sponsor(viewer, sponsor_id, Act.EDIT_REGISTRATIONS, today),
            Month.of(today),
        )
        members = _members(sponsor.household_id)
        with summaries.difference(deed, members or [sponsor_id], since=running):
            own.check_present(viewer, [sponsor_id], today)
            rows = _read(members)
            household = _standing(next((one for one in rows if one.id == sponsor_id), None), running)
            span = households.Span(household.first_month, household.last_month).ended(running)
            if span is not None:
                household.last_month = span.last
            else:  # linked and parted in one month: it never counted
                for one in rows:
                    one.household_id = None
        done = Done(deed.id, record_id=household.id)
        deed.result = done.result | {"people": members}
    return done


def _refuse(rows: Sequence[Sponsor], running: Month, *, same: bool) -> None:
    households.check_pair((rows[0].kind, rows[-1].kind), same=same)
    for one in rows:
        if one.left_on is not None:
            raise RuleBroken("household_left", field="other")
    standing = {
        house.id
        for house in _houses([one.id for one in rows])
        if households.Span(house.first_month, house.last_month).stands(running)
    }
    if not standing:
        return
    together = {one.household_id for one in rows} == standing and len(standing) == 1
    raise RuleBroken("household_linked_already" if together else "household_linked_elsewhere", field="other")


def _standing(sponsor: Sponsor | None, running: Month) -> Household:
    household = db.session.get(Household, sponsor.household_id) if sponsor and sponsor.household_id else None
    if household is None or not households.Span(household.first_month, household.last_month).stands(running):
        raise RuleBroken("household_none")
    return household


def _houses(sponsor_ids: Sequence[int]) -> Sequence[Household]:
    statement = select(Household).join(Sponsor, Sponsor.household_id == Household.id)
    return db.session.scalars(statement.where(Sponsor.id.in_(sponsor_ids)).distinct()).all()


def _members(household_id: int | None) -> list[int]:
    if household_id is None:
        return []
    statement = select(Sponsor.id).where(Sponsor.household_id == household_id).order_by(Sponsor.id)
    return list(db.session.scalars(statement))


def _read(sponsor_ids: Sequence[int]) -> Sequence[Sponsor]:
    """Read anew: they are locked now."""
    statement = select(Sponsor).where(Sponsor.id.in_(sponsor_ids)).order_by(Sponsor.id)
    return db.session.scalars(statement.execution_options(populate_existing=True)).all()
