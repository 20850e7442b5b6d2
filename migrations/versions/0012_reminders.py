"""Reminders: which words, about which circular, to whom."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "reminder",
        sa.Column("id", BIG, nullable=False),
        sa.Column("act_id", BIG, nullable=False),
        sa.Column("circular_id", BIG, nullable=False),
        sa.Column("reminded_on", sa.Date(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["act_id"], ["act.id"], name=op.f("fk_reminder_act_id_act")),
        sa.ForeignKeyConstraint(
            ["circular_id"], ["circular.id"], name=op.f("fk_reminder_circular_id_circular")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_reminder_circular_id"), "reminder", ["circular_id"], unique=False)
    op.create_table(
        "reminder_line",
        sa.Column("id", BIG, nullable=False),
        sa.Column("reminder_id", BIG, nullable=False),
        sa.Column("sponsor_id", BIG, nullable=False),
        sa.ForeignKeyConstraint(
            ["reminder_id"], ["reminder.id"], name=op.f("fk_reminder_line_reminder_id_reminder")
        ),
        sa.ForeignKeyConstraint(
            ["sponsor_id"], ["sponsor.id"], name=op.f("fk_reminder_line_sponsor_id_sponsor")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder_line")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "uq_reminder_line_reminder_id_sponsor_id", "reminder_line", ["reminder_id", "sponsor_id"], unique=True
    )
    op.create_index(op.f("ix_reminder_line_sponsor_id"), "reminder_line", ["sponsor_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_reminder_line_sponsor_id"), table_name="reminder_line")
    op.drop_index("uq_reminder_line_reminder_id_sponsor_id", table_name="reminder_line")
    op.drop_table("reminder_line")
    op.drop_index(op.f("ix_reminder_circular_id"), table_name="reminder")
    op.drop_table("reminder")
