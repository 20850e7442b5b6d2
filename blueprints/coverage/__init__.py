"""Coverage of a workforce: the line to its target, months, papers, segments and what was promised."""

from blueprints.coverage import commitments, months, overview, segments, setup, sources, writing
from blueprints.coverage.base import blueprint

__all__ = ["blueprint", "commitments", "months", "overview", "segments", "setup", "sources", "writing"]
