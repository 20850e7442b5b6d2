"""The overview: every reporting unit in one report month, whose turn it is and since when."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from typing import NamedTuple

from flask import Blueprint, Response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from lindung.domain.closing import ReportState
from lindung.domain.errors import RuleBroken
from lindung.domain.months import Month
from lindung.domain.names import name_key
from lindung.domain.permissions import Act
from lindung.queries import reports
from lindung.queries.closed import report_rules
from lindung.queries.reports import OfficeMonth, Overview, WaitsFor
from lindung.queries.units import reporting_units
from lindung.queries.viewer import Viewer
from lindung.web import closing
from lindung.web.clock import office_time, office_today
from lindung.web.downloads import Cell, Share, table_download, wanted_format
from lindung.web.fragments import page_or_fragment
from lindung.web.labels import Tag
from lindung.web.lists import asked_sorting, asked_text, chosen
from lindung.web.period import asked_month
from lindung.web.policy import allowed_to
from lindung.web.viewer import current_viewer

blueprint = Blueprint("reports", __name__, url_prefix="/laporan")

Wanted = Callable[[OfficeMonth], bool]
FILTERS: dict[str, tuple[LazyString, Wanted]] = {
    "belum_tutup": (_l("Laporan belum dikunci"), lambda one: not one.is_closed),
    "belum_disiapkan": (_l("Belum disiapkan"), lambda one: one.report is None),
    "menunggu_kepala": (_l("Menunggu kepala"), lambda one: one.waits_for is WaitsFor.HEAD),
    "menunggu_koordinator": (
        _l("Menunggu koordinator"),
        lambda one: one.waits_for is WaitsFor.COORDINATOR,
    ),
    "dikembalikan": (_l("Dikembalikan"), lambda one: _is(one, ReportState.RETURNED)),
    "dibuka": (_l("Dibuka kembali"), lambda one: _is(one, ReportState.REOPENED)),
    "diterima": (_l("Diterima"), lambda one: _is(one, ReportState.ACCEPTED)),
    "berubah": (_l("Berubah sejak disetujui"), lambda one: one.has_changed),
    "terlambat": (_l("Terlambat"), lambda one: one.is_late),
}
HEADER = [
    *("kode", "unit", "keadaan", "jenis", "menunggu", "hari_menunggu", "terlambat"),
    *("sasaran_dilaporkan", "tuntas_dilaporkan", "persen_dilaporkan"),
    *("sasaran_sekarang", "tuntas_sekarang", "persen_sekarang"),
    *("kode_laporan", "disetujui_oleh", "disetujui_pada"),
]


class Line(NamedTuple):
    """One office as the overview draws it."""

    one: OfficeMonth
    tag: Tag
    waiting: str
    days: int
    url: str
    can_reopen: bool
    can_accept: bool


@blueprint.get("")
@allowed_to(Act.READ)
def index() -> ResponseReturnValue:
    viewer, today = current_viewer(), office_today()
    if (home := _only_office(viewer)) and not request.args.get("format"):
        bulan = request.args.get("bulan") or None
        return redirect(url_for("reports.show", office=home, bulan=bulan))
    found = reports.overview(viewer, asked_report_month(today), today)
    sorting = asked_sorting(["kode", "unit", "menunggu", "capaian"])
    state, q = _asked_state(), asked_text()
    lines = _sorted(
        [_line(viewer, one, today) for one in _kept(found, state, q)], sorting.key, sorting.falling
    )
    if kind := wanted_format():
        name = f"laporan-{found.month}"
        return table_download(kind, name, _("Laporan bulanan"), HEADER, _file(lines, today))
    return _page(found, lines, state, q, today, sorting.code)


def asked_report_month(today: date) -> Month:
    """`bulan`, as the report month it belongs to; by default the last that is over."""
    rules, asked = report_rules(), asked_month()
    month = rules.month_of(asked) if asked else rules.last_ended(today)
    if month >= Month.of(today):
        raise RuleBroken("report_month_runs", field="bulan", month=month)
    return month


def _page(found: Overview, lines: list[Line], state: str, q: str, today: date, sorted_by: str) -> Response:
    words = FILTERS[state][0] if state else None
    chips = chosen([(words, ("keadaan",)), (_("Unit: %(q)s", q=q) if q else None, ("q",))])
    return page_or_fragment(
        "reports/index.html",
        "reports/_overview.html",
        found=found,
        lines=lines,
        today=today,
        months=closing.month_choices(today, found.month),
        states=[
            ("", _("Semua keadaan")),
            *((code, str(words)) for code, (words, _wanted) in FILTERS.items()),
        ],
        state=state,
        q=q,
        chips=chips,
        sorted_by=sorted_by,
        open_ones=sum(1 for one in found.rows if not one.is_closed),
        filter_words=", ".join(one for one, _url in chips),
    )


def _only_office(viewer: Viewer) -> str | None:
    """The one office of somebody who has only one: his overview is its page."""
    units = reporting_units(viewer) if viewer.units else []
    return units[0].code if len(units) == 1 else None


def _asked_state() -> str:
    state = request.args.get("keadaan", "")
    return state if state in FILTERS else ""


def _kept(found: Overview, state: str, q: str) -> list[OfficeMonth]:
    words = name_key(q).split()
    wanted = FILTERS[state][1] if state else lambda _one: True
    return [
        one for one in found.rows if wanted(one) and all(word in name_key(one.unit.name) for word in words)
    ]


def _is(one: OfficeMonth, state: ReportState) -> bool:
    return one.report is not None and one.report.state is state


def _line(viewer: Viewer, one: OfficeMonth, today: date) -> Line:
    month = _month_of(one)
    approved = one.report is not None and one.report.state is ReportState.APPROVED
    return Line(
        one,
        closing.state_tag(one.report, today),
        closing.waiting_words(one, today),
        closing.waited(one.since, today),
        url_for("reports.show", office=one.unit.code, bulan=month),
        can_reopen=one.is_closed and viewer.may(Act.REOPEN_MONTH),
        can_accept=approved and viewer.may(Act.ACCEPT_MONTH),
    )


def _month_of(one: OfficeMonth) -> Month:
    if one.report is not None:
        return one.report.month
    assert not isinstance(one.since, datetime)
    return Month.of(one.since).previous()


def _sorted(lines: Sequence[Line], key: str, falling: bool) -> list[Line]:
    """Equals stay in the order of their codes; longest waiting means since longest."""
    keys: dict[str, Callable[[Line], tuple[object, ...]]] = {
        "kode": lambda line: (line.one.unit.code,),
        "unit": lambda line: (name_key(line.one.unit.name),),
        "menunggu": lambda line: (line.one.waits_for is not WaitsFor.NOBODY, line.days),
        "capaian": lambda line: (line.one.present.part / (line.one.present.whole or 1),),
    }
    return sorted(lines, key=keys[key], reverse=falling)


def _file(lines: Sequence[Line], today: date) -> Iterator[list[Cell]]:
    for line in lines:
        one, report = line.one, line.one.report
        reported = one.reported
        approved_at = report.approved_at if report else None
        yield [
            one.unit.code,
            one.unit.name,
            str(line.tag.word),
            str(closing.KINDS[report.kind]) if report else None,
            line.waiting or None,
            line.days if line.waiting else None,
            _("ya") if one.is_late else _("tidak"),
            reported.whole if reported else None,
            reported.part if reported else None,
            Share(*reported) if reported else None,
            one.present.whole,
            one.present.part,
            Share(*one.present),
            report.code if report else None,
            report.approved_by if report else None,
            office_time(approved_at).date() if approved_at else None,
        ]
