"""The monthly closing: who prepared, approved, accepted; the frozen figures; what was signed on paper (R22)."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
PLAIN = sa.String().with_variant(sa.String(collation="C"), "postgresql")
MOMENT = sa.DateTime(timezone=True)
FROZEN = "report_snapshot"


def upgrade() -> None:
    op.create_table(
        "month_report",
        sa.Column("id", BIG, nullable=False),
        sa.Column("unit_id", BIG, nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("code", PLAIN, nullable=True),
        *(sa.Column(f"{step}_by", BIG, nullable=True) for step in ("prepared", "approved", "decided")),
        *(sa.Column(f"{step}_at", MOMENT, nullable=True) for step in ("prepared", "approved", "decided")),
        sa.Column("capacity", sa.String(), nullable=True),
        sa.Column("decision_reason", sa.String(), nullable=True),
        sa.Column("open_until", sa.Date(), nullable=True),
        sa.Column("signed_number", sa.String(), nullable=True),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("document_id", BIG, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_month_report_unit_id_unit")),
        *(
            sa.ForeignKeyConstraint(
                [f"{step}_by"], ["account.id"], name=op.f(f"fk_month_report_{step}_by_account")
            )
            for step in ("prepared", "approved", "decided")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_month_report_document_id_document")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_month_report")),
        sa.UniqueConstraint("code", name=op.f("uq_month_report_code")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "uq_month_report_unit_id_month_sequence",
        "month_report",
        ["unit_id", "month", "sequence"],
        unique=True,
    )
    op.create_index("ix_month_report_month_state", "month_report", ["month", "state"], unique=False)
    op.create_table(
        FROZEN,
        sa.Column("report_id", BIG, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["report_id"], ["month_report.id"], name=op.f("fk_report_snapshot_report_id_month_report")
        ),
        sa.PrimaryKeyConstraint("report_id", name=op.f("pk_report_snapshot")),
    )
    _forbid_changes()


def downgrade() -> None:
    _allow_changes()
    op.drop_table(FROZEN)
    op.drop_index("ix_month_report_month_state", table_name="month_report")
    op.drop_index("uq_month_report_unit_id_month_sequence", table_name="month_report")
    op.drop_table("month_report")


def _forbid_changes() -> None:
    """Triggers that refuse UPDATE and DELETE: what was approved stays as it was approved."""
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {FROZEN}_no_{verb.lower()} BEFORE {verb} ON {FROZEN} "
                f"BEGIN SELECT RAISE(ABORT, '{FROZEN} is append-only'); END"
            )
        return
    op.execute(
        f"CREATE FUNCTION {FROZEN}_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{FROZEN} is append-only'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {FROZEN}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {FROZEN} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {FROZEN}_append_only()"
    )


def _allow_changes() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("update", "delete"):
            op.execute(f"DROP TRIGGER {FROZEN}_no_{verb}")
        return
    op.execute(f"DROP TRIGGER {FROZEN}_append_only ON {FROZEN}")
    op.execute(f"DROP FUNCTION {FROZEN}_append_only()")
