"""The first screen of each role: one sentence, then what needs doing."""

from blueprints.home import silence as silence
from blueprints.home.routes import blueprint as blueprint
