"""Programmes: who is paid for out of which fund, how far the money reaches, and each month paid in one go."""

from blueprints.programmes import budgeting as budgeting
from blueprints.programmes import papers as papers
from blueprints.programmes import paying as paying
from blueprints.programmes import simulating as simulating
from blueprints.programmes.routes import blueprint as blueprint
