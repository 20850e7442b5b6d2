"""ASN and who else pays: the list by state, and one person's page."""

from blueprints.sponsors.routes import blueprint as blueprint
