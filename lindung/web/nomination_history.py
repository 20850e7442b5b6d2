"""What a history tells of people on lists: each column's name and how its value is written."""

from collections.abc import Callable
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from lindung.domain.nominations import DropReason, Finding, NominationState
from lindung.web.filters import day
from lindung.web.nomination_words import FINDINGS, REASONS, STATES


def _day(value: Any) -> str:
    return day(date.fromisoformat(value))


COLUMNS: dict[str, tuple[LazyString, Callable[[Any], str] | str | None]] = {
    "name": (_l("nama"), str),
    "nik": (_l("NIK"), None),
    "born_on": (_l("tanggal lahir"), None),
    "sex": (_l("jenis kelamin"), str),
    "address": (_l("alamat"), None),
    "phone": (_l("telepon"), None),
    "occupation": (_l("pekerjaan"), str),
    "category": (_l("kelompok"), str),
    "state": (_l("keadaan"), lambda value: str(STATES[NominationState(value)].word)),
    "finding": (_l("temuan"), lambda value: str(FINDINGS[Finding(value)].word)),
    "drop_reason": (_l("alasan dicoret"), lambda value: str(REASONS[DropReason(value)])),
    "dropped_on": (_l("dicoret sejak"), _day),
    "verified_on": (_l("diverifikasi"), _day),
    "queue": (_l("antrean"), str),
    "card_on": (_l("kartu diserahkan"), _day),
    "card_by": (_l("kartu diserahkan oleh"), str),
    "note": (_l("keterangan"), str),
}
