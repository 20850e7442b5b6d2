"""One box on every page: people, workers, units and circulars."""

from blueprints.search.routes import blueprint as blueprint
