"""What the regency says about itself: its name and code, on every page and every printed sheet."""

from blueprints.settings.routes import blueprint as blueprint
