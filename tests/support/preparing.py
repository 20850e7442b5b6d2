"""How a test database comes about: set up, and peopled with the cast."""

from lindung.actions.passwords import hashed
from lindung.web.setup import set_up_database
from tests.support import cast


def empty() -> None:
    """Migrated and set up, nobody in it."""
    set_up_database()


def peopled() -> None:
    """Set up, with five units and the cast."""
    empty()
    cast.fill_cast(hashed(cast.PASSWORD))


def staffed() -> None:
    """Set up, no unit yet, and those who need none: coordinator, administrator, secretary, inspector."""
    empty()
    cast.fill_cast(hashed(cast.PASSWORD), (), [player for player in cast.CAST if player.unit is None])
