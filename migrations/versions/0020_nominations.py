"""People whom villages propose, and the berita acara that verified them."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
PLAIN = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "verification",
        sa.Column("id", BIG, nullable=False),
        sa.Column("circular_id", BIG, nullable=False),
        sa.Column("unit_id", BIG, nullable=False),
        sa.Column("month", sa.Integer(), nullable=True),
        sa.Column("number", sa.String(), nullable=True),
        sa.Column("dated_on", sa.Date(), nullable=False),
        sa.Column("document_id", BIG, nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["circular_id"], ["circular.id"], name=op.f("fk_verification_circular_id_circular")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_verification_document_id_document")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_verification_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_verification")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_verification_circular_id_unit_id_month",
        "verification",
        ["circular_id", "unit_id", "month"],
        unique=False,
    )
    op.create_table(
        "nomination",
        sa.Column("id", BIG, nullable=False),
        sa.Column("circular_id", BIG, nullable=False),
        sa.Column("unit_id", BIG, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_key", PLAIN, nullable=False),
        sa.Column("nik", sa.LargeBinary(), nullable=True),
        sa.Column("nik_index", sa.LargeBinary(), nullable=True),
        sa.Column("nik_last4", PLAIN, nullable=True),
        sa.Column("born_on", sa.Date(), nullable=True),
        sa.Column("sex", sa.String(), nullable=True),
        sa.Column("address", sa.String(), nullable=True),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("occupation", sa.String(), nullable=True),
        sa.Column("category", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("finding", sa.String(), nullable=True),
        sa.Column("proposed_on", sa.Date(), nullable=False),
        sa.Column("verified_on", sa.Date(), nullable=True),
        sa.Column("verification_id", BIG, nullable=True),
        sa.Column("queue", sa.Integer(), nullable=True),
        sa.Column("fund_id", BIG, nullable=True),
        sa.Column("enrolment_id", BIG, nullable=True),
        sa.Column("dropped_on", sa.Date(), nullable=True),
        sa.Column("drop_reason", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("card_on", sa.Date(), nullable=True),
        sa.Column("card_by", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["circular_id"], ["circular.id"], name=op.f("fk_nomination_circular_id_circular")
        ),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolment.id"], name=op.f("fk_nomination_enrolment_id_enrolment")
        ),
        sa.ForeignKeyConstraint(["fund_id"], ["fund.id"], name=op.f("fk_nomination_fund_id_fund")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_nomination_unit_id_unit")),
        sa.ForeignKeyConstraint(
            ["verification_id"], ["verification.id"], name=op.f("fk_nomination_verification_id_verification")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nomination")),
        sa.UniqueConstraint("enrolment_id", name=op.f("uq_nomination_enrolment_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_nomination_circular_id_name_key_id", "nomination", ["circular_id", "name_key", "id"], unique=False
    )
    op.create_index(
        "ix_nomination_circular_id_state_queue_id",
        "nomination",
        ["circular_id", "state", "queue", "id"],
        unique=False,
    )
    op.create_index(
        "ix_nomination_circular_id_unit_id_name_key_id",
        "nomination",
        ["circular_id", "unit_id", "name_key", "id"],
        unique=False,
    )
    op.create_index(op.f("ix_nomination_nik_index"), "nomination", ["nik_index"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_nomination_nik_index"), table_name="nomination")
    op.drop_index("ix_nomination_circular_id_unit_id_name_key_id", table_name="nomination")
    op.drop_index("ix_nomination_circular_id_state_queue_id", table_name="nomination")
    op.drop_index("ix_nomination_circular_id_name_key_id", table_name="nomination")
    op.drop_table("nomination")
    op.drop_index("ix_verification_circular_id_unit_id_month", table_name="verification")
    op.drop_table("verification")
