"""What the page of one file draws: its counts or groups, the rows behind the chosen one, remarks, and the way on."""

from typing import Any, NamedTuple

from flask import request, url_for
from flask_babel import gettext as _
from flask_babel.speaklater import LazyString

from blueprints.imports.findings import asked_finding, finding_facts, finding_tag
from blueprints.imports.groups import chosen_part, group_chips
from lindung.domain.import_columns import ImportKind
from lindung.domain.import_rows import Outcome
from lindung.domain.settlements import Settlement
from lindung.queries.imports import PAGE, Batch, LineRow, LineSlice, lines, many_leaving, refusal
from lindung.queries.reconciliation import batch_month, staged_sums
from lindung.queries.settlements import preview_groups
from lindung.queries.viewer import Viewer
from lindung.web.addresses import whole
from lindung.web.fragments import url_with
from lindung.web.import_words import (
    KINDS,
    OUTCOME_WORDS,
    OUTCOMES,
    STATES,
    WORD_OF_OUTCOME,
    change_words,
    file_words,
)
from lindung.web.labels import Tag
from lindung.web.lists import Paging
from lindung.web.messages import sentence_for
from lindung.web.sentences.imports import Fault, faults, reasons
from lindung.web.settlement_words import GROUPS

REMARKS = "catatan"
# What a person wants to see first: what went wrong, then what asks, then what would change.
FIRST = (Outcome.WRONG, Outcome.ASK, Outcome.LEFT, Outcome.MOVED, Outcome.CHANGED, Outcome.NEW, Outcome.SAME)


class Tally(NamedTuple):
    """One of the seven counts, opening its rows."""

    words: LazyString
    tone: str
    number: int
    url: str | None
    is_chosen: bool


class RowWords(NamedTuple):
    row: int
    label: str | None
    tag: Tag
    file: list[tuple[str, str]]
    changes: list[tuple[str, str, str]]
    faults: list[Fault]
    remarks: str


def preview_facts(viewer: Viewer, staged: Batch) -> dict[str, Any]:
    if staged.kind is ImportKind.PAYMENTS:
        return _payment_facts(viewer, staged)
    chosen, finding = _chosen(staged), None
    if staged.kind is ImportKind.NOMINATIONS:
        finding = asked_finding()
    found = lines(
        viewer,
        staged,
        OUTCOME_WORDS.get(chosen),
        settlement=finding.value if finding else None,
        warned=chosen == REMARKS and finding is None,
        page=_page(),
    )
    return {
        **_file_facts(staged, found),
        "counts": [_count(staged, outcome, chosen) for outcome in Outcome],
        "chosen": chosen,
        "chosen_words": _("diterima dengan catatan")
        if chosen == REMARKS
        else OUTCOMES[OUTCOME_WORDS[chosen]].word,
        "leaving_of": _leaving_of(viewer, staged),
        **(finding_facts(staged) if staged.kind is ImportKind.NOMINATIONS else {}),
    }


def _payment_facts(viewer: Viewer, staged: Batch) -> dict[str, Any]:
    groups, sums = preview_groups(viewer, staged.id), staged_sums(staged.id)
    chosen = chosen_part(groups, sums)
    found = lines(viewer, staged, chosen.outcome, settlement=chosen.settlement, page=_page())
    broken = refusal(viewer, staged.id)
    return {
        **_file_facts(staged, found),
        "groups": group_chips(staged, groups, sums, chosen),
        "group_sum": sum(one.rupiah for one in groups),
        "file_sum": sum(one.rupiah for one in sums.values()),
        "same": sums.get(Outcome.SAME),
        "waiting": sum(one.waiting for one in groups),
        "refusal": sentence_for(broken) if broken else None,
        "paid_month": batch_month(viewer, staged.id),
        "chosen_words": chosen.words,
    }


def _file_facts(staged: Batch, found: LineSlice) -> dict[str, Any]:
    """What the pages of all kinds of file draw."""
    titles = staged.columns["titles"]
    warned = len(staged.columns["warned_rows"])
    return {
        "kind": KINDS[staged.kind],
        "state": STATES[staged.state],
        "rows": [_row_words(row, staged, titles) for row in found.rows],
        "paging_facts": _paging(found),
        "warned": warned,
        "warned_url": url_for("imports.show", batch_id=staged.id, hasil=REMARKS) if warned else None,
        "left_out": staged.counts[Outcome.WRONG] + staged.counts[Outcome.ASK],
    }


def losses(staged: Batch) -> list[tuple[int, str]]:
    """What taking a file back does, by the outcome of its rows."""
    words = {
        Outcome.NEW: _("baris baru dihapus"),
        Outcome.CHANGED: _("baris kembali ke isi sebelumnya"),
        Outcome.MOVED: _("orang kembali ke unit sebelumnya"),
        Outcome.LEFT: _("orang yang dicatat keluar kembali bertugas"),
        Outcome.ASK: _("pertanyaan yang diajukan berkas ini dihapus"),
    }
    return [(staged.counts[outcome], word) for outcome, word in words.items() if staged.counts[outcome]]


def _leaving_of(viewer: Viewer, staged: Batch) -> int | None:
    """Out of how many people so many would leave that it must be confirmed."""
    if staged.state != "judged":
        return None
    return many_leaving(viewer, staged.month, staged.counts[Outcome.LEFT])


def _chosen(staged: Batch) -> str:
    """The count whose rows are shown (`hasil`)."""
    asked = request.args.get("hasil", "")
    if asked in OUTCOME_WORDS or asked == REMARKS:
        return asked
    return WORD_OF_OUTCOME[next((one for one in FIRST if staged.counts[one]), Outcome.NEW)]


def _page() -> int:
    return max(request.args.get("halaman", 1, type=whole), 1)


def _count(staged: Batch, outcome: Outcome, chosen: str) -> Tally:
    word, count = WORD_OF_OUTCOME[outcome], staged.counts[outcome]
    url = url_for("imports.show", batch_id=staged.id, hasil=word) if count else None
    tone = OUTCOMES[outcome].tone if count else "calm"
    return Tally(OUTCOMES[outcome].word, tone, count, url, word == chosen)


def _row_words(row: LineRow, staged: Batch, titles: dict[str, str]) -> RowWords:
    return RowWords(
        row.row,
        row.label,
        _tag(row, staged.kind),
        file_words(row, staged.kind, titles) if not row.changes else [],
        change_words(row, titles),
        faults(row.problems, titles),
        reasons(row.warnings) if not row.problems else "",
    )


def _tag(row: LineRow, kind: ImportKind) -> Tag:
    """What became of a row: its group, what was found against the person, or only that it is new."""
    if kind is ImportKind.NOMINATIONS:
        return finding_tag(row.settlement) or OUTCOMES[row.outcome]
    return GROUPS[Settlement(row.settlement)] if row.settlement else OUTCOMES[row.outcome]


def _paging(found: LineSlice) -> Paging:
    first = (found.page - 1) * PAGE + 1
    return Paging(
        first if found.rows else 0,
        first + len(found.rows) - 1 if found.rows else 0,
        found.total,
        url_with(halaman=found.page - 1) if found.page > 1 else None,
        url_with(halaman=found.page + 1) if found.page < found.pages else None,
    )
