"""What two ASN of one household share, circular by circular (R11)."""

from collections.abc import Sequence
from datetime import date

from flask_babel import gettext as _

from lindung.domain.duties import DutyKind
from lindung.queries.circulars import CircularRow


def sharing_words(circulars: Sequence[CircularRow], today: date) -> list[str]:
    """One sentence where all circulars in force that bind people agree, else one for each."""
    running = [one for one in circulars if one.is_in_force_on(today) and one.binds_people]
    if not running:
        return [_("Belum ada Surat Edaran berlaku yang membagi kewajiban di antara keduanya.")]
    kinds = {_shares(one) for one in running}
    if kinds == {True}:
        return [_("Satu ART memenuhi kewajiban keduanya dan dihitung satu kali.")]
    if kinds == {False}:
        return [_("Surat Edaran yang berlaku meminta masing-masing menanggung pekerja sendiri.")]
    return [
        _("%(circular)s: satu ART memenuhi kewajiban keduanya.", circular=one.number)
        if _shares(one)
        else _("%(circular)s: masing-masing menanggung pekerja sendiri.", circular=one.number)
        for one in running
    ]


def _shares(one: CircularRow) -> bool:
    """As it is counted: only where the duty hangs on employing somebody."""
    return one.shares_household and one.duty_kind is DutyKind.CONDITIONAL
