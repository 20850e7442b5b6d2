"""Signing in, one's own account, and the accounts screens."""

from flask import Blueprint

blueprint = Blueprint("accounts", __name__)

from blueprints.accounts import language, managing, mine, signing_in  # noqa: E402, F401  # their routes register themselves
