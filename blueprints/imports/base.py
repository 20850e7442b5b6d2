"""The blueprint its modules hang their routes on."""

from flask import Blueprint

blueprint = Blueprint("imports", __name__, url_prefix="/impor")
