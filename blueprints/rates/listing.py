"""What the pages of dated rows share: the filter, the row that ends soon, the history, and the words."""

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from lindung.domain.errors import NotThere
from lindung.domain.permissions import Act
from lindung.queries.dated import KINDS, DatedRow, Standing, dated_rows, ending_rows, holiday_rows
from lindung.queries.history import history
from lindung.web import rate_words
from lindung.web.benefit_words import BENEFITS
from lindung.web.clock import office_today
from lindung.web.history import told
from lindung.web.labels import Tag
from lindung.web.lists import asked_choice, chosen
from lindung.web.viewer import current_viewer

STANDINGS: dict[Standing, Tag] = {
    Standing.IN_FORCE: Tag(_l("Berlaku"), "good"),
    Standing.AHEAD: Tag(_l("Akan berlaku"), "calm"),
    Standing.ENDED: Tag(_l("Berakhir"), "calm"),
}
STANDING_CODES = {"berlaku": Standing.IN_FORCE, "akan": Standing.AHEAD, "berakhir": Standing.ENDED}

# In addresses -> in the books.
RECORDS = {
    "tarif": "rate",
    "pita": "rate",
    "keringanan": "discount",
    "santunan": "benefit",
    "ambang": "threshold",
    "hari-libur": "holiday",
}
PAGES = {
    "rate": "rates.index",
    "discount": "rates.index",
    "benefit": "rates.benefits",
    "threshold": "rates.thresholds",
    "holiday": "rates.holidays_page",
}
NAMES: dict[str, LazyString] = {
    "rate": _l("tarif"),
    "discount": _l("keringanan"),
    "benefit": _l("besar manfaat"),
    "threshold": _l("ambang"),
    "holiday": _l("hari libur"),
}


def asked_standing() -> Standing | None:
    return asked_choice("keadaan", STANDING_CODES)


def asked_year() -> int | None:
    """`tahun` as asked, else the running one; `semua` is every year."""
    text = request.args.get("tahun", "").strip()
    if text == "semua":
        return None
    is_year = text.isascii() and text.isdigit() and 2000 <= int(text[:4]) <= 2100 and len(text) == 4
    return int(text) if is_year else office_today().year


def standing_choices() -> list[tuple[str, str]]:
    words = {code: str(STANDINGS[one].word) for code, one in STANDING_CODES.items()}
    return [("", _("Semua keadaan")), *words.items()]


def record_of(kind: str) -> str:
    if kind not in RECORDS:
        raise NotThere
    return RECORDS[kind]


def shared(*records: str) -> dict[str, object]:
    """What every page of dated rows draws beside its table."""
    viewer, today, standing = current_viewer(), office_today(), asked_standing()
    code = next((code for code, one in STANDING_CODES.items() if one is standing), "")
    managed = viewer.may(Act.MANAGE_SETTINGS)
    subjects = {record: _ids(record) for record in records} if managed else {}
    return {
        "standing": code,
        "standings": standing_choices(),
        "chips": chosen([(STANDINGS[standing].word if standing else None, ("keadaan",))]),
        "ending": [row for row in ending_rows(today) if row.record in records],
        "managed": managed,
        "story": told(history(viewer, subjects), viewer) if managed else None,
        "words": rate_words,
        "BENEFITS": BENEFITS,
        "STANDINGS": STANDINGS,
        "series_name": series_name,
        "words_of_kind": {record: kind for kind, record in RECORDS.items() if kind != "pita"},
    }


def series_name(row: DatedRow) -> str:
    """What a row is about, without its months."""
    value = row.value
    match row.record:
        case "rate":
            return _("tarif %(programme)s pita %(band)s", programme=value.programme.value, band=value.band)
        case "discount":
            sector = rate_words.SECTOR_WORDS[value.sector]
            return _(
                "keringanan %(programme)s, %(sector)s",
                programme=value.programme.value,
                sector=str(sector).lower(),
            )
        case "benefit":
            return str(BENEFITS[value.kind])
        case _:
            return str(rate_words.THRESHOLDS[value.key])


def _ids(record: str) -> list[int]:
    today = office_today()
    if record in KINDS:
        return [row.id for row in dated_rows(record, today)]
    return [row.id for row in holiday_rows(today)]
