"""Files on their way in: choose, check, preview, apply, take back; and the questions they raise."""

from flask import Blueprint

blueprint = Blueprint("imports", __name__, url_prefix="/impor")

from blueprints.imports import files as files  # noqa: E402  # its routes register themselves
from blueprints.imports import maps as maps  # noqa: E402  # its routes register themselves
from blueprints.imports import questions as questions  # noqa: E402  # its routes register themselves
from blueprints.imports import routes as routes  # noqa: E402  # its routes register themselves
