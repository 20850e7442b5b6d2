"""Coverage of a workforce: the line to its target, months, papers, segments and what was promised."""

from flask import Blueprint

blueprint = Blueprint("coverage", __name__, url_prefix="/cakupan")

from blueprints.coverage import commitments as commitments  # noqa: E402  # its routes register themselves
from blueprints.coverage import months as months  # noqa: E402  # its routes register themselves
from blueprints.coverage import overview as overview  # noqa: E402  # its routes register themselves
from blueprints.coverage import segments as segments  # noqa: E402  # its routes register themselves
from blueprints.coverage import setup as setup  # noqa: E402  # its routes register themselves
from blueprints.coverage import sources as sources  # noqa: E402  # its routes register themselves
from blueprints.coverage import writing as writing  # noqa: E402  # its routes register themselves
