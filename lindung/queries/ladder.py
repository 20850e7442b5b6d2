"""What the ladder comes to in rupiah, per unit and in all, as an estimate (R18, R19)."""

from dataclasses import dataclass

from lindung.domain.benefits import OF_DEATH, Rules
from lindung.domain.months import Month
from lindung.domain.protection import Ladder, Step
from lindung.domain.sheltering import worth_of_steps
from lindung.queries.benefits import benefit_rows
from lindung.queries.counting import Counts
from lindung.queries.thresholds import thresholds


@dataclass(frozen=True, slots=True)
class Worths:
    """What each step was worth at the end of a month that has ended: only ended months count (R19)."""

    month: Month
    ladder: Ladder
    steps: dict[Step, int]
    laws: list[str]
    is_verified: bool

    def of(self, counts: Counts) -> int:
        return sum(worth * getattr(counts, step.value) for step, worth in self.steps.items())

    def sheltered(self, counts: Counts) -> int:
        """How many workers the sum speaks of."""
        return sum(getattr(counts, step.value) for step in self.steps)


def worths(month: Month) -> Worths:
    """Read by every role: a benefit is no secret."""
    rules = Rules(month, thresholds().ladder(month), benefit_rows())
    rows = [row for kind in OF_DEATH if (row := rules.row(kind))]
    laws = list(dict.fromkeys(row.legal_basis for row in rows))
    return Worths(month, rules.ladder, worth_of_steps(rules), laws, all(row.verified for row in rows))
