"""The named states of a test database; `@pytest.mark.state("regency")` chooses another than the cast's."""

from collections.abc import Callable

from tests.support.preparing import empty, peopled, staffed
from tests.support.regency import fill_regency

STATES: dict[str, Callable[[], None]] = {
    "empty": empty,
    "staff": staffed,
    "cast": peopled,
    "regency": fill_regency,
}
