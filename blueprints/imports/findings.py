"""The preview of a village's list: who is clean, and who is kept with which finding (R6, R20)."""

from typing import NamedTuple

from flask import request, url_for

from lindung.domain.nominations import Finding
from lindung.queries.imports import Batch
from lindung.queries.nomination_imports import finding_counts
from lindung.web.labels import Tag
from lindung.web.nomination_words import CODE_OF_FINDING, FINDING_CODES, FINDINGS


class FindingChip(NamedTuple):
    tag: Tag
    number: int
    url: str
    is_chosen: bool


def asked_finding() -> Finding | None:
    """The finding whose rows are shown (`temuan`)."""
    return FINDING_CODES.get(request.args.get("temuan", ""))


def finding_facts(staged: Batch) -> dict[str, object]:
    counts = finding_counts(staged.id)
    chosen = asked_finding()
    chips = [
        FindingChip(
            FINDINGS[finding],
            count,
            url_for("imports.show", batch_id=staged.id, temuan=CODE_OF_FINDING[finding]),
            finding is chosen,
        )
        for finding, count in counts.items()
        if finding is not None
    ]
    return {
        "findings": chips,
        "clean": counts[None],
        "found": sum(one.number for one in chips),
        "chosen_finding": FINDINGS[chosen].word if chosen else None,
    }


def finding_tag(settlement: str | None) -> Tag | None:
    return FINDINGS[Finding(settlement)] if settlement in set(Finding) else None
