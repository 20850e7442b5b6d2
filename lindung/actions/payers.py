"""Whose counts an act can change: people where they stand, funds' enrolments one by one; locked before they count.

With somebody go the other payers of his workers, whose covers go on with every month paid (R18), and who shares his
household (R11). Of a fund that is named itself every enrolment counts.
"""

from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import ColumnElement, select

from lindung.domain.duties import SponsorKind
from lindung.models.base import db
from lindung.models.sponsors import Sponsor
from lindung.models.workers import Enrolment
from lindung.queries.counting import Counting, Counts, MonthUnit
from lindung.queries.staging import chunks


class Payers(NamedTuple):
    people: frozenset[int] = frozenset()
    funds: frozenset[int] = frozenset()
    enrolments: frozenset[int] = frozenset()  # of these funds, those the act is about
    named: frozenset[int] = frozenset()  # all enrolments the act has named that were there before it

    @property
    def size(self) -> int:
        return len(self.people) + len(self.enrolments)

    def counted_by(self, counting: Counting) -> dict[MonthUnit, Counts]:
        return counting.counted(self.people | self.funds, self.enrolments)

    def with_(self, other: "Payers") -> "Payers":
        return Payers(*(mine | theirs for mine, theirs in zip(self, other, strict=True)))


def locked(sponsor_ids: Collection[int], enrolment_ids: Collection[int] = ()) -> Payers:
    """Sponsors first, then funds' enrolments, each in id order (DESIGN section 3)."""
    held, found = Payers(), _found(sponsor_ids, enrolment_ids)
    while held.with_(found) != held:
        lock_sponsors(found.people - held.people)
        _lock_enrolments(found.enrolments - held.enrolments)
        # While we waited somebody else may have begun to pay, or a household may have been linked.
        held, found = held.with_(found), _found(sponsor_ids, enrolment_ids)
    return held


def afterwards(before: Payers, sponsor_ids: Collection[int], enrolment_ids: Collection[int]) -> Payers:
    """The same after the act, with the new people and the new enrolments it has added; nobody who was there before.

    A new enrolment of a person counts with him, so he must have been named, and counted, before.
    """
    new = directly(set(enrolment_ids) - before.named)
    if new.people - before.people:
        raise RuntimeError("an enrolment was added for somebody whose counts were not taken before")
    funds = funds_among(sponsor_ids)
    of_funds = Payers(funds=funds)
    for ids in chunks(sorted(funds)):
        of_funds = of_funds.with_(_paying(Enrolment.sponsor_id.in_(ids)))
    return before.with_(new).with_(of_funds).with_(Payers(frozenset(sponsor_ids) - funds))


def directly(enrolment_ids: Collection[int]) -> Payers:
    """Who pays for these enrolments, and for nobody else."""
    found = Payers()
    for ids in chunks(sorted(set(enrolment_ids))):
        found = found.with_(_paying(Enrolment.id.in_(ids)))
    return found


def funds_among(sponsor_ids: Collection[int]) -> frozenset[int]:
    found: set[int] = set()
    for ids in chunks(sorted(set(sponsor_ids))):
        is_fund = Sponsor.kind == SponsorKind.FUND.value
        found.update(db.session.scalars(select(Sponsor.id).where(Sponsor.id.in_(ids), is_fund)))
    return frozenset(found)


def members_of(household_ids: Collection[int]) -> set[int]:
    """Who shares these households, or shared them last (R11)."""
    found: set[int] = set()
    for ids in chunks(sorted(household_ids)):
        found.update(db.session.scalars(select(Sponsor.id).where(Sponsor.household_id.in_(ids))))
    return found


def lock_sponsors(sponsor_ids: Collection[int]) -> None:
    """Takes the sponsors' rows in id order, the first of the one lock order (DESIGN section 3)."""
    for ids in chunks(sorted(sponsor_ids)):
        statement = select(Sponsor.id).where(Sponsor.id.in_(ids)).order_by(Sponsor.id).with_for_update()
        db.session.execute(statement).all()


def _lock_enrolments(enrolment_ids: Collection[int]) -> None:
    for ids in chunks(sorted(enrolment_ids)):
        statement = select(Enrolment.id).where(Enrolment.id.in_(ids)).order_by(Enrolment.id).with_for_update()
        db.session.execute(statement).all()


def _found(sponsor_ids: Collection[int], enrolment_ids: Collection[int]) -> Payers:
    funds = funds_among(sponsor_ids)
    found = Payers(frozenset(sponsor_ids) - funds, funds)
    for ids in chunks(sorted(set(enrolment_ids))):
        workers = select(Enrolment.worker_id).where(Enrolment.id.in_(ids))
        known = db.session.scalars(select(Enrolment.id).where(Enrolment.id.in_(ids)))
        found = found.with_(_paying(Enrolment.worker_id.in_(workers))).with_(Payers(named=frozenset(known)))
    for ids in chunks(sorted(funds)):
        workers = select(Enrolment.worker_id).where(Enrolment.sponsor_id.in_(ids))
        found = found.with_(_paying(Enrolment.worker_id.in_(workers)))
    return found._replace(people=found.people | _housemates(found.people))


def _paying(which: ColumnElement[bool]) -> Payers:
    statement = select(Enrolment.id, Enrolment.sponsor_id, Sponsor.kind).join(
        Sponsor, Sponsor.id == Enrolment.sponsor_id
    )
    rows = db.session.execute(statement.where(which)).all()
    of_funds = [row for row in rows if row.kind == SponsorKind.FUND.value]
    funds = frozenset(row.sponsor_id for row in of_funds)
    people = frozenset(row.sponsor_id for row in rows) - funds
    return Payers(people, funds, frozenset(row.id for row in of_funds))


def _housemates(people: Collection[int]) -> set[int]:
    houses: set[int] = set()
    for ids in chunks(sorted(people)):
        shared = select(Sponsor.household_id).where(Sponsor.id.in_(ids), Sponsor.household_id.is_not(None))
        houses.update(one for one in db.session.scalars(shared) if one)
    return members_of(houses)
