"""Whom to remind and with which words; sending is done by hand, and what was sent is recorded."""

from blueprints.reminders import names, routes
from blueprints.reminders.base import blueprint

__all__ = ["blueprint", "names", "routes"]
