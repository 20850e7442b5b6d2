"""What an office says it has paid: one worker's month, or the selected ones', "belum dikonfirmasi BPJS" (R14, R16)."""

from collections.abc import Collection
from datetime import date

from lindung.actions.done import Done
from lindung.domain.months import Month
from lindung.queries.viewer import Viewer


def pay_month(
    viewer: Viewer,
    enrolment_ids: Collection[int],
    month: Month,
    paid_on: date,
    *,
    months: int = 1,
    expected_count: int | None = None,
    reference: str | None = None,
    today: date,
    key: str | None = None,
) -> Done:
    """Pays what is still due of `months` months from `month` on, for each; nobody is skipped, or nothing is saved.

    RuleBroken of one: already_paid, second_payer (payer), not_registered, month_before_first, month_after_end (field
    month), day_ahead (paid_on), no_rate_for_month. Of many: count_changed, bulk_already_paid, bulk_second_payer,
    bulk_not_payable (count, who). `undo_act` takes it back by reversing rows.
    """
    raise NotImplementedError
