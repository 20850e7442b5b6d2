"""Payroll deductions and the surat kuasa each rests on (R16)."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "mandate",
        sa.Column("id", BIG, nullable=False),
        sa.Column("sponsor_id", BIG, nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=True),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["sponsor_id"], ["sponsor.id"], name=op.f("fk_mandate_sponsor_id_sponsor")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mandate")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_mandate_sponsor_id"), "mandate", ["sponsor_id"], unique=False)
    op.create_table(
        "deduction",
        sa.Column("id", BIG, nullable=False),
        sa.Column("sponsor_id", BIG, nullable=False),
        sa.Column("mandate_id", BIG, nullable=False),
        sa.Column("unit_id", BIG, nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("deducted_month", sa.Integer(), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("workers", sa.Integer(), nullable=False),
        sa.Column("deducted_on", sa.Date(), nullable=False),
        sa.Column("cancelled_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["sponsor_id"], ["sponsor.id"], name=op.f("fk_deduction_sponsor_id_sponsor")),
        sa.ForeignKeyConstraint(["mandate_id"], ["mandate.id"], name=op.f("fk_deduction_mandate_id_mandate")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_deduction_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deduction")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_deduction_sponsor_id_month", "deduction", ["sponsor_id", "month"], unique=False)
    op.create_index("ix_deduction_unit_id_month", "deduction", ["unit_id", "month"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_deduction_unit_id_month", table_name="deduction")
    op.drop_index("ix_deduction_sponsor_id_month", table_name="deduction")
    op.drop_table("deduction")
    op.drop_index(op.f("ix_mandate_sponsor_id"), table_name="mandate")
    op.drop_table("mandate")
