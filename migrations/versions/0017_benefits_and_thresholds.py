"""What a family receives (R19) and where the ladder's and the ages' limits lie (R18, R20), as dated rows with their law."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
PLAIN = sa.String().with_variant(sa.String(collation="C"), "postgresql")
FOREVER = 999912
COVERS_BEGIN = 202201

PP_82 = "PP 82/2019 atas perubahan PP 44/2015"

# kind, after how many paid months, rupiah, times the band's base (R19)
SHIPPED_BENEFITS = [
    ("burial", 1, 10_000_000, 0),
    ("death", 3, 20_000_000, 0),
    ("periodic", 3, 12_000_000, 0),
    ("schooling", 36, 174_000_000, 0),
    ("accident", 1, 0, 48),
    ("accident_burial", 1, 10_000_000, 0),
    ("accident_periodic", 1, 12_000_000, 0),
]
# key, value, law, verified; (?) in R18 and R20 means: sources differ, so not verified
SHIPPED_THRESHOLDS = [
    ("full_after", 3, "PP 82/2019", True),
    ("lapsed_after", 3, "PP 44/2015; sumber lain menyebut lebih dari 3 bulan", False),
    ("accept_after_lapse", 1, "Belum ada dasar tertulis", False),
    ("youngest", 17, "PP 44/2015", True),
    ("youngest_art", 18, "Permenaker 2/2015", True),
    ("oldest_months", 779, "Permenaker 5/2021: belum genap 65 tahun", True),
    ("warn_days", 45, "Kebijakan kabupaten", True),
]


def upgrade() -> None:
    benefit = op.create_table(
        "benefit",
        sa.Column("id", BIG, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("after_months", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("times_base", sa.Integer(), nullable=False),
        sa.Column("first_month", sa.Integer(), nullable=False),
        sa.Column("last_month", sa.Integer(), nullable=False),
        sa.Column("legal_basis", sa.String(), nullable=False),
        sa.Column("verified", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_benefit")),
        sqlite_autoincrement=True,
    )
    threshold = op.create_table(
        "threshold",
        sa.Column("id", BIG, nullable=False),
        sa.Column("key", PLAIN, nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("first_month", sa.Integer(), nullable=False),
        sa.Column("last_month", sa.Integer(), nullable=False),
        sa.Column("legal_basis", sa.String(), nullable=False),
        sa.Column("verified", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_threshold")),
        sqlite_autoincrement=True,
    )
    _ladder_keyed_by("rule", "window")
    # Three more months behind each month: where four unpaid months end a membership, twelve decide a step.
    op.execute("UPDATE enrolment SET cover = '000' || cover")
    span = {"first_month": COVERS_BEGIN, "last_month": FOREVER}
    op.bulk_insert(
        benefit,
        [
            {"kind": kind, "after_months": after, "amount": amount, "times_base": times}
            | {"legal_basis": PP_82, "verified": True}
            | span
            for kind, after, amount, times in SHIPPED_BENEFITS
        ],
    )
    op.bulk_insert(
        threshold,
        [
            {"key": key, "value": value, "legal_basis": law, "verified": verified} | span
            for key, value, law, verified in SHIPPED_THRESHOLDS
        ],
    )


def downgrade() -> None:
    op.drop_table("threshold")
    op.drop_table("benefit")
    op.execute("UPDATE enrolment SET cover = substr(cover, 4)")
    _ladder_keyed_by("window")


def _ladder_keyed_by(*keys: str) -> None:
    """Empty: the rows are generated anew by the next start."""
    op.drop_table("ladder_step")
    op.create_table(
        "ladder_step",
        *(sa.Column(key, PLAIN, nullable=False) for key in keys),
        sa.Column("step", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint(*keys, name=op.f("pk_ladder_step")),
    )
