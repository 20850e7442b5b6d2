"""The desk of questions: both sides beside each other, answered once, remembered (R6, R20)."""

from blueprints.questions import deciding as deciding
from blueprints.questions.routes import blueprint as blueprint
