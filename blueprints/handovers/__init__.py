"""Alih tanggungan: workers whose payer leaves, until another one pays or the same one goes on (R10)."""

from blueprints.handovers import changing as changing
from blueprints.handovers.routes import blueprint as blueprint
