"""Handing out the full list for BPJS: identifiers unmasked, so each is an entry in the trail with its reason (R25)."""

from collections.abc import Collection
from datetime import date

from lindung.queries.proposals import ProposalLine
from lindung.queries.viewer import Viewer


def reveal_proposal(
    viewer: Viewer, enrolment_ids: Collection[int], reason: str, *, today: date
) -> list[ProposalLine]:
    """The lines of a list, to be printed or saved once, by unit and name. Field: reason. Needs REVEAL_NIK."""
    raise NotImplementedError
