"""How the head of an office is called and addressed, by the name of the office: Camat Bagor, Kepala Dinas Pertanian."""

from flask import Flask
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from lindung.domain.accounts import ProxyCapacity
from lindung.domain.permissions import Role
from lindung.queries.sessions import Capacity
from lindung.web.labels import Tag

PROXY_LABELS: dict[ProxyCapacity, LazyString] = {
    ProxyCapacity.PLT: _l("Plt."),
    ProxyCapacity.PLH: _l("Plh."),
    ProxyCapacity.AN: _l("a.n."),
}
PROXY_WORDS: dict[ProxyCapacity, LazyString] = {
    ProxyCapacity.PLT: _l("Plt. (pelaksana tugas: jabatan kosong)"),
    ProxyCapacity.PLH: _l("Plh. (pelaksana harian: pejabat berhalangan)"),
    ProxyCapacity.AN: _l("a.n. (sekretaris bertindak atas nama kepala)"),
}
PROXY_STATES = {
    "counts": Tag(_l("berlaku"), "good"),
    "ahead": Tag(_l("belum mulai"), "care"),
    "ended": Tag(_l("berakhir"), "calm"),
}
# First word of an office's name -> how its head is called; the rest of the name follows. These are names of posts in
# Indonesian law, the same in every language.
HEADS = {"Kecamatan": "Camat", "Kelurahan": "Lurah", "Desa": "Kepala Desa"}
WHOLE_HEADS = {"Sekretariat Daerah": "Sekretaris Daerah", "Sekretariat DPRD": "Sekretaris DPRD"}
HEADS_OF_THE_WHOLE = {"Inspektorat": "Inspektur", "RSUD": "Direktur RSUD", "RSD": "Direktur RSD"}


def head_title(unit_name: str) -> str:
    """Dinas Pertanian -> Kepala Dinas Pertanian; Kecamatan Bagor -> Camat Bagor."""
    if unit_name in WHOLE_HEADS:
        return WHOLE_HEADS[unit_name]
    first, _space, rest = unit_name.partition(" ")
    title = HEADS.get(first) or HEADS_OF_THE_WHOLE.get(first)
    return f"{title} {rest}".strip() if title else _("Kepala %(unit)s", unit=unit_name)


def proxy_title(proxy: ProxyCapacity, unit_name: str) -> str:
    """Plt. Kepala Dinas Pertanian."""
    return f"{PROXY_LABELS[proxy]} {head_title(unit_name)}"


def capacity_title(capacity: Capacity) -> str | None:
    """As what somebody stands in for a head; None for whoever acts in his own right."""
    if capacity.proxy is None or capacity.role is not Role.HEAD or not capacity.unit_name:
        return None
    return proxy_title(capacity.proxy, capacity.unit_name)


def install_titles(app: Flask) -> None:
    app.add_template_filter(capacity_title)
