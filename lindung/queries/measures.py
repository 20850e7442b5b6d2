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
    """The numerator: tuntas, or only registered while nobody can have been seen to pay.

    Tuntas is what BPJS confirms (R14); while it has confirmed nothing of the month, what the offices say.
    """

    CONFIRMED = "settled_confirmed"
    SETTLED = "settled"
    REGISTERED = "registered"

    @property
    def is_paid(self) -> bool:
        return self is not Measure.REGISTERED

    def of(self, counts: Counts) -> int:
        return int(getattr(counts, self.value))

    def lacking(self, counts: Counts) -> int:
        """Those with a duty of whom nobody says they are there: who waits for BPJS only is no longer to be called."""
        return counts.target - (counts.settled if self.is_paid else counts.registered)


def fair_measure(*, has_payments: bool, is_due: bool, has_confirmed: bool = False) -> Measure:
    """Before the due date, and while no payment of the month is recorded anywhere, nobody is said not to have paid."""
    if not (has_payments and is_due):
        return Measure.REGISTERED
    return Measure.CONFIRMED if has_confirmed else Measure.SETTLED
