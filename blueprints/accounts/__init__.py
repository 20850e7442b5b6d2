"""Signing in, one's own account, and the accounts screens."""

from blueprints.accounts import language, managing, mine, signing_in
from blueprints.accounts.base import blueprint

__all__ = ["blueprint", "language", "managing", "mine", "signing_in"]
