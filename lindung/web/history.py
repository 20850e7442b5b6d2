"""Audit entries as sentences: who changed what, from which word to which, never with a full identifier."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from flask_babel import gettext as _

from lindung.domain.claims import Paper
from lindung.domain.duties import Answer
from lindung.queries.history import Change, History, Receipt, Values
from lindung.queries.undoing import undoable
from lindung.queries.viewer import Viewer
from lindung.web import coverage_words
from lindung.web.claim_words import PAPERS
from lindung.web.clock import office_time
from lindung.web.filters import day, month, rupiah
from lindung.web.labels import (
    ANSWERS,
)
from lindung.web.rate_words import dated_name
from lindung.web.record_words import COLUMNS, THINGS, Writer, month_told
from lindung.web.ways_back import recap_url, undo_url

Names = Mapping[tuple[str, int], str]


class Line(NamedTuple):
    at: datetime  # on the regency's clock
    sentence: str
    details: list[str]
    is_undone: bool
    act_id: int = 0
    undo_url: str | None = None  # on the newest line of each act that can still be taken back
    document_url: str | None = None  # the scan that what is told rests on


class Story(NamedTuple):
    lines: list[Line]
    is_cut: bool


def told(found: History, viewer: Viewer | None = None) -> Story:
    """The history as lines to be drawn, newest first; for a viewer with the ways back that are his."""
    lines = [_line(entry, found.names) for entry in found.entries]
    return Story(_with_ways_back(viewer, lines) if viewer else lines, found.is_cut)


def _with_ways_back(viewer: Viewer, lines: list[Line]) -> list[Line]:
    waiting = undoable(viewer, {line.act_id for line in lines}) if lines else set()
    drawn = []
    for line in lines:
        if line.act_id in waiting:
            waiting.discard(line.act_id)
            line = line._replace(undo_url=undo_url(line.act_id))
        drawn.append(line)
    return drawn


def _line(entry: Change | Receipt, names: Names) -> Line:
    if isinstance(entry, Receipt):
        return Line(office_time(entry.at), _receipt(entry), [], False, entry.act_id)
    sentence, details = _sentence(entry, names), _details(entry, names)
    line = Line(office_time(entry.at), sentence, details, entry.is_undone, entry.act_id)
    return line._replace(document_url=_document_url(entry))


def _document_url(entry: Change) -> str | None:
    values = entry.after or entry.before or {}
    sponsor_id, document_id = values.get("sponsor_id"), values.get("document_id")
    if entry.record != "declaration" or not sponsor_id or not document_id or entry.is_undone:
        return None
    return recap_url(sponsor_id, document_id)


def _receipt(entry: Receipt) -> str:
    facts = {"month": month(entry.month), "amount": rupiah(entry.amount), "day": day(entry.paid_on)}
    if entry.amount < 0:
        return _("Pembetulan iuran %(month)s %(amount)s, %(day)s", **facts)
    if entry.source == "bpjs":
        return _("Iuran %(month)s %(amount)s menurut BPJS, dibayar %(day)s", **facts)
    return _("Iuran %(month)s %(amount)s menurut OPD, dibayar %(day)s, belum dikonfirmasi BPJS", **facts)


def _sentence(entry: Change, names: Names) -> str:
    if entry.who is None:
        return _by_server(entry, names)
    who = entry.who
    if entry.undoes:
        return _("%(who)s membatalkan tindakan sebelumnya", who=who)
    if entry.after is None:
        return _(
            "%(who)s menghapus %(thing)s", who=who, thing=_thing(entry.record, entry.before or {}, names)
        )
    if entry.before is None:
        if entry.record in ("reveal", "nomination_reveal"):
            return _revealed(entry.after, who)
        thing = _thing(entry.record, entry.after, names)
        if entry.kind.startswith("import"):
            return _("%(who)s mencatat %(thing)s melalui impor", who=who, thing=thing)
        return _("%(who)s mencatat %(thing)s", who=who, thing=thing)
    if entry.record == "unit" and "closed_from" in entry.after:
        return _closing(entry.after["closed_from"], who)
    return _("%(who)s mengubah %(thing)s", who=who, thing=_thing(entry.record, {}, names))


def _revealed(values: Values, who: str) -> str:
    if values.get("field") == "phone":
        return _("%(who)s melihat nomor telepon ahli waris", who=who)
    return _("%(who)s melihat NIK lengkap: %(reason)s", who=who, reason=values.get("reason", ""))


def _closing(closed_from: int | None, who: str) -> str:
    if closed_from is None:
        return _("%(who)s membuka kembali unit ini", who=who)
    return _("%(who)s menutup unit ini mulai %(month)s", who=who, month=month_told(closed_from))


def _by_server(entry: Change, names: Names) -> str:
    """What a command did on the server, where nobody was signed in."""
    if entry.undoes:
        return _("Tindakan sebelumnya dibatalkan di server")
    if entry.after is None:
        return _("Dihapus di server: %(thing)s", thing=_thing(entry.record, entry.before or {}, names))
    if entry.before is None:
        thing = _thing(entry.record, entry.after, names)
        if entry.kind.startswith("import"):
            return _("Dicatat lewat impor di server: %(thing)s", thing=thing)
        return _("Dicatat di server: %(thing)s", thing=thing)
    return _("Diubah di server: %(thing)s", thing=_thing(entry.record, {}, names))


def _thing(record: str, values: Values, names: Names) -> str:
    match record:
        case "posting":
            unit = names.get(("unit", values.get("unit_id", 0)))
            return _("penempatan di %(unit)s", unit=unit) if unit else _("penempatan")
        case "declaration":
            answer = values.get("answer")
            return _("pernyataan “%(answer)s”", answer=ANSWERS[Answer(answer)]) if answer else _("pernyataan")
        case "enrolment":
            worker = names.get(("worker", values.get("worker_id", 0)))
            return _("kepesertaan %(worker)s", worker=worker) if worker else _("kepesertaan")
        case "claim_paper":
            return _("berkas klaim: %(paper)s", paper=PAPERS[Paper(values["code"])])
        case "rate" | "discount" | "benefit" | "threshold" | "holiday" if values:
            return dated_name(record, values)
        case _:
            return coverage_words.told_thing(record, values) or str(THINGS[record])


def _details(entry: Change, names: Names) -> list[str]:
    """What changed, word by word; of a new record nothing, for the page shows it."""
    details = []
    if entry.result.get("reason") and entry.record == "circular":
        details.append(_("alasan: %(reason)s", reason=entry.result["reason"]))
    if entry.before is None or entry.after is None:
        return details
    for column, (label, writer) in COLUMNS.get(entry.record, {}).items():
        if column in entry.after:
            before = _written(entry.before.get(column), writer, names)
            after = _written(entry.after.get(column), writer, names)
            details.append(_detail(str(label), before, after))
    return details


def _detail(label: str, before: str | None, after: str | None) -> str:
    if before is None and after is None:
        return _("%(label)s diubah", label=label)
    if before is None:
        return _("%(label)s diisi %(after)s", label=label, after=after)
    if after is None:
        return _("%(label)s %(before)s dihapus", label=label, before=before)
    return _("%(label)s %(before)s menjadi %(after)s", label=label, before=before, after=after)


def _written(value: Any, writer: Writer | str | None, names: Names) -> str | None:
    if value is None or value == "" or writer is None:
        return None
    if isinstance(writer, str):
        return names.get((writer, value), _("lainnya"))
    try:
        return writer(value)
    except (KeyError, ValueError):  # a word that was in use once and is known no longer
        return str(value)
