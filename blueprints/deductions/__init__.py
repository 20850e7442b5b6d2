"""What treasurers deduct: their list, surat kuasa, what is not deposited yet, and three truths side by side."""

from flask import Blueprint

blueprint = Blueprint("deductions", __name__, url_prefix="/iuran")

from blueprints.deductions import mandates as mandates  # noqa: E402  # its routes register themselves
from blueprints.deductions import marking as marking  # noqa: E402  # its routes register themselves
from blueprints.deductions import routes as routes  # noqa: E402  # its routes register themselves
from blueprints.deductions import truths as truths  # noqa: E402  # its routes register themselves
from blueprints.deductions import undeposited as undeposited  # noqa: E402  # its routes register themselves
