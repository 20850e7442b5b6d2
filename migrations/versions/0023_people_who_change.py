"""Hand-overs (R10), one ART of two ASN (R11), and when a question was decided (R6)."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
KEPT = {"sqlite_autoincrement": True}  # a table that is copied keeps counting its ids where it was


def upgrade() -> None:
    op.create_table(
        "handover",
        sa.Column("id", BIG, nullable=False),
        sa.Column("enrolment_id", BIG, nullable=False),
        sa.Column("cause", sa.String(), nullable=False),
        sa.Column("since", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("to_sponsor_id", BIG, nullable=True),
        sa.Column("offered_on", sa.Date(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("new_enrolment_id", BIG, nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolment.id"], name=op.f("fk_handover_enrolment_id_enrolment")
        ),
        sa.ForeignKeyConstraint(
            ["new_enrolment_id"], ["enrolment.id"], name=op.f("fk_handover_new_enrolment_id_enrolment")
        ),
        sa.ForeignKeyConstraint(
            ["to_sponsor_id"], ["sponsor.id"], name=op.f("fk_handover_to_sponsor_id_sponsor")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_handover_enrolment_id"), "handover", ["enrolment_id"], unique=False)
    op.create_index("ix_handover_state_since_id", "handover", ["state", "since", "id"], unique=False)
    op.add_column(
        "circular", sa.Column("shares_household", sa.Boolean(), nullable=False, server_default=sa.true())
    )
    # No household has been linked before: the defaults are for the shape of the statement only.
    for name in ("first_month", "last_month"):
        op.add_column("household", sa.Column(name, sa.Integer(), nullable=False, server_default="999912"))
    with op.batch_alter_table("household", table_kwargs=KEPT) as household:
        household.alter_column("first_month", server_default=None)
        household.alter_column("last_month", server_default=None)
    op.create_index(op.f("ix_sponsor_household_id"), "sponsor", ["household_id"], unique=False)
    with op.batch_alter_table("question", table_kwargs=KEPT) as question:
        question.add_column(sa.Column("other_worker_id", BIG, nullable=True))
        question.add_column(sa.Column("decided_on", sa.Date(), nullable=True))
        question.create_foreign_key(
            op.f("fk_question_other_worker_id_worker"), "worker", ["other_worker_id"], ["id"]
        )


def downgrade() -> None:
    with op.batch_alter_table("question", table_kwargs=KEPT) as question:
        question.drop_constraint(op.f("fk_question_other_worker_id_worker"), type_="foreignkey")
        question.drop_column("decided_on")
        question.drop_column("other_worker_id")
    op.drop_index(op.f("ix_sponsor_household_id"), table_name="sponsor")
    with op.batch_alter_table("household", table_kwargs=KEPT) as household:
        household.drop_column("last_month")
        household.drop_column("first_month")
    op.drop_column("circular", "shares_household")
    op.drop_index("ix_handover_state_since_id", table_name="handover")
    op.drop_index(op.f("ix_handover_enrolment_id"), table_name="handover")
    op.drop_table("handover")
