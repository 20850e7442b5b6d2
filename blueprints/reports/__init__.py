"""The monthly closing: who has not closed, one office's report, its approval, and what stands under a code."""

from blueprints.reports import deciding as deciding
from blueprints.reports import filing as filing
from blueprints.reports import frozen as frozen
from blueprints.reports import office as office
from blueprints.reports import rules as rules
from blueprints.reports.routes import blueprint as blueprint
