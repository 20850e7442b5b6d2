"""What is missing, as counts that open their lists; what there is none of is left out."""

from typing import NamedTuple
from urllib.parse import urlencode

from flask import url_for
from flask_babel import gettext as _

from lindung.domain.months import Month
from lindung.domain.permissions import Act
from lindung.queries.home import ToDo, Waiting
from lindung.queries.verifications import unconfirmed
from lindung.queries.viewer import Viewer
from lindung.web.clock import office_today
from lindung.web.figures import Headline, Lists


class Tally(NamedTuple):
    number: int
    words: str
    url: str
    tone: str


def tallies(viewer: Viewer, head: Headline, lists: Lists, silent_units: int, waits: Waiting) -> list[Tally]:
    now = head.now
    found = [
        Tally(
            silent_units, _("unit tanpa satu pun pernyataan"), _silent_url(lists, tingkat="pelapor"), "care"
        ),
        Tally(now.unanswered, _("ASN belum mengisi pernyataan"), lists.people("belum"), "care"),
        Tally(now.unregistered, _("ASN belum mendaftarkan"), lists.people("belum_mendaftarkan"), "urgent"),
        *_unpaid(head, lists),
        *_waiting(viewer, waits),
    ]
    return [tally for tally in found if tally.number]


def to_do(viewer: Viewer, head: Headline, lists: Lists, work: ToDo, silent_units: int) -> list[Tally]:
    """A clerk's day, in the order in which one thing leads to the next; every count is as long as its list."""
    found = [
        Tally(head.now.unanswered, _("ASN belum mengisi pernyataan"), lists.people("belum"), "care"),
        Tally(
            silent_units,
            _("unit belum mengirim satu pun pernyataan"),
            _silent_url(lists),
            "care",
        ),
        Tally(
            work.unlisted,
            _("ASN yang pekerjanya belum dicatat")
            if head.is_quota
            else _("ASN mempekerjakan ART, pekerjanya belum dicatat"),
            lists.people("belum_mencatat"),
            "urgent",
        ),
        Tally(
            work.candidates,
            _("calon belum diajukan ke BPJS"),
            lists.workers("calon"),
            "urgent",
        ),
        Tally(work.refused, _("pekerja ditolak BPJS"), lists.workers("ditolak"), "urgent"),
        *_unpaid(head, lists),
        *_waiting(viewer, Waiting(work.questions, work.batches, work.bpjs_rows)),
    ]
    return [tally for tally in found if tally.number]


def _silent_url(lists: Lists, **extra: str) -> str:
    return f"{url_for('home.silent_units')}?{urlencode(lists.query | extra)}"


def _unpaid(head: Headline, lists: Lists) -> list[Tally]:
    """Only once somebody's payment of the month is known and its due date has passed (R15)."""
    if not head.is_paid:
        return []
    found = [Tally(head.now.unpaid, _("ASN terdaftar, belum lunas"), lists.people("belum_lunas"), "care")]
    if head.is_confirmed:
        words = _("ASN tuntas menurut OPD, belum dikonfirmasi BPJS")
        found.append(Tally(head.only_said, words, lists.people("menurut_opd"), "calm"))
    return found


def _waiting(viewer: Viewer, waits: Waiting) -> list[Tally]:
    found = []
    if viewer.may(Act.DECIDE_QUESTIONS):
        found.append(Tally(waits.questions, _("pertanyaan data ganda"), url_for("questions.index"), "care"))
    if viewer.may(Act.EDIT_REGISTRATIONS):
        found.append(Tally(waits.batches, _("impor belum selesai"), url_for("imports.index"), "calm"))
        found += _lists_of_month(viewer)
    if viewer.may(Act.LOAD_BPJS_FILES):
        rows = url_for("payments.reconcile", bulan="semua", keadaan="menunggu")
        found.append(Tally(waits.bpjs_rows, _("baris BPJS menunggu keputusan"), rows, "urgent"))
    return found


def _lists_of_month(viewer: Viewer) -> list[Tally]:
    """Villages that have not said whether this month's list of a programme is still right."""
    found = []
    for one in unconfirmed(viewer, Month.of(office_today())):
        if one.villages == 1:
            url = url_for("nominations.village", circular_id=one.circular_id, code=one.unit_code)
        else:
            url = url_for("nominations.months", circular_id=one.circular_id, keadaan="belum")
        found.append(Tally(one.villages, _("desa belum menyatakan daftar bulan ini"), url, "care"))
    return found
