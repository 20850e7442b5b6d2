"""Workers: who is covered, by whom, and how far the cover has come; changed in place, one row or many."""

from blueprints.workers import adding, bulk, correcting, editing, revealing, yearly
from blueprints.workers.routes import blueprint

__all__ = ["adding", "blueprint", "bulk", "correcting", "editing", "revealing", "yearly"]
