"""Slowing guesses down: counted per account at one address and per address, never per account alone.

Whoever guesses somebody's password from a desk makes that desk wait; the owner at another desk signs in as ever.
Offices share one address, so a browser that has signed in as the account before is counted by itself.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address, ip_network
from math import ceil
from typing import NamedTuple

from sqlalchemy import Connection, delete, func, insert, select

from lindung.actions.aside import aside
from lindung.domain.errors import RuleBroken
from lindung.models.accounts import SignInAttempt
from lindung.models.keys import current_keys

REMEMBERED = timedelta(hours=1)
FREE_PER_PAIR = 5
FREE_PER_ADDRESS = 100  # a whole office may stand behind one address
FREE_CODES_PER_ADDRESS = 30
FIRST_WAIT = 15
LONGEST_WAIT = 15 * 60
ACCOUNTS_PER_DEVICE = 8  # a PC at a counter is used by several

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Subject:
    """What attempts are counted for: a keyed hash, so that the table names nobody."""

    key: str
    free: int
    is_own: bool = False  # of one account: its wrong tries are forgotten with the right one


class Device(NamedTuple):
    """A browser that has signed in before, and as whom: accounts by keyed hash, the latest first."""

    number: str
    accounts: tuple[str, ...] = ()

    def knows(self, username: str) -> bool:
        return _account(username) in self.accounts

    def after_sign_in(self, username: str) -> "Device":
        mine = _account(username)
        others = [one for one in self.accounts if one != mine]
        return Device(self.number, (mine, *others[: ACCOUNTS_PER_DEVICE - 1]))


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
            own = [subject.key for subject in self.subjects if subject.is_own]
            connection.execute(
                delete(SignInAttempt).where(SignInAttempt.id.in_(self.ids) | SignInAttempt.subject.in_(own))
            )


def begin_attempt(username: str, address: str, device: Device | None = None) -> Attempt:
    """Counts one try before it is judged, so that many at once are not judged for free; refuses while one must wait."""
    if device is not None and device.knows(username):
        return _begin(address, _subject(f"{username}|{device.number}", FREE_PER_PAIR, is_own=True))
    pair = _subject(f"{username}|{_place(address)}", FREE_PER_PAIR, is_own=True)
    return _begin(address, pair, _subject(_place(address), FREE_PER_ADDRESS))


def begin_code(address: str, device: Device | None = None) -> Attempt:
    """The same for one-time codes, which name no account: a browser that has signed in before is counted by itself."""
    if device is not None and device.accounts:
        return _begin(address, _subject(f"|codes|{device.number}", FREE_PER_PAIR, is_own=True))
    return _begin(address, _subject(f"|codes|{_place(address)}", FREE_CODES_PER_ADDRESS))


def _begin(address: str, *subjects: Subject) -> Attempt:
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


def _subject(text: str, free: int, *, is_own: bool = False) -> Subject:
    return Subject(current_keys().blind(f"attempt|{text}").hex(), free, is_own)


def _account(username: str) -> str:
    return current_keys().blind(f"device|{username}").hex()


def _place(address: str) -> str:
    """The address guesses are counted for: of IPv6 the network, because one machine has as many as it likes."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    return str(ip_network((address, 64), strict=False)) if parsed.version == 6 else str(parsed)
