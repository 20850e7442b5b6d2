"""Reports in words (R22): kinds, states, whose turn since when, in which capacity; the line above a closed month."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import NamedTuple

from flask import request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from lindung.domain.closing import Period, ReportKind, ReportState, Signature
from lindung.domain.months import Month
from lindung.domain.permissions import Act, Role
from lindung.queries.circulars import selectable
from lindung.queries.closed import Lock, UnitStanding, lock_over, month_standing, report_rules
from lindung.queries.rates import holidays
from lindung.queries.reports import OfficeMonth, ReportRow, WaitsFor, waiting_reports
from lindung.queries.viewer import Viewer
from lindung.web.clock import office_time
from lindung.web.filters import day, month, number
from lindung.web.labels import Tag
from lindung.web.messages import WAYS_ON
from lindung.web.titles import head_title, proxy_title
from lindung.web.viewer import current_viewer

MOST_MONTHS = 60
KINDS: dict[ReportKind, LazyString] = {
    ReportKind.REGULAR: _l("bulanan"),
    ReportKind.SUPPLEMENTARY: _l("susulan"),
    ReportKind.CORRECTIVE: _l("pembetulan"),
}
PERIODS: dict[Period, LazyString] = {
    Period.MONTHLY: _l("setiap bulan"),
    Period.QUARTERLY: _l("setiap triwulan"),
}
STATES: dict[ReportState | None, Tag] = {
    None: Tag(_l("belum disiapkan"), "care"),
    ReportState.DRAFT: Tag(_l("sedang disusun"), "care"),
    ReportState.PREPARED: Tag(_l("menunggu persetujuan"), "care"),
    ReportState.APPROVED: Tag(_l("disetujui"), "good"),
    ReportState.ACCEPTED: Tag(_l("diterima"), "good"),
    ReportState.RETURNED: Tag(_l("dikembalikan"), "urgent"),
    ReportState.REOPENED: Tag(_l("dibuka kembali"), "care"),
}
REOPENED_OVER = Tag(_l("dibuka kembali, waktunya lewat"), "urgent")
LATE = Tag(_l("terlambat"), "urgent")


class LockNote(NamedTuple):
    """What stands above a list or a person of a closed month, before one tries."""

    sentence: str
    url: str
    link: str


class HomeLine(NamedTuple):
    """A report that waits for this person, on his first screen."""

    sentence: str
    url: str
    link: str
    tone: str
    is_next: bool  # the button of the page, not just a link


def report_name(row_month: Month, kind: ReportKind = ReportKind.REGULAR) -> str:
    """Laporan Oktober 2026; Laporan pembetulan Oktober 2026."""
    if kind is ReportKind.REGULAR:
        return _("Laporan %(month)s", month=month(row_month))
    return _("Laporan %(kind)s %(month)s", kind=KINDS[kind], month=month(row_month))


def in_sentence(name: str) -> str:
    """A report's name after other words: laporan Oktober 2026."""
    return name[:1].lower() + name[1:]


def state_tag(row: ReportRow | None, today: date) -> Tag:
    if row is not None and row.state is ReportState.REOPENED and row.locks_on(today):
        return REOPENED_OVER
    return STATES[row.state if row else None]


def waited(since: datetime | date, today: date) -> int:
    """Whole days since a moment or a day, on the regency's clock."""
    begun = office_time(since).date() if isinstance(since, datetime) else since
    return max((today - begun).days, 0)


def waiting_words(one: OfficeMonth, today: date) -> str:
    """`menunggu kepala 9 hari`; empty when nobody's turn it is."""
    days = number(waited(one.since, today))
    match one.waits_for:
        case WaitsFor.CLERK:
            return _("menunggu petugas %(days)s hari", days=days)
        case WaitsFor.HEAD:
            return _("menunggu kepala %(days)s hari", days=days)
        case WaitsFor.COORDINATOR:
            return _("menunggu koordinator %(days)s hari", days=days)
        case WaitsFor.NOBODY:
            return ""


def title_of(signature: Signature, unit_name: str) -> str:
    """Kepala Dinas Pertanian; Plt. Kepala Dinas Pertanian (800/12/2026)."""
    title = proxy_title(signature.proxy, unit_name) if signature.proxy else head_title(unit_name)
    return f"{title} ({signature.order_number})" if signature.order_number else title


def month_choices(today: date, asked: Month) -> list[tuple[str, str]]:
    """The report months since the first circular, the newest first."""
    rules = report_rules()
    last = rules.last_ended(today)
    begun = [Month.of(row.in_force_from) for row in selectable(today)]
    first = rules.month_of(min(begun)) if begun else last
    months = {one for one in first.through(last) if rules.month_of(one) == one} | {asked}
    return [(str(one), month(one)) for one in sorted(months, reverse=True)[:MOST_MONTHS]]


def lock_note(
    viewer: Viewer, unit_ref: int | str | None, of_month: Month | None, today: date
) -> LockNote | None:
    """For a list or a page of one unit's people: whether that month (None: any) is closed, and the way to open it."""
    found = lock_over(unit_ref, of_month, today) if unit_ref else None
    return _note(viewer, found, of_month or found.month) if found else None


