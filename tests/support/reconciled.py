"""Rows of BPJS's files as the reconciliation lists them (R16), for tests of what became of them."""

from lindung.domain.months import Month
from lindung.domain.settlements import Settlement
from lindung.queries.reconciliation import GroupCount, RowFilter, RowState, all_reconciled, group_counts
from lindung.queries.settlements import SettledRow
from lindung.queries.viewer import Viewer
from tests.support.clock import TODAY


def groups_of(by: Viewer, month: Month) -> list[GroupCount]:
    """All seven of a month, empty ones too."""
    return group_counts(by, RowFilter(month=month))


def rows_of(
    by: Viewer, month: Month, settlement: Settlement | None = None, state: RowState | None = None
) -> list[SettledRow]:
    wanted = RowFilter(month=month, settlement=settlement, state=state)
    return [one.row for one in all_reconciled(by, wanted, TODAY)]
