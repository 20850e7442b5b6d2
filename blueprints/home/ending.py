"""Dated rows that end soon without a successor, as counts that open their pages; for who can mend it (R13)."""

from datetime import date

from flask import url_for
from flask_babel import gettext as _

from blueprints.home.tallies import Tally
from lindung.domain.permissions import Act
from lindung.queries.dated import ending_counts
from lindung.queries.viewer import Viewer


def ending(viewer: Viewer, today: date) -> list[Tally]:
    if not viewer.may(Act.MANAGE_SETTINGS):
        return []
    counts = ending_counts(today)
    rates = counts.get("rate", 0) + counts.get("discount", 0)
    found = [
        Tally(rates, _("tarif atau keringanan iuran segera berakhir"), url_for("rates.index"), "care"),
        Tally(
            counts.get("benefit", 0), _("besar manfaat segera berakhir"), url_for("rates.benefits"), "care"
        ),
        Tally(counts.get("threshold", 0), _("ambang segera berakhir"), url_for("rates.thresholds"), "care"),
    ]
    return [tally for tally in found if tally.number]
