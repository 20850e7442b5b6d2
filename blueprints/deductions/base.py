"""The blueprint its modules hang their routes on."""

from flask import Blueprint

blueprint = Blueprint("deductions", __name__, url_prefix="/iuran")
