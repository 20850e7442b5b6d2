"""Who pays, changed in place: a person's facts, the unit he belongs to, that he has left, that he was missing."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import func, select

from lindung.actions import handover_queue, own, sponsor_writing, summaries
from lindung.actions.acts import Deed, act
from lindung.actions.copies import refresh_homes
from lindung.actions.done import Done, Remark
from lindung.actions.sponsor_writing import NewSponsor
from lindung.domain.accounts import checked_name
from lindung.domain.duties import CircularState, Employment, SponsorKind
from lindung.domain.errors import NotThere, RuleBroken
from lindung.domain.handovers import HandoverCause
from lindung.domain.identifiers import birth_date_from_nip, checked_nip
from lindung.domain.months import BEGINNING, Month
from lindung.domain.names import name_key
from lindung.domain.permissions import Act
from lindung.models.base import db
from lindung.models.circulars import Circular
from lindung.models.sponsors import Posting, Sponsor
from lindung.models.units import Unit
from lindung.queries.sponsors import is_present
from lindung.queries.viewer import Viewer

SHOWN = ("name", "nip", "employment", "grade", "position", "phone", "email", "left_on", "left_reason")
YOUNGEST = 17  # nobody serves before that age
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


class LeaveReason(StrEnum):
    RETIRED = "retired"
    DIED = "died"
    MOVED_AWAY = "moved_away"  # to another regency or a ministry; inside the regency it is a move
    RESIGNED = "resigned"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class SponsorFacts:
    """Everything a person's own row holds; what is None is emptied. An ASN has a NIP, other staff may have none."""

    name: str
    nip: str | None
    employment: Employment
    grade: str | None = None
    position: str | None = None
    phone: str | None = None
    email: str | None = None


def edit_sponsor(
    viewer: Viewer,
    sponsor_id: int,
    facts: SponsorFacts,
    *,
    seen_version: int,
    today: date,
    key: str | None = None,
) -> Done:
    """New facts of one person. Fields of RuleBroken: name, nip, phone, email."""
    with act(viewer, "sponsor.edit", today=today, key=key) as deed:
        with _row_as_seen(deed, sponsor_id, seen_version, since=BEGINNING) as sponsor:
            columns = _columns(facts)
            _refuse_taken(viewer, columns["nip"], sponsor_id, today)
            for name, value in columns.items():
                setattr(sponsor, name, value)
        done = Done(deed.id, record_id=sponsor_id, remarks=_remarks(columns["nip"]))
        deed.result = done.result
    return done


def move_sponsor(
    viewer: Viewer,
    sponsor_id: int,
    unit_code: str,
    from_month: Month,
    *,
    seen_version: int,
    today: date,
    key: str | None = None,
) -> Done:
    """To any open unit of the regency, from a month on (not ahead); earlier months stay, and the new office confirms
    that his workers are still paid for (R10).

    Fields: unit_code (unknown, closed, already there), from_month (ahead).
    """
    with act(viewer, "sponsor.move", today=today, key=key) as deed:
        with _row_as_seen(deed, sponsor_id, seen_version, since=from_month) as sponsor:
            _refuse_left(sponsor)
            left = [one.unit_id for one in sponsor_writing.postings_of(sponsor_id)][-1:]
            unit_id = _post(sponsor, unit_code, from_month, today)
            if left and handover_queue.changes_office(left[0], unit_id):
                handover_queue.enqueue(deed, {sponsor_id: HandoverCause.MOVED}, from_month)
        done = Done(deed.id, record_id=sponsor_id)
        deed.result = done.result
    return done


def leave_sponsor(
    viewer: Viewer,
    sponsor_id: int,
    on: date,
    reason: LeaveReason,
    *,
    seen_version: int,
    today: date,
    key: str | None = None,
) -> Done:
    """From that day's month on he counts nowhere, and his workers wait for somebody else to pay (R10).

    Fields: on (ahead, before he began, before any circular counted him or he could serve).
    """
    with act(viewer, "sponsor.leave", today=today, key=key) as deed:
        own.check_day(on, today, "on")
        with _row_as_seen(deed, sponsor_id, seen_version, since=Month.of(on)) as sponsor:
            _refuse_left(sponsor)
            postings = sponsor_writing.postings_of(sponsor_id)
            if postings and Month.of(on) <= postings[0].first_month:
                raise RuleBroken("leave_before_posting", field="on", first=postings[0].first_month)
            _refuse_long_ago(sponsor, on, today)
            sponsor_writing.unpost(sponsor, postings, on, reason.value)
            handover_queue.enqueue(deed, {sponsor_id: HandoverCause(reason.value)}, Month.of(on))
        done = Done(deed.id, record_id=sponsor_id)
        deed.result = done.result
    return done


def return_sponsor(
    viewer: Viewer,
    sponsor_id: int,
    unit_code: str,
    from_month: Month,
    *,
    seen_version: int,
    today: date,
    key: str | None = None,
) -> Done:
    """Somebody who had left belongs to a unit again from a month on. Fields as move_sponsor."""
    with act(viewer, "sponsor.return", today=today, key=key) as deed:
        with _row_as_seen(deed, sponsor_id, seen_version, since=from_month) as sponsor:
            if sponsor.left_on is None:
                raise RuleBroken("sponsor_has_not_left", name=sponsor.name)
            _post(sponsor, unit_code, from_month, today)
            handover_queue.close_of(deed, [sponsor_id])
        done = Done(deed.id, record_id=sponsor_id)
        deed.result = done.result
    return done


