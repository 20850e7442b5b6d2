"""The menu as data: what it says, where it leads, who sees it, and which screens belong under which entry."""

from collections.abc import Callable
from typing import NamedTuple

from flask import Flask, current_app, has_request_context, request, url_for
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from lindung.domain.permissions import Act, Role, may
from lindung.web.viewer import find_visit


class Entry(NamedTuple):
    section: str
    label: LazyString
    endpoint: str
    acts: tuple[Act, ...] = (Act.READ,)  # seen by whoever may do one of them
    children: tuple["Entry", ...] = ()
    needs_coverage: bool = False  # for readers only once there is a target or a promise to read of


class Link(NamedTuple):
    """An entry as the layout draws it: only for screens that exist and that this viewer may open."""

    label: LazyString
    url: str
    current: bool
    children: tuple["Link", ...]
    waits: Callable[[], int] | None = None  # how much waits there; asked only where the tabs are drawn


COUNTS: dict[str, Callable[[], int]] = {}  # section -> how much waits there; filled by the roof

MENU = (
    Entry("home", _l("Beranda"), "home.show"),
    Entry("compliance", _l("Kepatuhan"), "compliance.index"),
    Entry("sponsors", _l("ASN"), "sponsors.index"),
    Entry(
        "people",
        _l("Pekerja"),
        "workers.index",
        children=(
            Entry("workers", _l("Daftar pekerja"), "workers.index"),
            Entry("questions", _l("Pertanyaan"), "questions.index"),
            Entry("handovers", _l("Alih tanggungan"), "handovers.index"),
            Entry("claims", _l("Klaim"), "claims.index"),
        ),
    ),
    Entry(
        "contributions",
        _l("Iuran"),
        "rates.index",
        children=(
            Entry("rates", _l("Tarif"), "rates.index"),
            Entry("reconciliation", _l("Rekonsiliasi"), "payments.reconcile"),
            Entry("deductions", _l("Potongan"), "deductions.index"),
        ),
    ),
    Entry(
        "coverage",
        _l("Cakupan"),
        "coverage.index",
        children=(
            Entry("coverage_line", _l("Target dan laju"), "coverage.index"),
            Entry("coverage_months", _l("Angka per bulan"), "coverage.months"),
            Entry("coverage_sources", _l("Sumber"), "coverage.sources"),
            Entry("coverage_segments", _l("Segmen"), "coverage.segments", (Act.MANAGE_SETTINGS,)),
            Entry("commitments", _l("Komitmen"), "coverage.commitments"),
        ),
        needs_coverage=True,
    ),
    Entry("reports", _l("Laporan"), "reports.index"),
    Entry(
        "rules",
        _l("Surat Edaran"),
        "circulars.index",
        children=(
            Entry("circulars", _l("Daftar Surat Edaran"), "circulars.index"),
            Entry("programmes", _l("Program dan dana"), "programmes.index"),
            Entry("simulator", _l("Simulasi anggaran"), "programmes.simulator"),
        ),
    ),
    Entry(
        "imports",
        _l("Impor"),
        "imports.index",
        (Act.EDIT_REGISTRATIONS, Act.MANAGE_SETTINGS, Act.MANAGE_ACCOUNTS),
    ),
    Entry(
        "admin",
        _l("Admin"),
        "units.index",
        children=(
            Entry("units", _l("Unit kerja"), "units.index", (Act.MANAGE_SETTINGS,)),
            Entry("accounts", _l("Akun"), "accounts.index", (Act.MANAGE_ACCOUNTS,)),
            Entry("proxies", _l("Plt. dan Plh."), "proxies.index", (Act.MANAGE_ACCOUNTS,)),
            Entry("settings", _l("Pengaturan"), "settings.show_regency", (Act.MANAGE_SETTINGS,)),
        ),
    ),
)

# Every blueprint has a place in the menu, or None when its screens stand outside it; an endpoint may differ from its
# blueprint (a house test walks the routes).
SECTION_OF: dict[str, str | None] = {
    "home": "home",
    "calendar": "home",
    "compliance": "compliance",
    "sponsors": "sponsors",
    "workers": "workers",
    "rates": "rates",
    "payments": "reconciliation",
    "payments.choose": "workers",
    "payments.pay": "workers",
    "payments.choose_reversal": "workers",
    "payments.save_reversal": "workers",
    "deductions": "deductions",
    "proposals": "workers",
    "programmes": "programmes",
    "programmes.simulator": "simulator",
    "nominations": "programmes",
    "claims": "claims",
    "circulars": "circulars",
    "coverage": "coverage_sources",
    "coverage.index": "coverage_line",
    "coverage.set_up": "coverage_line",
    "coverage.months": "coverage_months",
    "coverage.record": "coverage_months",
    "coverage.segments": "coverage_segments",
    "coverage.add_segments": "coverage_segments",
    "coverage.segment": "coverage_segments",
    "coverage.remove_segment": "coverage_segments",
    **dict.fromkeys(
        (
            *("coverage.commitments", "coverage.new_commitment", "coverage.commitment"),
            *("coverage.close_commitment", "coverage.drop_commitment"),
        ),
        "commitments",
    ),
    "imports": "imports",
    "imports.questions": "questions",  # where they stood before
    "questions": "questions",
    "handovers": "handovers",
    "units": "units",
    "accounts": "accounts",
    "proxies": "proxies",
    "settings": "settings",
    "reminders": "home",
    "reports": "reports",
    "search": None,
    "history": None,
    "accounts.sign_in": None,
    "accounts.sign_out": None,
    "accounts.activate": None,
    "accounts.mine": None,
    "accounts.switch_capacity": None,
    "health": None,
}

ROLE_LABELS: dict[Role, LazyString] = {
    Role.ADMIN: _l("Administrator"),
    Role.COORDINATOR: _l("Koordinator"),
    Role.SECRETARY: _l("Sekretaris Daerah"),
    Role.HEAD: _l("Kepala"),
    Role.CLERK: _l("Petugas kepegawaian"),
    Role.TREASURER: _l("Bendahara"),
    Role.INSPECTOR: _l("Inspektorat"),
}


def role_label(role: Role | str) -> LazyString:
    return ROLE_LABELS[Role(role)]


def current_section() -> str | None:
    return section_of(request.endpoint or "") if has_request_context() else None


def section_of(endpoint: str) -> str | None:
    return SECTION_OF.get(endpoint, SECTION_OF.get(endpoint.partition(".")[0]))


def navigation(role: Role | None) -> list[Link]:
    """The menu for one role; empty for somebody signed out."""
    if role is None:
        return []
    drawn = (_drawn(entry, role, current_section()) for entry in MENU)
    return [link for link in drawn if link is not None]


def _drawn(entry: Entry, role: Role, section: str | None) -> Link | None:
    if entry.needs_coverage and not (may(role, Act.MANAGE_SETTINGS) or has_coverage()):
        return None
    children = tuple(link for child in entry.children if (link := _drawn(child, role, section)))
    if entry.children:
        current = any(child.current for child in children)
        return Link(entry.label, children[0].url, current, children) if children else None
    if entry.endpoint not in current_app.view_functions or not any(may(role, act) for act in entry.acts):
        return None
    url = url_for(entry.endpoint)
    return Link(entry.label, url, entry.section == section, (), COUNTS.get(entry.section))


def has_coverage() -> bool:
    visit = find_visit() if has_request_context() else None
    return visit is not None and visit.has_coverage


def install_navigation(app: Flask) -> None:
    app.add_template_global(navigation)
    app.add_template_filter(role_label)
