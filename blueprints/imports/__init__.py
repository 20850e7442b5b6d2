"""Files on their way in: choose, check, preview, apply, take back; and the questions they raise."""

from blueprints.imports import files, maps, questions, routes
from blueprints.imports.base import blueprint

__all__ = ["blueprint", "files", "maps", "questions", "routes"]
