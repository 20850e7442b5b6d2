"""The process's keys: they live outside the database, in files only the app's account can read (TRUST)."""

import hashlib
import hmac
import os
from dataclasses import dataclass

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_ID = b"\x01"  # first byte of every sealed value, so that keys can be changed one day
NONCE_LENGTH = 12


@dataclass(frozen=True, slots=True)
class Keys:
    """One key to encrypt with and another for the blind index: a stolen index must not open the values."""

    encryption: bytes
    index: bytes

    def seal(self, plain: bytes, purpose: str) -> bytes:
        nonce = os.urandom(NONCE_LENGTH)
        return KEY_ID + nonce + AESGCM(self.encryption).encrypt(nonce, plain, purpose.encode())

    def open(self, sealed: bytes, purpose: str) -> bytes:
        nonce, body = sealed[1 : 1 + NONCE_LENGTH], sealed[1 + NONCE_LENGTH :]
        return AESGCM(self.encryption).decrypt(nonce, body, purpose.encode())

    def blind(self, text: str) -> bytes:
        """The blind index of an identifier: equal for equal texts, tells nothing without the key."""
        return KEY_ID + hmac.new(self.index, text.encode(), hashlib.sha256).digest()[:16]


_current: list[Keys] = []


def use_keys(keys: Keys) -> None:
    """Called once by the roof; sealed columns and blind indexes work from then on."""
    _current[:] = [keys]


def current_keys() -> Keys:
    if not _current:
        raise RuntimeError("no keys loaded: call use_keys() at start")
    return _current[0]
