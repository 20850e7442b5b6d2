"""Riwayat: what one has done oneself, and the way back."""

from blueprints.history.routes import blueprint as blueprint
