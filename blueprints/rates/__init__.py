"""What a month costs: contributions looked up in dated rows, each with the law it rests on."""

from blueprints.rates.routes import blueprint as blueprint