def add_sponsor(
    viewer: Viewer,
    unit_code: str,
    facts: SponsorFacts,
    *,
    from_month: Month | None = None,
    today: date,
    key: str | None = None,
) -> Done:
    """Somebody who was missing: posted since the books began unless a month is given. `record_id` is the sponsor.

    Fields: unit_code (own units only), nip (taken), name, from_month.
    """
    with act(viewer, "sponsor.add", today=today, key=key) as deed:
        own.check_may(viewer, Act.EDIT_REGISTRATIONS)
        first = from_month or BEGINNING
        columns = _columns(facts)
        _refuse_taken(viewer, columns["nip"], None, today)
        people: list[int] = []
        with summaries.difference(deed, people, since=first):
            unit = _open_unit(unit_code, first, today)
            if not viewer.sees(unit.path):
                raise RuleBroken("unit_not_yours", field="unit_code", given=unit_code)
            # A new row is nobody's to wait for: it joins the people counted afterwards.
            people += sponsor_writing.insert_sponsors(deed, [NewSponsor(columns, unit.id, first)])
        done = Done(deed.id, record_id=people[0], remarks=_remarks(columns["nip"]))
        deed.result = done.result
    return done


@contextmanager
def _row_as_seen(deed: Deed, sponsor_id: int, seen_version: int, *, since: Month) -> Iterator[Sponsor]:
    """A person of the viewer's under lock, unchanged since it was drawn; counted anew from a month on.

    Funds have acts of their own.
    """
    sponsor = own.own_sponsor(deed.viewer, sponsor_id, Act.EDIT_REGISTRATIONS, deed.today)
    if sponsor.kind == SponsorKind.FUND.value:
        raise NotThere
    with summaries.difference(deed, [sponsor_id], since=since):
        own.as_seen(deed.viewer, sponsor, seen_version, SHOWN, deed.today)
        yield sponsor


def _refuse_left(sponsor: Sponsor) -> None:
    if sponsor.left_on is not None:
        raise RuleBroken("sponsor_has_left", name=sponsor.name, left_on=sponsor.left_on)


def _refuse_long_ago(sponsor: Sponsor, on: date, today: date) -> None:
    """What the books hold "since the beginning" has no first month to be measured by."""
    first = select(func.min(Circular.in_force_from)).where(
        Circular.state != CircularState.DRAFT.value, Circular.in_force_from <= today
    )
    begun = db.session.scalar(first)
    if begun is not None and on < (since := Month.of(begun).first_day()):
        raise RuleBroken("leave_before_circulars", field="on", since=since)
    born_on = birth_date_from_nip(sponsor.nip) if sponsor.nip else None
    if born_on is not None and on.year < born_on.year + YOUNGEST:
        raise RuleBroken("leave_before_serving", field="on", born_on=born_on)


def _post(sponsor: Sponsor, unit_code: str, month: Month, today: date) -> int:
    unit = _open_unit(unit_code, month, today)
    postings = sponsor_writing.postings_of(sponsor.id)
    if _stays(postings, unit.id, month):
        raise RuleBroken("sponsor_already_there", field="unit_code", unit=unit.name)
    sponsor_writing.post(sponsor, postings, unit.id, month)
    db.session.flush()
    refresh_homes([sponsor.id], Month.of(today))
    return unit.id


def _stays(postings: list[Posting], unit_id: int, month: Month) -> bool:
    """Whether from that month on he is in this unit already, and nowhere else later."""
    later = [one for one in postings if one.last_month >= month]
    return len(later) == 1 and later[0].unit_id == unit_id and later[0].first_month <= month


def _open_unit(unit_code: str, month: Month, today: date) -> Unit:
    """Where somebody may come to stand: a posting has no end, so the unit must not be about to close either."""
    running = Month.of(today)
    if month > running:
        raise RuleBroken("move_ahead", field="from_month", month=month, running=running)
    unit = own.any_unit(unit_code)
    # Whoever closes a unit holds all of them: he is waited for, and then his closing is seen.
    db.session.refresh(unit, with_for_update={"read": True, "key_share": True})
    if unit.closed_from is not None:
        raise RuleBroken("unit_closed", field="unit_code", unit=unit.name, month=unit.closed_from)
    return unit


def _columns(facts: SponsorFacts) -> dict[str, Any]:
    name = checked_name(facts.name)
    needs_nip = facts.employment is not Employment.NON_ASN
    phone, email = own.phone_number(facts.phone), own.short_text(facts.email, "email")
    if email and not EMAIL.fullmatch(email):
        raise RuleBroken("email_wrong", field="email")
    return {
        "kind": facts.employment.kind.value,
        "nip": checked_nip(facts.nip or "") if needs_nip or facts.nip else None,
        "name": name,
        "name_key": name_key(name),
        "employment": facts.employment.value,
        "grade": own.short_text(facts.grade, "grade"),
        "position": own.short_text(facts.position, "position"),
        "phone": phone,
        "email": email,
    }


def _refuse_taken(viewer: Viewer, nip: str | None, sponsor_id: int | None, today: date) -> None:
    """One NIP, one row (R3). Another office's person is only said to exist."""
    taken = db.session.execute(
        select(Sponsor.id, Sponsor.name, is_present(viewer, today)).where(Sponsor.nip == nip)
    ).first()
    if taken is None or nip is None or taken[0] == sponsor_id:
        return
    if taken[2]:
        raise RuleBroken("nip_taken", field="nip", name=taken[1])
    raise RuleBroken("nip_taken_elsewhere", field="nip")


def _remarks(nip: str | None) -> list[Remark]:
    return [Remark("nip_date_impossible", "nip")] if nip and birth_date_from_nip(nip) is None else []