def way_to_open(viewer: Viewer, unit_code: str, first: Month, last: Month) -> tuple[str, str] | None:
    """Address and words of what this person can do about a closed month."""
    if viewer.may(Act.PREPARE_MONTH):
        back = request.full_path.rstrip("?")
        url = url_for("reports.correct", office=unit_code, bulan=first, sampai=last, dari=back)
        return url, _("Ajukan pembetulan")
    if viewer.may(Act.REOPEN_MONTH):
        return url_for("reports.show", office=unit_code, bulan=last), _("Buka kembali bulan ini")
    return None


def home_reports(viewer: Viewer, today: date) -> list[HomeLine]:
    """What waits for this person, by role; a head sees what to approve, a clerk what came back."""
    match viewer.role:
        case Role.HEAD:
            return [_to_approve(row) for row in waiting_reports(viewer, [ReportState.PREPARED])]
        case Role.CLERK:
            return _of_clerk(viewer, today)
        case Role.COORDINATOR | Role.SECRETARY:
            return _of_regency(viewer, today)
        case _:
            return []


def _note(viewer: Viewer, lock: Lock, of_month: Month) -> LockNote:
    sentence = _(
        "%(month)s ditutup %(unit)s pada %(since)s oleh %(by)s (laporan %(code)s). Perubahan yang menyangkut bulan itu "
        "tidak disimpan sebelum bulannya dibuka.",
        month=month(of_month),
        unit=lock.unit_name,
        since=day(office_time(lock.since).date()),
        by=lock.by,
        code=lock.code,
    )
    way = way_to_open(viewer, lock.unit_code, lock.month, lock.month)
    return LockNote(
        sentence, *(way or (url_for("reports.frozen", report_code=lock.code), _("Lihat laporannya")))
    )


def _to_approve(row: ReportRow) -> HomeLine:
    name = report_name(row.month, row.kind)
    return HomeLine(
        _("%(report)s %(unit)s menunggu persetujuan.", report=name, unit=row.unit_name),
        url_for("reports.approve", report_id=row.id),
        _("Setujui laporan %(month)s", month=month(row.month)),
        "care",
        is_next=True,
    )


def _of_clerk(viewer: Viewer, today: date) -> list[HomeLine]:
    returned = waiting_reports(viewer, [ReportState.RETURNED, ReportState.REOPENED, ReportState.DRAFT])
    lines = [_to_mend(row, today) for row in returned]
    last = month_standing(viewer, today)
    missing = [unit for unit in last.units if unit.state is None]
    if missing:
        due = last.rules.due_on(last.month, holidays(last.month.next()))
        lines += [_to_prepare(unit, last.month, due, today) for unit in missing]
    return lines


def _to_mend(row: ReportRow, today: date) -> HomeLine:
    name, url = (
        report_name(row.month, row.kind),
        url_for("reports.show", office=row.unit_code, bulan=row.month),
    )
    facts = {"report": name, "by": row.decided_by or "–", "reason": row.decision_reason or row.reason or ""}
    match row.state:
        case ReportState.RETURNED:
            words = _("%(report)s dikembalikan oleh %(by)s: %(reason)s", **facts)
        case ReportState.REOPENED if row.locks_on(today):
            words = _("%(report)s dibuka kembali, tetapi waktunya sudah lewat.", **facts)
        case ReportState.REOPENED:
            words = _("%(report)s dibuka kembali sampai %(day)s.", day=day(row.open_until), **facts)
        case _:
            words = _("%(report)s sedang disusun: %(reason)s", **facts)
    return HomeLine(words, url, _("Buka laporannya"), STATES[row.state].tone, is_next=False)


def _to_prepare(unit: UnitStanding, of_month: Month, due: date, today: date) -> HomeLine:
    report = report_name(of_month)
    return HomeLine(
        _("%(report)s belum disiapkan, paling lambat %(day)s.", report=report, day=day(due)),
        url_for("reports.show", office=unit.code, bulan=of_month),
        _("Siapkan laporan"),
        "urgent" if today > due else "calm",
        is_next=False,
    )


def _of_regency(viewer: Viewer, today: date) -> list[HomeLine]:
    last = month_standing(viewer, today)
    name, lines = month(last.month), []
    waiting = sum(1 for unit in last.units if unit.state is ReportState.APPROVED)
    if waiting and viewer.may(Act.ACCEPT_MONTH):
        words = _("%(count)s laporan %(month)s menunggu diterima.", count=number(waiting), month=name)
        lines.append(_to_overview(last.month, "menunggu_koordinator", words, _("Terima laporan")))
    open_ones = sum(1 for unit in last.units if not unit.is_closed)
    if open_ones:
        words = _("%(count)s unit belum mengunci laporan %(month)s.", count=number(open_ones), month=name)
        lines.append(_to_overview(last.month, "belum_tutup", words, _("Lihat siapa saja")))
    return lines


def _to_overview(of_month: Month, state: str, words: str, link: str) -> HomeLine:
    url = url_for("reports.index", bulan=of_month, keadaan=state)
    return HomeLine(words, url, link, "care", is_next=False)


def _way_on(facts: Mapping[str, object]) -> tuple[str, str] | None:
    """Behind a refusal: the months it names, opened by whom the refused person may ask himself to be."""
    match facts:
        case {"unit_code": str(code), "month": Month() as first, "last": Month() as last}:
            return way_to_open(current_viewer(), code, first, last)
    return None


def install_closing() -> None:
    WAYS_ON["month_locked"] = WAYS_ON["months_locked"] = _way_on
