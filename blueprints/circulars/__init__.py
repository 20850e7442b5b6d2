"""Circulars: read by everybody; written, issued and ended by those who manage settings."""

from blueprints.circulars.routes import blueprint as blueprint
