"""Klaim: from the report of a death or an accident to the day a family is paid, and what that has come to."""

from blueprints.claims import impact, lists, moving, papers, reporting
from blueprints.claims.base import blueprint

__all__ = ["blueprint", "impact", "lists", "moving", "papers", "reporting"]
