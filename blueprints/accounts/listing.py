"""The list of accounts: its filter, its pages, its way into a file."""

from typing import Any

from flask import Response
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict

from lindung.domain.permissions import Role
from lindung.queries.accounts import AccountFilter, State, account_slice, all_accounts, waiting_ids
from lindung.queries.units import unit_by_code
from lindung.web.clock import office_now, office_today
from lindung.web.downloads import table_download
from lindung.web.fragments import url_with
from lindung.web.labels import Tag
from lindung.web.lists import Paging, chosen, unit_choices
from lindung.web.navigation import role_label
from lindung.web.viewer import current_viewer

STATES: dict[State, Tag] = {
    State.ACTIVE: Tag(_l("aktif"), "good"),
    State.WAITING: Tag(_l("menunggu aktivasi"), "care"),
    State.DISABLED: Tag(_l("nonaktif"), "calm"),
}
STATE_WORDS = {"aktif": State.ACTIVE, "menunggu": State.WAITING, "nonaktif": State.DISABLED}


def asked_filter(asked: MultiDict[str, str]) -> AccountFilter:
    """q, peran, keadaan, unit: from the address, or from the form that asks for codes."""
    code = asked.get("unit", "").strip()
    role = asked.get("peran", "")
    return AccountFilter(
        q=" ".join(asked.get("q", "").replace("\x00", "").split())[:100],
        role=Role(role) if role in set(Role) else None,
        state=STATE_WORDS.get(asked.get("keadaan", "")),
        unit_path=unit_by_code(current_viewer(), code).path if code else None,
    )


def listing(asked: MultiDict[str, str]) -> dict[str, Any]:
    """Everything the page and its fragment draw."""
    viewer, today, wanted = current_viewer(), office_today(), asked_filter(asked)
    found = account_slice(
        viewer, wanted, today, after=asked.get("sesudah", ""), before=asked.get("sebelum", "")
    )
    first, last = (found.rows[0].username, found.rows[-1].username) if found.rows else ("", "")
    return {
        "found": found,
        "paging_facts": Paging(
            found.earlier + 1,
            found.last,
            found.total,
            url_with(sebelum=first, sesudah=None) if found.earlier else None,
            url_with(sesudah=last, sebelum=None) if found.last < found.total else None,
        ),
        "asked": asked,
        "chips": _chips(asked, wanted),
        "waiting_count": len(waiting_ids(viewer, wanted, today)),
        "states": STATES,
        "state_choices": [
            ("", _("Semua keadaan")),
            *((word, STATES[state].word) for word, state in STATE_WORDS.items()),
        ],
        "role_choices": [("", _("Semua peran")), *((role.value, role_label(role)) for role in Role)],
        "units": unit_choices(viewer, None),
    }


def download(format: str, asked: MultiDict[str, str]) -> Response:
    header = ["nama_pengguna", "nama", "peran", "kode_unit", "keadaan", "terakhir_masuk"]
    rows = [
        [
            row.username,
            row.name,
            ", ".join(str(role_label(grant.role)) for grant in row.grants),
            ", ".join(grant.unit_code for grant in row.grants if grant.unit_code),
            str(STATES[row.state].word),
            row.seen_at.astimezone(office_now().tzinfo).strftime("%Y-%m-%d %H:%M") if row.seen_at else None,
        ]
        for row in all_accounts(current_viewer(), asked_filter(asked), office_today())
    ]
    return table_download(format, f"akun-{office_today()}", _("Akun"), header, rows)


def _chips(asked: MultiDict[str, str], wanted: AccountFilter) -> list[tuple[str, str]]:
    return chosen(
        [
            (_("Cari: %(text)s", text=wanted.q) if wanted.q else None, ("q",)),
            (role_label(wanted.role) if wanted.role else None, ("peran",)),
            (STATES[wanted.state].word if wanted.state else None, ("keadaan",)),
            (_("Unit %(code)s", code=asked["unit"]) if wanted.unit_path else None, ("unit",)),
        ]
    )
