"""The approved report as a PDF (R22) that the office signs in its own way: TTE, Srikandi, ink. Data in, typst out."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import typst
from babel.dates import format_date
from flask import current_app
from flask_babel import get_locale
from flask_babel import gettext as _

from lindung.domain.accounts import ProxyCapacity
from lindung.queries.reporting import CircularFigures, Content, Figures, figures_of
from lindung.queries.reports import ReportRow
from lindung.web.clock import office_time
from lindung.web.closing import KINDS, report_name
from lindung.web.filters import moment, month, number, percent, rupiah
from lindung.web.report_words import MONEY, SHOWN, count_of
from lindung.web.titles import PROXY_LABELS, head_title

SOURCE = "templates/reports/report.typ"
MOST_UNITS = 2000  # of one table: more than a regency has, so no school is left off a signed paper


def report_pdf(row: ReportRow, content: Content) -> bytes:
    source = Path(current_app.root_path) / SOURCE
    data = json.dumps(paper_of(row, content))
    found = typst.compile(source, root=source.parent, ignore_system_fonts=True, sys_inputs={"d": data})
    if not isinstance(found, bytes):
        raise TypeError("one PDF, not pages of pictures")
    return found


def paper_of(row: ReportRow, content: Content) -> dict[str, Any]:
    """Everything the paper says, as words."""
    figures = figures_of(content)
    return {
        "lang": str(get_locale() or "id")[:2],
        "regency": content.get("regency") or "",
        "office": figures.unit_name,
        "title": report_name(figures.month, row.kind),
        "subtitle": _("Pelindungan pekerja yang ditanggung ASN, BPJS Ketenagakerjaan"),
        "code": row.code,
        "facts": _facts(row, content, figures),
        "circulars": [_circular(one) for one in figures.circulars],
        "notes": _notes(figures),
        "approval": _approval(content),
        "signature": _signature(row, content),
        "words": {
            "code": _("Kode laporan"),
            "page": _("halaman"),
            "of": _("dari"),
            "figures": ["", _("Sebelumnya"), month(figures.month, "short"), _("Perubahan")],
            "units": [
                *(_("Unit"), _("ASN"), _("Mengisi"), _("Sasaran"), _("Mendaftarkan"), _("Tuntas"), "%"),
                *(_("Pekerja"), _("Iuran dibayar")),
            ],
        },
    }


def _facts(row: ReportRow, content: Content, figures: Figures) -> list[list[str]]:
    span = month(figures.month)
    if figures.first_month != figures.month:
        span = f"{month(figures.first_month)} – {span}"
    facts = [
        [_("Masa laporan"), span],
        [_("Jenis laporan"), str(KINDS[row.kind])],
        [_("Kode laporan"), row.code or ""],
    ]
    reason = content["report"].get("reason")
    return [*facts, [_("Alasan"), reason]] if reason else facts


def _circular(one: CircularFigures) -> dict[str, Any]:
    return {
        "heading": _("Surat Edaran %(number)s", number=one.number),
        "title": one.title,
        "figures": [*_counted(one), *_paid(one)],
        "units": [
            [
                _("langsung di unit ini") if unit.is_own else unit.name,
                *(
                    number(count_of(unit.counts, name))
                    for name in ("asn", "answered", "target", "registered")
                ),
                number(unit.counts.settled),
                percent(unit.counts.settled, unit.counts.target),
                number(unit.counts.workers_registered),
                rupiah(unit.counts.paid),
            ]
            for unit in one.units[:MOST_UNITS]
        ]
        if len(one.units) > 1
        else [],
    }


def _counted(one: CircularFigures) -> list[list[str]]:
    rows = []
    for name, words, _sign in SHOWN:
        now, before = count_of(one.now, name), count_of(one.before, name) if one.before else None
        step = delta_of(now - before) if before is not None else ""
        rows.append([str(words), number(before) if before is not None else "", number(now), step])
    was = one.before
    shares = [
        percent(was.settled, was.target) if was else "",
        percent(one.now.settled, one.now.target),
    ]
    return [*rows, [_("tuntas dari sasaran"), *shares, ""]]


def _paid(one: CircularFigures) -> list[list[str]]:
    return [
        [
            str(words),
            rupiah(count_of(one.before, name)) if one.before else "",
            rupiah(count_of(one.now, name)),
            "",
        ]
        for name, words in MONEY
    ]


def delta_of(step: int) -> str:
    return "0" if step == 0 else f"{'+' if step > 0 else '−'}{number(abs(step))}"


def _notes(figures: Figures) -> list[str]:
    falls = len(figures.falls)
    return (
        [_("%(count)s ASN yang sebelumnya tuntas tidak lagi tuntas.", count=number(falls))] if falls else []
    )


def _approval(content: Content) -> list[str]:
    prepared, approved = content["prepared"], content["approved"]
    lines = []
    if prepared["by"] and prepared["at"]:
        at = moment(datetime.fromisoformat(prepared["at"]))
        lines.append(_("Disiapkan oleh %(who)s, %(at)s.", who=prepared["by"], at=at))
    at = moment(datetime.fromisoformat(approved["at"]))
    lines.append(_("Disetujui di Lindung oleh %(who)s, %(at)s.", who=approved["by"], at=at))
    lines.append(
        _("Persetujuan di aplikasi bukan tanda tangan: surat ini ditandatangani menurut tata naskah kantor.")
    )
    return lines


def _signature(row: ReportRow, content: Content) -> dict[str, Any]:
    """The block in the capacity in which it was approved."""
    approved = content["approved"]
    on = office_time(datetime.fromisoformat(approved["at"])).date()
    title = head_title(content["unit"]["name"])
    proxy = ProxyCapacity(approved["proxy"]) if approved["proxy"] else None
    titles = [title + ","] if proxy is None else [f"{PROXY_LABELS[proxy]} {title},"]
    order = approved["order_number"]
    return {
        "place": f"................, {format_date(on, 'd MMMM y', locale=str(get_locale() or 'id'))}",
        "titles": titles,
        "name": approved["by"],
        "number_line": _("Surat perintah %(number)s", number=order) if order else "",
    }
