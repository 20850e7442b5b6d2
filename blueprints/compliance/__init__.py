"""The month table: every office's answers, registrations and payments in one month."""

from blueprints.compliance.routes import blueprint as blueprint
