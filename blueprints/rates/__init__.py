"""What a month costs, what a family receives, where the limits lie: dated rows, each with the law it rests on."""

from blueprints.rates import changing
from blueprints.rates.routes import blueprint

__all__ = ["blueprint", "changing"]
