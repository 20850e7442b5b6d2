"""Hashing passwords with argon2id, slowly on purpose and never too many at once."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from lindung.domain.errors import RuleBroken

MEMORY_KIB = 48 * 1024
PASSES = 2
AT_ONCE = 2  # per process: a flood of sign-ins must not take the machine's memory
LONGEST_WAIT = 10.0


@dataclass(slots=True)
class Hashing:
    """One process's hasher; `decoy` is checked for names that do not exist, so that they take as long."""

    memory_kib: int = MEMORY_KIB
    passes: int = PASSES
    hasher: PasswordHasher = field(init=False)
    decoy: str = field(init=False)
    gate: BoundedSemaphore = field(init=False)

    def __post_init__(self) -> None:
        self.hasher = PasswordHasher(time_cost=self.passes, memory_cost=self.memory_kib, parallelism=1)
        self.decoy = self.hasher.hash("nobody signs in with this")
        self.gate = BoundedSemaphore(AT_ONCE)


_current: list[Hashing] = []


def use_hashing(memory_kib: int = MEMORY_KIB, passes: int = PASSES) -> None:
    """Called once by the roof; tests ask for less so that a thousand sign-ins do not take minutes."""
    _current[:] = [Hashing(memory_kib, passes)]


def hashed(password: str) -> str:
    hashing = _hashing()
    with _turn(hashing):
        return hashing.hasher.hash(password)


def matches(stored: str | None, password: str) -> bool:
    """Whether the password is the stored one; as slow when there is none."""
    hashing = _hashing()
    with _turn(hashing):
        try:
            return hashing.hasher.verify(stored or hashing.decoy, password) and stored is not None
        except (VerificationError, InvalidHashError):
            return False


def is_outdated(stored: str) -> bool:
    return _hashing().hasher.check_needs_rehash(stored)


def _hashing() -> Hashing:
    if not _current:
        use_hashing()
    return _current[0]


@contextmanager
def _turn(hashing: Hashing) -> Iterator[None]:
    if not hashing.gate.acquire(timeout=LONGEST_WAIT):
        raise RuleBroken("sign_in_wait", seconds=int(LONGEST_WAIT), wait=int(LONGEST_WAIT))
    try:
        yield
    finally:
        hashing.gate.release()
