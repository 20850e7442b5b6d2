"""Slowing guesses down: counted per account at one address and per address, never per account alone.

Whoever guesses somebody's password from a desk makes that desk wait; the owner at another desk signs in as ever.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address, ip_network
from math import ceil

from sqlalchemy import Connection, delete, func, insert, select

from lindung.actions.aside import aside
from lindung.domain.errors import RuleBroken
from lindung.models.accounts import SignInAttempt
from lindung.models.keys import current_keys

REMEMBERED = timedelta(hours=1)
FREE_PER_PAIR = 5
FREE_PER_ADDRESS = 40  # a whole office may stand behind one address
FIRST_WAIT = 15
LONGEST_WAIT = 15 * 60

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Subject:
    """What attempts are counted for: a keyed hash, so that the table names nobody."""

    key: str
    free: int


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try under way, counted as failed until it is forgiven."""

    ids: Sequence[int]
    subjects: Sequence[Subject]
    address: str

    def fail(self, account_id: int | None) -> None:
        """For the log: a name that nobody has may be a password in the wrong field, so it is not written down."""
        log.warning("sign-in refused: account %s from %s", account_id or "unknown", self.address)

    def forgive(self) -> None:
        """The try was right: it does not count, and neither do the earlier ones of this account at this address."""
        with aside() as connection:
            own = [subject.key for subject in self.subjects if subject.free == FREE_PER_PAIR]
            connection.execute(
                delete(SignInAttempt).where(SignInAttempt.id.in_(self.ids) | SignInAttempt.subject.in_(own))
            )


def begin_attempt(username: str, address: str) -> Attempt:
    """Counts one try before it is judged, so that many at once are not judged for free; refuses while one must wait."""
    subjects = (
        _subject(f"{username}|{_place(address)}", FREE_PER_PAIR),
        _subject(_place(address), FREE_PER_ADDRESS),
    )
    now = datetime.now(UTC)
    with aside() as connection:
        connection.execute(delete(SignInAttempt).where(SignInAttempt.at < now - REMEMBERED))
        wait = max(_wait(connection, subject, now) for subject in subjects)
        if wait > 0:
            log.warning("sign-in must wait %s s: %s from %s", wait, subjects[0].key[:12], address)
            raise must_wait(wait)
        rows = [{"subject": subject.key, "at": now} for subject in subjects]
        ids = connection.scalars(insert(SignInAttempt).returning(SignInAttempt.id), rows).all()
    return Attempt(ids, subjects, address)


def must_wait(seconds: int) -> RuleBroken:
    if seconds < 120:
        return RuleBroken("sign_in_wait", seconds=seconds, wait=seconds)
    return RuleBroken("sign_in_wait_minutes", minutes=ceil(seconds / 60), wait=seconds)


def _wait(connection: Connection, subject: Subject, now: datetime) -> int:
    count, last = connection.execute(
        select(func.count(), func.max(SignInAttempt.at)).where(SignInAttempt.subject == subject.key)
    ).one()
    if count < subject.free:
        return 0
    pause = min(FIRST_WAIT * 2 ** (count - subject.free), LONGEST_WAIT)
    return ceil((last + timedelta(seconds=pause) - now).total_seconds())


def _subject(text: str, free: int) -> Subject:
    return Subject(current_keys().blind(f"attempt|{text}").hex(), free)


def _place(address: str) -> str:
    """The address guesses are counted for: of IPv6 the network, because one machine has as many as it likes."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    return str(ip_network((address, 64), strict=False)) if parsed.version == 6 else str(parsed)
