"""What a step of the ladder is worth to a family, summed over many (R18, R19): never more than the step says."""

from lindung.domain.benefits import NEEDED_FOR_FULL, OF_DEATH, Rules
from lindung.domain.protection import Step


def worth_of_steps(rules: Rules) -> dict[Step, int]:
    """The death benefit of each step that has one; somebody in arrears, lapsed or never paid has no sum."""
    waiting = {Step.WAITING_1: 1, Step.WAITING_2: 2}
    worths = {
        step: _worth(rules, paid, is_full=False)
        for step, paid in waiting.items()
        if step in rules.ladder.steps
    }
    return worths | {Step.FULL: _worth(rules, rules.ladder.full_after, is_full=True)}


def _worth(rules: Rules, paid: int, *, is_full: bool) -> int:
    """After so many paid months at least; a row that asks for more is not promised."""
    rows = [rules.row(kind) for kind in OF_DEATH if is_full or kind not in NEEDED_FOR_FULL]
    return sum(row.amount for row in rows if row is not None and row.after_months <= paid)
