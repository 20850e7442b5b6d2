"""What a percentage is of (R9), what it counts, and how it moved: people first, points computed from what is shown."""

from enum import StrEnum

from lindung.queries.counting import Counts


class Basis(StrEnum):
    """The denominator. Each is the name of a count."""

    TARGET = "target"
    ASN = "asn"
    ANSWERED = "answered"

    def of(self, counts: Counts) -> int:
        return int(getattr(counts, self.value))


class Measure(StrEnum):
    """The numerator: tuntas, or only registered while nobody can have been seen to pay."""

    SETTLED = "settled"
    REGISTERED = "registered"

    def of(self, counts: Counts) -> int:
        return int(getattr(counts, self.value))

    def lacking(self, counts: Counts) -> int:
        """Those with a duty who are not there yet."""
        return counts.target - self.of(counts)


def fair_measure(*, has_payments: bool, is_due: bool) -> Measure:
    """Before the due date, and while no payment of the month is recorded anywhere, nobody is said not to have paid."""
    return Measure.SETTLED if has_payments and is_due else Measure.REGISTERED
