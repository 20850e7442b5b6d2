"""The office's calendar: what falls on which day of the coming months."""

from blueprints.calendar.routes import blueprint as blueprint
