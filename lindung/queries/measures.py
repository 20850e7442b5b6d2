"""What a percentage is of (R9), what it counts, and how it moved: people first, points computed from what is shown."""

from enum import StrEnum

from lindung.domain.duties import DutyKind
from lindung.queries.counting import Counts


class Basis(StrEnum):
    """The denominator. Each is the name of a count, but for the last: that is no unit's own to know."""

    TARGET = "target"
    ASN = "asn"
    ANSWERED = "answered"
    TAKING_PART = "taking_part"  # the ASN of offices with at least one registered worker (Kendal)

    def of(self, counts: Counts, taking_part: int = 0) -> int:
        return taking_part if self is Basis.TAKING_PART else int(getattr(counts, self.value))


class Measure(StrEnum):
    """The numerator: tuntas, or only registered while nobody can have been seen to pay; or workers, not ASN.

    Tuntas is what BPJS confirms (R14); while it has confirmed nothing of the month, what the offices say.
    """

    CONFIRMED = "settled_confirmed"
    SETTLED = "settled"
    REGISTERED = "registered"
    WORKERS = "workers_registered"  # of a quota: workers for each ASN

    @property
    def is_paid(self) -> bool:
        return self in (Measure.CONFIRMED, Measure.SETTLED)

    def of(self, counts: Counts) -> int:
        return int(getattr(counts, self.value))

    def lacking(self, counts: Counts) -> int:
        """Those with a duty of whom nobody says they are there: who waits for BPJS only is no longer to be called."""
        return counts.target - (counts.settled if self.is_paid else counts.registered)


def usual_basis(kind: DutyKind) -> Basis:
    """A quota asks everybody; what moves it are the offices that take part, so these are what it is told of first."""
    return Basis.TAKING_PART if kind is DutyKind.QUOTA else Basis.TARGET


def target_measure(kind: DutyKind, measure: Measure) -> tuple[Measure, Basis]:
    """What a circular's target is a share of: workers for ASN under a quota, otherwise those with a duty."""
    return (Measure.WORKERS, Basis.ASN) if kind is DutyKind.QUOTA else (measure, Basis.TARGET)


def fair_measure(*, has_payments: bool, is_due: bool, has_confirmed: bool = False) -> Measure:
    """Before the due date, and while no payment of the month is recorded anywhere, nobody is said not to have paid."""
    if not (has_payments and is_due):
        return Measure.REGISTERED
    return Measure.CONFIRMED if has_confirmed else Measure.SETTLED
