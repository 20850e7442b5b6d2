"""The blueprint its modules hang their routes on."""

from flask import Blueprint

blueprint = Blueprint("accounts", __name__)
