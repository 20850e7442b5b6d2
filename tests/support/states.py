"""The named states of a test database; `@pytest.mark.state("regency")` chooses another than the cast's."""

from collections.abc import Callable

from lindung.actions.demo.gianyar import build_gianyar
from lindung.actions.demo.kendal import build_kendal
from lindung.actions.demo.ngawi import build_ngawi
from lindung.actions.demo.pasuruan import build_pasuruan
from lindung.web.setup import set_up_database
from tests.support.clock import TODAY
from tests.support.preparing import empty, peopled, staffed
from tests.support.regency import fill_regency


def demo(build: Callable[..., object], scale: float = 1) -> Callable[[], None]:
    """One of the demos, as somebody looks at it on the suite's day."""

    def fill() -> None:
        set_up_database()
        build(TODAY, scale)

    return fill


STATES: dict[str, Callable[[], None]] = {
    "empty": empty,
    "staff": staffed,
    "cast": peopled,
    "regency": fill_regency,
    "kendal": demo(build_kendal),
    "pasuruan": demo(build_pasuruan),
    "small_pasuruan": demo(build_pasuruan, 0.03),
    "gianyar": demo(build_gianyar),
    "ngawi": demo(build_ngawi),
}
