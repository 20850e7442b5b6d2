"""What became of each row of a BPJS file (R16), saved column maps, and BPJS's own end of protection (R18)."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
PLAIN = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    op.add_column("import_line", sa.Column("settlement", sa.String(), nullable=True))
    op.add_column("import_line", sa.Column("amount", sa.BigInteger(), nullable=True))
    op.add_column("enrolment", sa.Column("protected_until", sa.Date(), nullable=True))
    op.create_table(
        "bpjs_row",
        sa.Column("id", BIG, nullable=False),
        sa.Column("batch_id", BIG, nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("reference", sa.String(), nullable=True),
        sa.Column("settlement", sa.String(), nullable=False),
        sa.Column("cause", sa.String(), nullable=True),
        sa.Column("enrolment_id", BIG, nullable=True),
        sa.Column("unit_id", BIG, nullable=True),
        sa.Column("resolution", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["import_batch.id"], name=op.f("fk_bpjs_row_batch_id_import_batch")
        ),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolment.id"], name=op.f("fk_bpjs_row_enrolment_id_enrolment")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_bpjs_row_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bpjs_row")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_bpjs_row_batch_id_row", "bpjs_row", ["batch_id", "row"], unique=False)
    op.create_index("ix_bpjs_row_month_settlement", "bpjs_row", ["month", "settlement"], unique=False)
    op.create_index("ix_bpjs_row_enrolment_id_month", "bpjs_row", ["enrolment_id", "month"], unique=False)
    op.create_table(
        "column_map",
        sa.Column("id", BIG, nullable=False),
        sa.Column("kind", PLAIN, nullable=False),
        sa.Column("name", PLAIN, nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_column_map")),
        sqlite_autoincrement=True,
    )
    op.create_index("uq_column_map_kind_name", "column_map", ["kind", "name"], unique=True)


def downgrade() -> None:
    op.drop_index("uq_column_map_kind_name", table_name="column_map")
    op.drop_table("column_map")
    op.drop_index("ix_bpjs_row_enrolment_id_month", table_name="bpjs_row")
    op.drop_index("ix_bpjs_row_month_settlement", table_name="bpjs_row")
    op.drop_index("ix_bpjs_row_batch_id_row", table_name="bpjs_row")
    op.drop_table("bpjs_row")
    op.drop_column("enrolment", "protected_until")
    op.drop_column("import_line", "amount")
    op.drop_column("import_line", "settlement")
