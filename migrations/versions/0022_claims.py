"""Deaths and accidents, the way to the benefit, and its checklist (R19)."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
PLAIN = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "claim",
        sa.Column("id", BIG, nullable=False),
        sa.Column("worker_id", BIG, nullable=False),
        sa.Column("enrolment_id", BIG, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("reported_on", sa.Date(), nullable=False),
        sa.Column("heir", sa.String(), nullable=True),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("helper", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("expected", sa.BigInteger(), nullable=True),
        sa.Column("submitted_on", sa.Date(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("paid", sa.BigInteger(), nullable=True),
        sa.Column("reference", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolment.id"], name=op.f("fk_claim_enrolment_id_enrolment")
        ),
        sa.ForeignKeyConstraint(["worker_id"], ["worker.id"], name=op.f("fk_claim_worker_id_worker")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_claim_worker_id"), "claim", ["worker_id"], unique=False)
    op.create_index(
        "uq_claim_enrolment_id_kind_happened_on",
        "claim",
        ["enrolment_id", "kind", "happened_on"],
        unique=True,
    )
    op.create_table(
        "claim_paper",
        sa.Column("id", BIG, nullable=False),
        sa.Column("claim_id", BIG, nullable=False),
        sa.Column("code", PLAIN, nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_claim_paper_claim_id_claim")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim_paper")),
        sqlite_autoincrement=True,
    )
    op.create_index("uq_claim_paper_claim_id_code", "claim_paper", ["claim_id", "code"], unique=True)


def downgrade() -> None:
    op.drop_index("uq_claim_paper_claim_id_code", table_name="claim_paper")
    op.drop_table("claim_paper")
    op.drop_index("uq_claim_enrolment_id_kind_happened_on", table_name="claim")
    op.drop_index(op.f("ix_claim_worker_id"), table_name="claim")
    op.drop_table("claim")
