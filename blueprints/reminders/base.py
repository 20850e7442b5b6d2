"""The blueprint its modules hang their routes on."""

from flask import Blueprint

blueprint = Blueprint("reminders", __name__, url_prefix="/pengingat")
