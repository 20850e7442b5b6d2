"""The tree of departments: looked at by everybody in reach, reshaped by those who manage settings."""

from blueprints.units import reshaping as reshaping
from blueprints.units.routes import blueprint as blueprint
