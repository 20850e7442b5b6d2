"""An enrolment's state and dates before and after, under the names of the file's columns."""

from collections.abc import Mapping
from typing import Any

from lindung.actions.importers.protocol import Change, difference_of
from lindung.domain.import_people import EnrolmentFacts
from lindung.domain.registration import EnrolmentState

DAY_OF_STATE = {
    EnrolmentState.CANDIDATE: "noted_on",
    EnrolmentState.SUBMITTED: "submitted_on",
    EnrolmentState.REGISTERED: "registered_on",
    EnrolmentState.REFUSED: "refused_on",
    EnrolmentState.ENDED: "registered_on",
}


def facts_changes(current: EnrolmentFacts, wanted: Mapping[str, Any]) -> list[Change]:
    day = DAY_OF_STATE[EnrolmentState(wanted["state"])]
    return difference_of(
        [
            ("status", current.state.value, wanted["state"]),
            ("tanggal_daftar", getattr(current, day), wanted[day]),
            ("bulan_mulai", current.first_month, wanted["first_month"]),
            ("tanggal_akhir", current.ended_on, wanted["ended_on"]),
            ("alasan", current.reason, wanted["reason"]),
        ]
    )
