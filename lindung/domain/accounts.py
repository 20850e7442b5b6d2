"""What makes an account usable: its name, its password, its grants and the codes people type."""

import re
import secrets
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise

from lindung.domain.breached import COMMON
from lindung.domain.errors import RuleBroken
from lindung.domain.names import clean
from lindung.domain.permissions import ROLES_WITH_UNIT, Role

USERNAME_LENGTH = 60
NAME_LENGTH = 120
ORDER_LENGTH = 100
PASSWORD_MINIMUM = 12
PASSWORD_MAXIMUM = 200  # hashing costs the same for all, but nobody types more
FEWEST_SIGNS = 5  # different ones in a password

# No 0 and O, no 1, I and L, no U (read as V): a code is read from paper and typed by hand.
CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 12
CODE_GROUP = 4

LINK_LIFETIME = timedelta(minutes=15)  # the very first administrator's, printed by the console
CODE_LIFETIME = timedelta(days=7)  # printed on paper or made on the accounts screen

SESSION_IDLE = timedelta(minutes=30)
SESSION_LIFETIME = timedelta(hours=10)


class ProxyCapacity(StrEnum):
    """How somebody stands in for a head (R22)."""

    PLT = "plt"  # pelaksana tugas: the post is vacant
    PLH = "plh"  # pelaksana harian: its holder is away
    AN = "an"  # atas nama: signs in the name of its holder


def checked_username(text: str) -> str:
    """The name one signs in with: lower case, without spaces, so that it can be said over the telephone."""
    username = text.strip().lower()
    if not username:
        raise RuleBroken("username_missing", field="username")
    if len(username) > USERNAME_LENGTH:
        raise RuleBroken("username_long", field="username", most=USERNAME_LENGTH)
    if not re.fullmatch(r"[a-z0-9][a-z0-9._@-]*", username, re.ASCII):
        raise RuleBroken("username_signs", field="username")
    return username


def checked_name(text: str) -> str:
    name = clean(text)
    if not name:
        raise RuleBroken("name_missing", field="name")
    if len(name) > NAME_LENGTH:
        raise RuleBroken("name_long", field="name", most=NAME_LENGTH)
    return name


def checked_role(text: str) -> Role:
    """The role a code names (`clerk`), as imports and commands write it."""
    try:
        return Role(text.strip().lower())
    except ValueError:
        raise RuleBroken("role_unknown", field="role", given=text, known=", ".join(Role)) from None


def check_password(password: str, username: str) -> None:
    """Length and not being guessable; no rules of composition, which only produce `Nganjuk2026!`."""
    if len(password) < PASSWORD_MINIMUM:
        raise RuleBroken("password_short", field="password", least=PASSWORD_MINIMUM)
    if len(password) > PASSWORD_MAXIMUM:
        raise RuleBroken("password_long", field="password", most=PASSWORD_MAXIMUM)
    folded = password.casefold()
    if _letters(folded.replace(username.casefold(), "")) == "" and username.casefold() in folded:
        raise RuleBroken("password_is_username", field="password")
    if folded in COMMON or len(set(folded)) < FEWEST_SIGNS or _is_one_run(folded):
        raise RuleBroken("password_common", field="password")


def check_grant(role: Role, unit_id: int | None, valid_from: date, valid_until: date | None) -> None:
    """A role over one unit's tree needs the unit, a regency-wide one takes none; the days run forward."""
    if role in ROLES_WITH_UNIT and unit_id is None:
        raise RuleBroken("grant_needs_unit", field="unit")
    if role not in ROLES_WITH_UNIT and unit_id is not None:
        raise RuleBroken("grant_takes_no_unit", field="unit")
    if valid_until is not None and valid_until < valid_from:
        raise RuleBroken("grant_ends_before_it_begins", field="valid_until")


def new_code() -> str:
    """A one-time code as it is printed: K7QM-3XTD-9HRW, some 59 bits."""
    signs = "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))
    return "-".join(signs[start : start + CODE_GROUP] for start in range(0, CODE_LENGTH, CODE_GROUP))


def bare_code(typed: str) -> str:
    """The signs of a code however it was typed: small letters, spaces and missing dashes do not matter."""
    return re.sub(r"[^0-9A-Z]", "", typed.upper())


def _letters(text: str) -> str:
    return re.sub(r"[\W\d_]+", "", text)


def _is_one_run(text: str) -> bool:
    """Whether every sign is the previous one's neighbour: `abcdefghijkl`, `ponmlkjihgfe`."""
    return len({ord(after) - ord(before) for before, after in pairwise(text)}) == 1
