"""What one spreadsheet cell says: text, identifiers, days, months and amounts, however the sheet kept them."""

import re
from datetime import date, datetime, time, timedelta
from typing import Any

from lindung.domain.errors import RuleBroken
from lindung.domain.identifiers import KPJ_LENGTH, checked_kpj
from lindung.domain.months import Month
from lindung.domain.names import clean

Cell = str | float | int | bool | date | datetime | time | timedelta | None

LONGEST_TEXT = 500
EARLIEST_YEAR, LATEST_YEAR = 1900, 2100
EXCEL_EPOCH = date(
    1899, 12, 30
)  # serial 61 is 1 March 1900: before it Excel counts a leap day that never was
FIRST_SERIAL, LAST_SERIAL = 1000, 73_050
EMPTY_SIGNS = frozenset({"", "-", "–", "—"})
CELL_ERRORS = frozenset({"#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!"})

_DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00)?)?", re.ASCII)
_SCIENTIFIC = re.compile(r"\d+(?:[.,]\d+)?[eE][+]?\d+", re.ASCII)
_AMOUNT = re.compile(r"(?:Rp\.?\s*)?(\d{1,3}(?:\.\d{3})+|\d+)(?:,00?|,-)?", re.ASCII | re.IGNORECASE)


def text_of(cell: Cell) -> str:
    """The cell as text: cleaned, without the apostrophe people put before it; whole numbers without `.0`."""
    match cell:
        case None:
            return ""
        case str():
            text = clean(cell)
            text = text[1:].lstrip() if text.startswith(("'", "’")) else text
        case bool():
            text = "TRUE" if cell else "FALSE"
        case float() if cell.is_integer():
            text = str(int(cell))
        case datetime() | date():
            text = cell.isoformat()
        case _:
            text = str(cell)
    if text in CELL_ERRORS:
        raise RuleBroken("cell_error", given=text)
    if len(text) > LONGEST_TEXT:
        raise RuleBroken("text_too_long", most=LONGEST_TEXT, found=len(text))
    return text


def is_blank(cell: Cell) -> bool:
    if not isinstance(cell, str):
        return cell is None
    return not cell[:1].isalnum() and clean(cell).strip("'’ ") in EMPTY_SIGNS


def is_number(cell: Cell) -> bool:
    return isinstance(cell, int | float) and not isinstance(cell, bool)


def identifier_of(cell: Cell, name: str) -> str:
    """An identifier, only as text (R5): a number has lost its last digits or its first zeros for good."""
    if not isinstance(cell, str) or _SCIENTIFIC.fullmatch(text_of(cell)):
        raise RuleBroken(f"{name}_is_number")
    return text_of(cell)


def kpj_of(cell: Cell) -> str:
    """A KPJ; eleven digits survive in a number, so one is taken as such (R4)."""
    text = text_of(cell)
    if is_number(cell) and len(text) != KPJ_LENGTH:
        raise RuleBroken("kpj_length", expected=KPJ_LENGTH, found=len(text))
    return checked_kpj(text)


def phone_of(cell: Cell) -> str:
    """A phone number; a sheet that kept it as a number has dropped the zero before the 8."""
    text = text_of(cell)
    return f"0{text}" if is_number(cell) and text.startswith("8") else text


def day_of(cell: Cell) -> date:
    """A day in any of the three notations: dd/mm/yyyy, yyyy-mm-dd, or an Excel date (formatted or not)."""
    match cell:
        case datetime():
            day: date | None = cell.date()
        case date():
            day = cell
        case bool():
            day = None
        case int() | float():
            day = _from_serial(cell)
        case _:
            day = _from_text(text_of(cell))
    if day is None or not EARLIEST_YEAR <= day.year <= LATEST_YEAR:
        raise RuleBroken("impossible_date", given=text_of(cell))
    return day


def month_of(cell: Cell) -> Month:
    """A month written yyyy-mm; a spreadsheet that turned it into its first day is understood."""
    if isinstance(cell, date):
        return Month.of(cell)
    text = text_of(cell)
    try:
        month = Month.parse(text)
    except ValueError:
        raise RuleBroken("impossible_month", given=text) from None
    if not EARLIEST_YEAR <= month.year <= LATEST_YEAR:
        raise RuleBroken("impossible_month", given=text)
    return month


def count_of(cell: Cell) -> int:
    """A whole number from 0 up."""
    text = text_of(cell)
    if not re.fullmatch(r"\d{1,6}", text, re.ASCII):
        raise RuleBroken("unknown_number", given=text)
    return int(text)


def amount_of(cell: Cell) -> int:
    """Rupiah: 8400, 8.400, Rp8.400 or 8.400,00; zero, negative and unreadable ones are refused."""
    text = text_of(cell)
    if is_number(cell):
        amount = int(text) if text.isdigit() else 0
    else:
        match = _AMOUNT.fullmatch(text)
        amount = int(match[1].replace(".", "")) if match else 0
    if amount <= 0:
        raise RuleBroken("unknown_amount", given=text)
    return amount


def stored(cell: Cell) -> Any:
    """The cell as JSON keeps it; `restored` is its inverse."""
    match cell:
        case None | str() | bool() | int() | float():
            return cell
        case datetime():
            return {"moment": cell.isoformat()}
        case date():
            return {"day": cell.isoformat()}
        case _:
            return str(cell)


def restored(value: Any) -> Cell:
    match value:
        case {"moment": text}:
            return datetime.fromisoformat(text)
        case {"day": text}:
            return date.fromisoformat(text)
        case None | str() | bool() | int() | float():
            return value
        case _:
            raise TypeError(f"not a stored cell: {type(value).__name__}")


def _from_serial(number: float) -> date | None:
    if not FIRST_SERIAL <= number <= LAST_SERIAL:
        return None
    return EXCEL_EPOCH + timedelta(days=int(number))


def _from_text(text: str) -> date | None:
    try:
        if match := _DAY_FIRST.fullmatch(text):
            return date(int(match[3]), int(match[2]), int(match[1]))
        if match := _YEAR_FIRST.fullmatch(text):
            return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None
    return _from_serial(int(text)) if re.fullmatch(r"\d{5}", text, re.ASCII) else None
