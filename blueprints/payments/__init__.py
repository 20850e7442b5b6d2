"""Contributions: what an office says it has paid, what BPJS received, and what goes back to the branch."""

from blueprints.payments import letters as letters
from blueprints.payments import reconciling as reconciling
from blueprints.payments import resolving as resolving
from blueprints.payments import reversing as reversing
from blueprints.payments.routes import blueprint as blueprint
