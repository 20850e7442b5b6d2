"""Limits that the rules leave to the regency, as dated rows with their law (R18, R20)."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from lindung.domain.months import Month
from lindung.domain.protection import MOST_FULL_AFTER, MOST_LAPSED_AFTER, SHIPPED, Ladder
from lindung.domain.registration import AgeLimits


class ThresholdKey(StrEnum):
    FULL_AFTER = "full_after"  # paid months until the full death benefit
    LAPSED_AFTER = "lapsed_after"  # unpaid months in a row that end a membership
    ACCEPT_AFTER_LAPSE = (
        "accept_after_lapse"  # 1: a payment after the lapse is accepted, the count restarts (R16)
    )
    YOUNGEST = "youngest"  # years at first registration
    YOUNGEST_ART = "youngest_art"
    OLDEST_MONTHS = (
        "oldest_months"  # completed months of age at first registration: 779 is 64 years 11 months
    )
    WARN_DAYS = "warn_days"  # before a dated row ends (R13)


# What a row may say: the least and the most. The ladder's windows hold no more than these (domain.protection).
BOUNDS: dict[ThresholdKey, tuple[int, int]] = {
    ThresholdKey.FULL_AFTER: (1, MOST_FULL_AFTER),
    ThresholdKey.LAPSED_AFTER: (2, MOST_LAPSED_AFTER),
    ThresholdKey.ACCEPT_AFTER_LAPSE: (0, 1),
    ThresholdKey.YOUNGEST: (15, 21),
    ThresholdKey.YOUNGEST_ART: (15, 21),
    ThresholdKey.OLDEST_MONTHS: (660, 960),
    ThresholdKey.WARN_DAYS: (7, 180),
}
SHIPPED_VALUES: dict[ThresholdKey, int] = {
    ThresholdKey.FULL_AFTER: SHIPPED.full_after,
    ThresholdKey.LAPSED_AFTER: SHIPPED.lapsed_after,
    ThresholdKey.ACCEPT_AFTER_LAPSE: 1,
    ThresholdKey.YOUNGEST: AgeLimits().youngest,
    ThresholdKey.YOUNGEST_ART: AgeLimits().youngest_art,
    ThresholdKey.OLDEST_MONTHS: AgeLimits().oldest_months,
    ThresholdKey.WARN_DAYS: 45,
}


@dataclass(frozen=True, slots=True)
class Threshold:
    key: ThresholdKey
    value: int
    first_month: Month
    last_month: Month
    legal_basis: str
    verified: bool


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The dated rows as one value that can be asked; of several for a month the one that begins last counts."""

    rows: Sequence[Threshold] = ()

    def at(self, key: ThresholdKey, month: Month) -> int:
        found = [row for row in self.rows if row.key is key and row.first_month <= month <= row.last_month]
        return max(found, key=lambda row: row.first_month).value if found else SHIPPED_VALUES[key]

    def ladder(self, month: Month) -> Ladder:
        return Ladder(self.at(ThresholdKey.FULL_AFTER, month), self.at(ThresholdKey.LAPSED_AFTER, month))

    def ages(self, month: Month) -> AgeLimits:
        """How old somebody may be who is first registered in this month (R20)."""
        return AgeLimits(
            self.at(ThresholdKey.YOUNGEST, month),
            self.at(ThresholdKey.YOUNGEST_ART, month),
            self.at(ThresholdKey.OLDEST_MONTHS, month),
        )

    @property
    def ladders(self) -> set[Ladder]:
        """Every pair that holds in some month."""
        edges = {row.first_month for row in self.rows} | {
            row.last_month.next() for row in self.rows if row.last_month.number < 9999_12
        }
        return {SHIPPED, *(self.ladder(month) for month in edges)}
