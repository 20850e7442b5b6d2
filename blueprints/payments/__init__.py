"""Contributions an office says it has paid: one worker's month, or the selected ones'."""

from blueprints.payments.routes import blueprint as blueprint
