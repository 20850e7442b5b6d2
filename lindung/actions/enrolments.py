"""A worker's registration through its states, one row or many at once, and the list of candidates sent to BPJS."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from lindung.actions.done import Done
from lindung.actions.workers import Terms
from lindung.domain.months import Month
from lindung.domain.registration import EnrolmentState
from lindung.queries.viewer import Viewer


@dataclass(frozen=True, slots=True)
class StateChange:
    """What a row becomes on which day. None: the day is today, the KPJ stays, the first month is that day's."""

    state: EnrolmentState
    on: date | None = None
    kpj: str | None = None
    reason: str | None = None
    first_month: Month | None = None


def change_state(
    viewer: Viewer,
    enrolment_id: int,
    change: StateChange,
    *,
    seen_version: int,
    today: date,
    key: str | None = None,
) -> Done:
    """One row; the present state with another day or KPJ corrects it.

    Fields: state (state_move_not_allowed), on (day_ahead, ends_before_start), kpj (kpj_missing, kpj_length,
    kpj_taken), reason (reason_of_state_missing), first_month, born_on (age).
    """
    raise NotImplementedError


def change_state_in_bulk(
    viewer: Viewer,
    enrolment_ids: Collection[int],
    change: StateChange,
    expected_count: int,
    *,
    today: date,
    key: str | None = None,
) -> Done:
    """The selected, or all a filter found (`queries.workers.enrolment_ids`): all or none.

    RuleBroken count_changed (expected, found), bulk_state_not_allowed (count, who), bulk_kpj_missing (count, who).
    """
    raise NotImplementedError


def edit_enrolment(
    viewer: Viewer,
    enrolment_id: int,
    terms: Terms,
    *,
    seen_version: int,
    today: date,
    key: str | None = None,
) -> Done:
    """Relation, programmes, sector, band. What months cost may not change once some are paid (terms_with_payments)."""
    raise NotImplementedError


def submit_batch(
    viewer: Viewer,
    enrolment_ids: Collection[int],
    number: str,
    on: date,
    donor_code: str,
    expected_count: int,
    *,
    today: date,
    key: str | None = None,
) -> Done:
    """Candidates (and refused ones, mended) become submitted under one batch number; `record_id` is the submission.

    Fields: number (submission_number_missing, submission_number_taken), on, donor_code.
    """
    raise NotImplementedError
