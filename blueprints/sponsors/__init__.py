"""ASN and who else pays: the list by state, one person's page, and what is changed in both."""

from blueprints.sponsors import answering as answering
from blueprints.sponsors import bulk as bulk
from blueprints.sponsors import evidence as evidence
from blueprints.sponsors import households as households
from blueprints.sponsors import people as people
from blueprints.sponsors.routes import blueprint as blueprint
