"""Whose credit a payment leaves, and what of a paid month BPJS has confirmed (R14, R16)."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

# late_3: where four unpaid months end a membership (R18), the third is one of grace
NEW_COUNTS = (
    ("settled_confirmed", sa.Integer()),
    ("paid_confirmed", sa.BigInteger()),
    ("late_3", sa.Integer()),
)


def upgrade() -> None:
    # No foreign key: SQLite could not drop such a column again, and an append-only table is never rebuilt.
    op.add_column("payment", sa.Column("enrolment_id", BIG, nullable=True))
    _let_changes("payment")
    op.execute(
        "UPDATE payment SET enrolment_id = "
        "(SELECT MIN(allocation.enrolment_id) FROM allocation WHERE allocation.payment_id = payment.id)"
    )
    _forbid_changes("payment")
    op.create_index("ix_payment_enrolment_id", "payment", ["enrolment_id"], unique=False)
    op.add_column(
        "month_cover", sa.Column("confirmed", sa.BigInteger(), nullable=False, server_default=sa.text("0"))
    )
    op.execute(
        "UPDATE month_cover SET confirmed = COALESCE((SELECT SUM(allocation.amount) FROM allocation "
        "JOIN payment ON payment.id = allocation.payment_id WHERE payment.source = 'bpjs' "
        "AND allocation.enrolment_id = month_cover.enrolment_id AND allocation.month = month_cover.month), 0)"
    )
    for name, kind in NEW_COUNTS:
        op.add_column("unit_month", sa.Column(name, kind, nullable=False, server_default=sa.text("0")))
    # Counted anew with the new columns: a month that is not in the book is opened by the next act.
    op.execute("DELETE FROM month_book")
    op.execute("DELETE FROM unit_month")


def downgrade() -> None:
    for name, _kind in reversed(NEW_COUNTS):
        op.drop_column("unit_month", name)
    op.drop_column("month_cover", "confirmed")
    op.drop_index("ix_payment_enrolment_id", table_name="payment")
    op.drop_column("payment", "enrolment_id")


def _let_changes(table: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"DROP TRIGGER {table}_no_update")
    else:
        op.execute(f"ALTER TABLE {table} DISABLE TRIGGER {table}_append_only")


def _forbid_changes(table: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )
    else:
        op.execute(f"ALTER TABLE {table} ENABLE TRIGGER {table}_append_only")
