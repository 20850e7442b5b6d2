"""Two ASN under one roof who share one ART (R11): from which month on they count together."""

from typing import NamedTuple

from lindung.domain.duties import SponsorKind
from lindung.domain.errors import RuleBroken
from lindung.domain.months import Month


class Span(NamedTuple):
    """The months in which a household is linked; earlier and later ones count each person by himself."""

    first: Month
    last: Month

    def stands(self, month: Month) -> bool:
        return self.first <= month <= self.last

    def ended(self, running: Month) -> "Span | None":
        """Until the month before the running one, so that no past month changes; None: it never counted."""
        return Span(self.first, running.previous()) if self.first < running else None


def check_pair(kinds: tuple[str, str], *, same: bool) -> None:
    """Only two different ASN have a duty that one household can meet together."""
    if same:
        raise RuleBroken("household_same_person", field="other")
    if any(kind != SponsorKind.ASN.value for kind in kinds):
        raise RuleBroken("household_not_asn", field="other")
