"""The read model and the ladder's windows."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
PLAIN = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "ladder_step",
        sa.Column("window", PLAIN, nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("window", name=op.f("pk_ladder_step")),
    )
    op.create_table(
        "month_book",
        sa.Column("circular_id", BIG, nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("judged_on", sa.Date(), nullable=False),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["circular_id"], ["circular.id"], name=op.f("fk_month_book_circular_id_circular")
        ),
        sa.PrimaryKeyConstraint("circular_id", "month", name=op.f("pk_month_book")),
    )
    op.create_table(
        "unit_month",
        sa.Column("circular_id", BIG, nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("unit_id", BIG, nullable=False),
        sa.Column("asn", sa.Integer(), nullable=False),
        sa.Column("answered", sa.Integer(), nullable=False),
        sa.Column("none", sa.Integer(), nullable=False),
        sa.Column("target", sa.Integer(), nullable=False),
        sa.Column("registered", sa.Integer(), nullable=False),
        sa.Column("settled", sa.Integer(), nullable=False),
        sa.Column("workers", sa.Integer(), nullable=False),
        sa.Column("workers_registered", sa.Integer(), nullable=False),
        sa.Column("due", sa.BigInteger(), nullable=False),
        sa.Column("paid", sa.BigInteger(), nullable=False),
        sa.Column("never", sa.Integer(), nullable=False),
        sa.Column("waiting_1", sa.Integer(), nullable=False),
        sa.Column("waiting_2", sa.Integer(), nullable=False),
        sa.Column("full", sa.Integer(), nullable=False),
        sa.Column("late_1", sa.Integer(), nullable=False),
        sa.Column("late_2", sa.Integer(), nullable=False),
        sa.Column("lapsed", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["circular_id"], ["circular.id"], name=op.f("fk_unit_month_circular_id_circular")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_unit_month_unit_id_unit")),
        sa.PrimaryKeyConstraint("circular_id", "month", "unit_id", name=op.f("pk_unit_month")),
    )


def downgrade() -> None:
    op.drop_table("unit_month")
    op.drop_table("month_book")
    op.drop_table("ladder_step")
