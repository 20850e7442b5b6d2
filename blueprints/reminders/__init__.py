"""Whom to remind and with which words; sending is done by hand, and what was sent is recorded."""

from flask import Blueprint

blueprint = Blueprint("reminders", __name__, url_prefix="/pengingat")

from blueprints.reminders import names as names  # noqa: E402  # its routes register themselves
from blueprints.reminders import routes as routes  # noqa: E402  # its routes register themselves
