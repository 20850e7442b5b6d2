"""The first screen of each role: one sentence, then what needs doing."""

from blueprints.home.routes import blueprint as blueprint
