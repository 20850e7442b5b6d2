"""The unit an address asks for (`unit`, `cakupan`). Unknown and not the viewer's are the same answer: 404."""

from flask import request

from lindung.domain.errors import NotThere
from lindung.queries.places import Extent, Place
from lindung.queries.units import UnitRow, unit_by_code
from lindung.queries.viewer import Viewer

EXTENTS = {"semua": Extent.SUBTREE, "langsung": Extent.DIRECT, "laporan": Extent.REPORT}
EXTENT_WORDS = {extent: word for word, extent in EXTENTS.items()}


def selected_unit(viewer: Viewer) -> Place | None:
    """The place asked for, or None when the address names no unit: everything the viewer sees."""
    code = request.args.get("unit", "").strip()
    if not code:
        return None
    extent = EXTENTS.get(request.args.get("cakupan") or "semua")
    if extent is None:
        raise NotThere
    return Place(unit_by_code(viewer, code), extent)


def asked_unit(viewer: Viewer) -> UnitRow | None:
    """The unit alone, for a page that shows it with what is directly below."""
    place = selected_unit(viewer)
    return place.unit if place else None
