"""The blueprint its modules hang their routes on."""

from flask import Blueprint

blueprint = Blueprint("claims", __name__, url_prefix="/klaim")
