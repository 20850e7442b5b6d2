"""What treasurers deduct: their list, surat kuasa, what is not deposited yet, and three truths side by side."""

from blueprints.deductions import mandates, marking, routes, truths, undeposited
from blueprints.deductions.base import blueprint

__all__ = ["blueprint", "mandates", "marking", "routes", "truths", "undeposited"]
