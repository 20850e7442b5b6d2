"""Budgets of programmes and the papers they rest on (R8c, R13)."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "fund",
        sa.Column("id", BIG, nullable=False),
        sa.Column("sponsor_id", BIG, nullable=False),
        sa.Column("circular_id", BIG, nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("first_month", sa.Integer(), nullable=False),
        sa.Column("last_month", sa.Integer(), nullable=False),
        sa.Column("planned", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["circular_id"], ["circular.id"], name=op.f("fk_fund_circular_id_circular")),
        sa.ForeignKeyConstraint(["sponsor_id"], ["sponsor.id"], name=op.f("fk_fund_sponsor_id_sponsor")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fund")),
        sa.UniqueConstraint("sponsor_id", name=op.f("uq_fund_sponsor_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_fund_circular_id"), "fund", ["circular_id"], unique=False)
    op.create_table(
        "fund_paper",
        sa.Column("id", BIG, nullable=False),
        sa.Column("fund_id", BIG, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("dated_on", sa.Date(), nullable=False),
        sa.Column("month", sa.Integer(), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("document_id", BIG, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_fund_paper_document_id_document")
        ),
        sa.ForeignKeyConstraint(["fund_id"], ["fund.id"], name=op.f("fk_fund_paper_fund_id_fund")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fund_paper")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_fund_paper_fund_id"), "fund_paper", ["fund_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_fund_paper_fund_id"), table_name="fund_paper")
    op.drop_table("fund_paper")
    op.drop_index(op.f("ix_fund_circular_id"), table_name="fund")
    op.drop_table("fund")
