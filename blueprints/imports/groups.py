"""A payment file before it is applied: the groups its rows fall into, with what each sums up to (R16)."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from flask import request, url_for
from flask_babel import gettext as _
from flask_babel.speaklater import LazyString

from lindung.domain.import_rows import Outcome
from lindung.domain.settlements import Settlement
from lindung.queries.imports import Batch
from lindung.queries.reconciliation import Sum
from lindung.queries.settlements import Group
from lindung.web.import_words import OUTCOME_WORDS, OUTCOMES, WORD_OF_OUTCOME
from lindung.web.settlement_words import CODE_OF_GROUP, GROUP_CODES, GROUPS

# What a person wants to see first: what waits, then what is odd.
FIRST = (
    *(Settlement.UNKNOWN, Settlement.DOUBLE, Settlement.AFTER_LAPSE),
    *(Settlement.SHORT, Settlement.EXCESS, Settlement.WRONG_RATE, Settlement.MATCHED),
)
BESIDE = (Outcome.SAME, Outcome.WRONG)  # rows that are in no group


class Part(NamedTuple):
    """The rows shown: those of a group (`kelompok`), or of an outcome without one (`hasil`)."""

    settlement: str | None
    outcome: Outcome | None

    @property
    def words(self) -> LazyString:
        if self.settlement:
            return GROUPS[Settlement(self.settlement)].word
        return OUTCOMES[self.outcome or Outcome.SAME].word


class GroupChip(NamedTuple):
    words: str | LazyString
    tone: str
    rows: int
    rupiah: int
    url: str | None
    is_chosen: bool


def chosen_part(groups: Sequence[Group], sums: Mapping[Outcome, Sum]) -> Part:
    asked, outcome = request.args.get("kelompok", ""), request.args.get("hasil", "")
    if asked in GROUP_CODES:
        return Part(GROUP_CODES[asked].value, None)
    if outcome in OUTCOME_WORDS and OUTCOME_WORDS[outcome] in BESIDE:
        return Part(None, OUTCOME_WORDS[outcome])
    if Outcome.WRONG in sums:
        return Part(None, Outcome.WRONG)
    filled = {one.settlement for one in groups if one.rows}
    found = next((one for one in FIRST if one in filled), None)
    return Part(found.value, None) if found else Part(None, Outcome.SAME)


def group_chips(
    staged: Batch, groups: Sequence[Group], sums: Mapping[Outcome, Sum], chosen: Part
) -> list[GroupChip]:
    found = []
    for one in groups:
        words, tone = GROUPS[one.settlement]
        url = url_for("imports.show", batch_id=staged.id, kelompok=CODE_OF_GROUP[one.settlement])
        is_chosen = chosen.settlement == one.settlement.value
        found.append(GroupChip(words, tone, one.rows, one.rupiah, url if one.rows else None, is_chosen))
    for outcome in BESIDE:
        if outcome in sums:
            url = url_for("imports.show", batch_id=staged.id, hasil=WORD_OF_OUTCOME[outcome])
            is_same = outcome is Outcome.SAME
            told = _("sudah masuk sebelumnya") if is_same else str(OUTCOMES[outcome].word)
            found.append(
                GroupChip(told, OUTCOMES[outcome].tone, *sums[outcome], url, chosen.outcome is outcome)
            )
    return found
