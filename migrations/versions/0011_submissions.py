"""Lists of candidates sent to BPJS, and who stood on them."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
PLAIN = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "submission",
        sa.Column("id", BIG, nullable=False),
        sa.Column("act_id", BIG, nullable=False),
        sa.Column("circular_id", BIG, nullable=False),
        sa.Column("unit_id", BIG, nullable=True),
        sa.Column("number", PLAIN, nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column("donor_code", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["act_id"], ["act.id"], name=op.f("fk_submission_act_id_act")),
        sa.ForeignKeyConstraint(
            ["circular_id"], ["circular.id"], name=op.f("fk_submission_circular_id_circular")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_submission_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_submission_circular_id"), "submission", ["circular_id"], unique=False)
    op.create_table(
        "submission_line",
        sa.Column("id", BIG, nullable=False),
        sa.Column("submission_id", BIG, nullable=False),
        sa.Column("enrolment_id", BIG, nullable=False),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_submission_line_submission_id_submission")
        ),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolment.id"], name=op.f("fk_submission_line_enrolment_id_enrolment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission_line")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "uq_submission_line_submission_id_enrolment_id",
        "submission_line",
        ["submission_id", "enrolment_id"],
        unique=True,
    )
    op.create_index(
        op.f("ix_submission_line_enrolment_id"), "submission_line", ["enrolment_id"], unique=False
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_submission_line_enrolment_id"), table_name="submission_line")
    op.drop_index("uq_submission_line_submission_id_enrolment_id", table_name="submission_line")
    op.drop_table("submission_line")
    op.drop_index(op.f("ix_submission_circular_id"), table_name="submission")
    op.drop_table("submission")
