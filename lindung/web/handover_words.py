"""Hand-overs in the office's words, and what a first screen and the menu say of what waits (R6, R10)."""

from collections.abc import Callable
from typing import Any

from flask import Flask, g
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from lindung.domain.handovers import HandoverCause, HandoverState
from lindung.queries.handovers import Calls, HandoverFilterState, HandoverRow, calls
from lindung.queries.question_counts import Waiting, waiting_counts
from lindung.web.clock import office_today, running_month
from lindung.web.filters import DASH, month
from lindung.web.labels import Tag
from lindung.web.navigation import COUNTS
from lindung.web.viewer import current_viewer

Writer = Callable[[Any], str]
C, S = HandoverCause, HandoverState

CAUSES: dict[HandoverCause, LazyString] = {
    C.RETIRED: _l("Pensiun"),
    C.DIED: _l("Meninggal dunia"),
    C.MOVED_AWAY: _l("Pindah ke instansi lain"),
    C.RESIGNED: _l("Mengundurkan diri"),
    C.OTHER: _l("Berhenti, alasan lain"),
    C.NOT_IN_FILE: _l("Tidak ada dalam berkas lengkap"),
    C.MOVED: _l("Pindah unit di dalam kabupaten"),
    C.QUESTION: _l("Keputusan atas NIK pada dua pembayar"),
}
CAUSE_CODES = {
    "pensiun": C.RETIRED,
    "meninggal": C.DIED,
    "pindah_instansi": C.MOVED_AWAY,
    "mundur": C.RESIGNED,
    "lain": C.OTHER,
    "berkas": C.NOT_IN_FILE,
    "pindah_unit": C.MOVED,
    "keputusan": C.QUESTION,
}
STATES: dict[HandoverState, Tag] = {
    S.WAITING: Tag(_l("Menunggu pembayar"), "urgent"),
    S.OFFERED: Tag(_l("Ditawarkan"), "care"),
    S.REFUSED: Tag(_l("Ditolak, menunggu pembayar"), "urgent"),
    S.ACCEPTED: Tag(_l("Dialihkan"), "good"),
    S.KEPT: Tag(_l("Tetap ditanggung"), "good"),
    S.ENDED: Tag(_l("Kepesertaan diakhiri"), "calm"),
    S.CLOSED: Tag(_l("Tidak perlu lagi"), "calm"),
}
# What a history tells of a hand-over.
COLUMNS: dict[str, tuple[LazyString, Writer | str | None]] = {
    "state": (_l("keadaan"), lambda code: str(STATES[HandoverState(code)].word)),
    "to_sponsor_id": (_l("ditawarkan kepada"), "sponsor"),
    "reason": (_l("alasan"), str),
}
TO_CONFIRM = Tag(_l("Konfirmasi tetap ditanggung"), "care")
FILTERS: dict[HandoverFilterState, LazyString] = {
    HandoverFilterState.OPEN: _l("menunggu"),
    HandoverFilterState.OFFERED: _l("ditawarkan"),
    HandoverFilterState.DONE: _l("selesai"),
}
FILTER_CODES = {
    "menunggu": HandoverFilterState.OPEN,
    "ditawarkan": HandoverFilterState.OFFERED,
    "selesai": HandoverFilterState.DONE,
}


def state_tag(row: HandoverRow) -> Tag:
    """Moved inside the regency nobody has stopped paying: it is only to be confirmed."""
    if row.cause is C.MOVED and row.state is S.WAITING:
        return TO_CONFIRM
    return STATES[row.state]


def ends_words(row: HandoverRow) -> str:
    """When the membership ends if nobody pays, or that it has (R18)."""
    if row.ends_after is None:
        return DASH
    if row.ends_after < running_month():
        return _("sudah berakhir")
    return _("akhir %(month)s", month=month(row.ends_after, "short"))


def handover_calls() -> Calls:
    """What a first screen says to the offices concerned."""
    return calls(current_viewer(), office_today())


def waiting_in_menu() -> Waiting:
    """Both counts in one statement, once a page."""
    if "waiting_in_menu" not in g:
        g.waiting_in_menu = waiting_counts(current_viewer())
    found: Waiting = g.waiting_in_menu
    return found


def install_handovers(app: Flask) -> None:
    app.add_template_global(handover_calls)
    COUNTS["questions"] = lambda: waiting_in_menu().questions
    COUNTS["handovers"] = lambda: waiting_in_menu().handovers
