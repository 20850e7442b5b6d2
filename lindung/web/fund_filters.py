"""A list of workers narrowed to who pays: one fund (`dana`), or all money of one source (`sumber`); G5."""

from flask import g, request
from flask_babel import gettext as _

from lindung.domain.funds import FundSource
from lindung.queries.programmes import FundChoice, fund_choices
from lindung.web.fund_words import SOURCE_CODES, SOURCES
from lindung.web.lists import asked_choice

Chip = tuple[str | None, tuple[str, ...]]


def asked_payers() -> tuple[int, ...] | None:
    """Sponsors; None: whoever pays. Who asks for a fund that is not there gets a list of nobody."""
    fund, source = request.args.get("dana", "").strip(), _asked_source()
    if not fund and source is None:
        return None
    return tuple(
        one.sponsor_id
        for one in _choices()
        if (not fund or str(one.id) == fund) and source in (None, one.source)
    )


def fund_chips() -> list[Chip]:
    """What the address asks for, in words."""
    asked, source = request.args.get("dana", "").strip(), _asked_source()
    chips: list[Chip] = []
    if asked:
        found = next((one.name for one in _choices() if str(one.id) == asked), None)
        chips.append((found or _("dana yang tidak dikenal"), ("dana",)))
    if source:
        chips.append((_("sumber %(source)s", source=SOURCES[source]), ("sumber",)))
    return chips


def source_choices() -> list[tuple[str, object]]:
    """Sources in use, for the filter bar; nothing where no fund pays for anybody."""
    used = {one.source for one in _choices()}
    words = [(code, SOURCES[one]) for code, one in SOURCE_CODES.items() if one in used]
    return [("", _("Semua sumber")), *words] if words else []


def _asked_source() -> FundSource | None:
    return asked_choice("sumber", SOURCE_CODES)


def _choices() -> list[FundChoice]:
    """Read once a request."""
    if "fund_choices" not in g:
        g.fund_choices = fund_choices()
    found: list[FundChoice] = g.fund_choices
    return found
