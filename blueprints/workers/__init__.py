"""Workers: who is covered, by whom, and how far the cover has come."""

from blueprints.workers.routes import blueprint as blueprint
