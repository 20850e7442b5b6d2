"""The dated rows every regency starts with: rates, discounts and public holidays, each with its source."""

from datetime import date

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

FOREVER = 999912

RATES = sa.table(
    "rate",
    *(sa.column(name) for name in ("programme", "segment", "legal_basis")),
    *(sa.column(name, sa.Integer) for name in ("band", "first_month", "last_month", "permille")),
    *(sa.column(name, sa.BigInteger) for name in ("base", "minimum", "maximum")),
    sa.column("verified", sa.Boolean),
)
DISCOUNTS = sa.table(
    "discount",
    *(sa.column(name) for name in ("programme", "segment", "sector", "payer", "legal_basis")),
    *(sa.column(name, sa.Integer) for name in ("first_month", "last_month", "percent")),
    sa.column("verified", sa.Boolean),
)
HOLIDAYS = sa.table("holiday", sa.column("day", sa.Date), sa.column("name"), sa.column("legal_basis"))

PP_44 = "PP 44/2015 Lampiran II"
PP_82 = "PP 82/2019 atas perubahan PP 44/2015"
PP_46 = "PP 46/2015"
PP_50 = "PP 50/2025: iuran JKK dan JKM 50%"
LOWEST_BASE = 1_000_000

# Only the lowest band is verified; further bands are entered by the administrator (R12).
SHIPPED_RATES = [
    ("JKK", 1, LOWEST_BASE, 10, 10_000, 207_000, PP_44, True),
    ("JKM", 1, LOWEST_BASE, 0, 6_800, None, PP_82, True),
    ("JHT", 1, LOWEST_BASE, 20, 20_000, None, PP_46, True),
]
# R13: half for private payers April-December 2026, for the transport sector January 2026 - March 2027; not for JHT.
SHIPPED_DISCOUNTS = [
    (programme, sector, first, last)
    for programme in ("JKK", "JKM")
    for sector, first, last in (("other", 202604, 202612), ("transport", 202601, 202703))
]
# Fixed-date national holidays; the movable ones are entered each year from the joint decree of three ministers.
FIXED_HOLIDAYS = [
    (1, 1, "Tahun Baru Masehi"),
    (5, 1, "Hari Buruh Internasional"),
    (6, 1, "Hari Lahir Pancasila"),
]
FIXED_HOLIDAYS += [(8, 17, "Proklamasi Kemerdekaan"), (12, 25, "Kelahiran Yesus Kristus")]


def upgrade() -> None:
    names = ("programme", "band", "base", "permille", "minimum", "maximum", "legal_basis", "verified")
    op.bulk_insert(
        RATES,
        [
            dict(zip(names, row, strict=True), segment="bpu", first_month=201507, last_month=FOREVER)
            for row in SHIPPED_RATES
        ],
    )
    op.bulk_insert(
        DISCOUNTS,
        [
            {
                "programme": programme,
                "segment": "bpu",
                "sector": sector,
                "payer": "private",
                "first_month": first,
                "last_month": last,
                "percent": 50,
                "legal_basis": PP_50,
                "verified": True,
            }
            for programme, sector, first, last in SHIPPED_DISCOUNTS
        ],
    )
    op.bulk_insert(
        HOLIDAYS,
        [
            {"day": date(year, month, day), "name": name, "legal_basis": "Keppres 8/2024"}
            for year in range(2025, 2032)
            for month, day, name in FIXED_HOLIDAYS
        ],
    )


def downgrade() -> None:
    for table in (HOLIDAYS, DISCOUNTS, RATES):
        op.execute(sa.delete(table))
