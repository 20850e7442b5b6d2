"""The ledger's balance per worker and month."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "month_cover",
        sa.Column("worker_id", BIG, nullable=False),
        sa.Column("job", sa.Integer(), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", BIG, nullable=False),
        sa.Column("due", sa.BigInteger(), nullable=False),
        sa.Column("paid", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolment.id"], name=op.f("fk_month_cover_enrolment_id_enrolment")
        ),
        sa.ForeignKeyConstraint(["worker_id"], ["worker.id"], name=op.f("fk_month_cover_worker_id_worker")),
        sa.PrimaryKeyConstraint("worker_id", "job", "month", name=op.f("pk_month_cover")),
    )
    op.create_index(
        "ix_month_cover_enrolment_id_month", "month_cover", ["enrolment_id", "month"], unique=False
    )


def downgrade() -> None:
    op.drop_index("ix_month_cover_enrolment_id_month", table_name="month_cover")
    op.drop_table("month_cover")
