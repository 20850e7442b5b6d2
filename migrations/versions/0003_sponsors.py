"""Sponsors, households and dated postings."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
PLAIN = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "household",
        sa.Column("id", BIG, nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_household")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "sponsor",
        sa.Column("id", BIG, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("nip", PLAIN, nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_key", PLAIN, nullable=False),
        sa.Column("employment", sa.String(), nullable=True),
        sa.Column("grade", sa.String(), nullable=True),
        sa.Column("position", sa.String(), nullable=True),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("household_id", BIG, nullable=True),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("left_reason", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["household_id"], ["household.id"], name=op.f("fk_sponsor_household_id_household")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sponsor")),
        sa.UniqueConstraint("nip", name=op.f("uq_sponsor_nip")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_sponsor_name_key_id", "sponsor", ["name_key", "id"], unique=False)
    op.create_table(
        "posting",
        sa.Column("id", BIG, nullable=False),
        sa.Column("sponsor_id", BIG, nullable=False),
        sa.Column("unit_id", BIG, nullable=False),
        sa.Column("first_month", sa.Integer(), nullable=False),
        sa.Column("last_month", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["sponsor_id"], ["sponsor.id"], name=op.f("fk_posting_sponsor_id_sponsor")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_posting_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posting")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_posting_sponsor_id_first_month", "posting", ["sponsor_id", "first_month"], unique=False
    )
    op.create_index("ix_posting_unit_id_last_month", "posting", ["unit_id", "last_month"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_posting_unit_id_last_month", table_name="posting")
    op.drop_index("ix_posting_sponsor_id_first_month", table_name="posting")
    op.drop_table("posting")
    op.drop_index("ix_sponsor_name_key_id", table_name="sponsor")
    op.drop_table("sponsor")
    op.drop_table("household")
