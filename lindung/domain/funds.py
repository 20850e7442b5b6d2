"""Money that pays for named people: where it comes from, what it rests on, and what it must say (R8c, R13)."""

from dataclasses import dataclass
from enum import StrEnum

from lindung.domain.errors import RuleBroken
from lindung.domain.months import Month
from lindung.domain.protection import COVER_BEGINS, COVER_LENGTH

MOST_RUPIAH = 10**13  # ten trillion: more than any regency's whole budget, so a zero too many is noticed
MOST_WORKERS = 10**6
LAST_MONTH = COVER_BEGINS.plus(COVER_LENGTH - 1)  # the books hold no later month


class FundSource(StrEnum):
    DBHCHT = "dbhcht"  # a share of the tobacco excise
    APBD = "apbd"
    APBDES = "apbdes"
    CSR = "csr"
    BAZNAS = "baznas"
    SELF = "self"  # mandiri: the workers themselves, collected by somebody
    OTHER = "other"


class PaperKind(StrEnum):
    DECREE = "decree"  # Keputusan
    VERIFICATION = "verification"  # berita acara verifikasi
    SP2D = "sp2d"  # the treasury's order of payment
    RECEIPT = "receipt"  # kwitansi


OF_MONEY = frozenset({PaperKind.SP2D, PaperKind.RECEIPT})  # papers that say how much was paid
PUBLIC = frozenset({FundSource.DBHCHT, FundSource.APBD, FundSource.APBDES})
# How R13 treats these is not verified: what follows is an estimate until BPJS has said so.
UNVERIFIED = frozenset({FundSource.DBHCHT, FundSource.APBDES})


def is_public(source: FundSource) -> bool:
    """Whether its payer is public, so that R13 gives no discount; the regency may say otherwise of one fund."""
    return source in PUBLIC


@dataclass(frozen=True, slots=True)
class FundFacts:
    """Everything a person writes into a fund."""

    name: str
    source: FundSource
    is_public: bool
    unit_code: str  # the proposing office
    amount: int
    first_month: Month
    last_month: Month
    planned: int | None = None  # workers it is meant for, while they are not enrolled yet
    note: str | None = None


def check_fund(facts: FundFacts) -> None:
    if not 0 < facts.amount <= MOST_RUPIAH:
        raise RuleBroken("fund_amount_unusable", field="amount", most=MOST_RUPIAH)
    check_period(facts.first_month, facts.last_month)
    if facts.planned is not None and not 0 < facts.planned <= MOST_WORKERS:
        raise RuleBroken("fund_planned_unusable", field="planned", most=MOST_WORKERS)


def check_period(first: Month, last: Month) -> None:
    if last < first:
        raise RuleBroken("fund_ends_before_start", field="last_month", first=first)
    if first < COVER_BEGINS:
        raise RuleBroken("fund_too_early", field="first_month", first=COVER_BEGINS)
    if last > LAST_MONTH:
        raise RuleBroken("fund_too_far", field="last_month", last=LAST_MONTH)
