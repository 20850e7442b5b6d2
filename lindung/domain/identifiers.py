"""NIK, NIP, NI PPPK and KPJ: what can be checked of them, and what they tell (R1-R5)."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from lindung.domain.errors import RuleBroken

NIK_LENGTH = 16
NIP_LENGTH = 18
KPJ_LENGTH = 11


class Sex(StrEnum):
    FEMALE = "P"
    MALE = "L"


@dataclass(frozen=True, slots=True)
class NikFacts:
    """What a NIK says of its holder; the century of the year it leaves open (R1)."""

    day: int
    month: int
    year_of_century: int
    sex: Sex


def checked_nik(text: str) -> str:
    """The NIK, digits only. Never refused for its region or for a date that cannot be (R1): those are warnings."""
    return _digits(text, NIK_LENGTH, "nik")


def checked_nip(text: str) -> str:
    """NIP of a PNS or NI of a PPPK (R2, R3): 18 digits. Digits 13-14 of a NI are a contract count, no month."""
    return _digits(text, NIP_LENGTH, "nip")


def whole_nip(text: str | None) -> str | None:
    """A NIP as it was typed into a search; None for anything less than all of its digits."""
    digits = (text or "").replace(" ", "")
    return digits if len(digits) == NIP_LENGTH and digits.isascii() and digits.isdigit() else None


def checked_kpj(text: str) -> str:
    """KPJ, 11 digits (R4)."""
    return _digits(text, KPJ_LENGTH, "kpj")


def nik_facts(nik: str) -> NikFacts:
    """Birth day and sex as written into a NIK: women's days carry 40 more (R1)."""
    day = int(nik[6:8])
    sex = Sex.FEMALE if day > 40 else Sex.MALE
    return NikFacts(day - 40 if day > 40 else day, int(nik[8:10]), int(nik[10:12]), sex)


def birth_date_from_nik(nik: str, today: date) -> date | None:
    """The birth date a NIK implies, taking the century that makes the holder at most 100; None when no such day."""
    facts = nik_facts(nik)
    century = today.year // 100 * 100
    year = century + facts.year_of_century
    if year > today.year - 10:  # nobody under ten is registered, so the earlier century is meant
        year -= 100
    try:
        return date(year, facts.month, facts.day)
    except ValueError:
        return None


def agrees_with_nik(nik: str, born_on: date, sex: Sex | None) -> bool:
    """Whether a given birth date and sex are those of the NIK; disagreement is a warning, never an error (R1)."""
    facts = nik_facts(nik)
    same_day = (facts.day, facts.month, facts.year_of_century) == (
        born_on.day,
        born_on.month,
        born_on.year % 100,
    )
    return same_day and sex in (None, facts.sex)


def birth_date_from_nip(nip: str) -> date | None:
    """The birth date in the first eight digits of a NIP or NI; None when no such day."""
    try:
        return date(int(nip[:4]), int(nip[4:6]), int(nip[6:8]))
    except ValueError:
        return None


def _digits(text: str, length: int, kind: str) -> str:
    digits = re.sub(r"[\s'’`.\-]", "", text)
    if not digits:
        raise RuleBroken(f"{kind}_missing", field=kind)
    if not re.fullmatch(r"\d+", digits, re.ASCII):
        raise RuleBroken(f"{kind}_not_digits", field=kind, given=text)
    if len(digits) != length:
        raise RuleBroken(f"{kind}_length", field=kind, expected=length, found=len(digits))
    return digits
