"""Lists of villages for a programme: proposed, verified, admitted, handed a card; and the funnel they make."""

from blueprints.nominations import admission, bulk, editing, funnel, villages
from blueprints.nominations.routes import blueprint

__all__ = ["admission", "blueprint", "bulk", "editing", "funnel", "villages"]
