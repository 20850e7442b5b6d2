"""Handing out the full list for BPJS: identifiers unmasked, so each is an entry in the trail with its reason (R25)."""

from collections.abc import Collection
from datetime import date

from lindung.actions import own
from lindung.actions.acts import act
from lindung.actions.workers import log_reveals
from lindung.domain.errors import NotThere
from lindung.domain.permissions import Act
from lindung.queries.proposals import ProposalLine, proposal_lines
from lindung.queries.viewer import Viewer


def reveal_proposal(
    viewer: Viewer, enrolment_ids: Collection[int], reason: str, *, today: date
) -> list[ProposalLine]:
    """The lines of a list, to be printed or saved once, by unit and name. Field: reason. Needs REVEAL_NIK."""
    with act(viewer, "proposal.reveal", today=today) as deed:
        found = own.own_enrolments(viewer, enrolment_ids, Act.REVEAL_NIK, today)
        if not found or len(found) != len(set(enrolment_ids)):
            raise NotThere
        log_reveals(deed, sorted({one.worker_id for one in found}), reason)
        deed.result = {"count": len(found)}
        return proposal_lines([one.id for one in found])
