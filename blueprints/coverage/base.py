"""The blueprint its modules hang their routes on."""

from flask import Blueprint

blueprint = Blueprint("coverage", __name__, url_prefix="/cakupan")
