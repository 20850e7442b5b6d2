"""Acts and their append-only audit entries."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

APPEND_ONLY = ("audit_entry",)


def upgrade() -> None:
    op.create_table(
        "act",
        sa.Column("id", BIG, nullable=False),
        sa.Column("account_id", BIG, nullable=True),
        sa.Column("grant_id", BIG, nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=True),
        sa.Column("result", sa.JSON(), nullable=False),
        sa.Column("undoes_id", BIG, nullable=True),
        sa.Column("undone_by_id", BIG, nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_act_account_id_account")),
        sa.ForeignKeyConstraint(["grant_id"], ["grant.id"], name=op.f("fk_act_grant_id_grant")),
        sa.ForeignKeyConstraint(["undoes_id"], ["act.id"], name=op.f("fk_act_undoes_id_act")),
        sa.ForeignKeyConstraint(["undone_by_id"], ["act.id"], name=op.f("fk_act_undone_by_id_act")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_act")),
        sa.UniqueConstraint("key", name=op.f("uq_act_key")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_act_at"), "act", ["at"], unique=False)
    op.create_table(
        "audit_entry",
        sa.Column("id", BIG, nullable=False),
        sa.Column("act_id", BIG, nullable=False),
        sa.Column("record", sa.String(), nullable=False),
        sa.Column("record_id", BIG, nullable=False),
        sa.Column("before", sa.LargeBinary(), nullable=True),
        sa.Column("after", sa.LargeBinary(), nullable=True),
        sa.Column("seal", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["act_id"], ["act.id"], name=op.f("fk_audit_entry_act_id_act")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_audit_entry_act_id"), "audit_entry", ["act_id"], unique=False)
    op.create_index(
        "ix_audit_entry_record_record_id_id", "audit_entry", ["record", "record_id", "id"], unique=False
    )
    for table in APPEND_ONLY:
        forbid_changes(table)


def downgrade() -> None:
    for table in APPEND_ONLY:
        allow_changes(table)
    op.drop_index("ix_audit_entry_record_record_id_id", table_name="audit_entry")
    op.drop_index(op.f("ix_audit_entry_act_id"), table_name="audit_entry")
    op.drop_table("audit_entry")
    op.drop_index(op.f("ix_act_at"), table_name="act")
    op.drop_table("act")


def forbid_changes(table: str) -> None:
    """Triggers that refuse UPDATE and DELETE: what was written stays as it was written."""
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
        return
    op.execute(
        f"CREATE FUNCTION {table}_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{table} is append-only'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_append_only()"
    )


def allow_changes(table: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("update", "delete"):
            op.execute(f"DROP TRIGGER {table}_no_{verb}")
        return
    op.execute(f"DROP TRIGGER {table}_append_only ON {table}")
    op.execute(f"DROP FUNCTION {table}_append_only()")
