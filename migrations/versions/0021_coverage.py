"""Coverage of a workforce, its targets with their sources, and commitments (R24)."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
PLAIN = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "segment",
        sa.Column("id", BIG, nullable=False),
        sa.Column("circular_id", BIG, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_key", PLAIN, nullable=False),
        sa.Column("owner_id", BIG, nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["circular_id"], ["circular.id"], name=op.f("fk_segment_circular_id_circular")
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["unit.id"], name=op.f("fk_segment_owner_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_segment")),
        sqlite_autoincrement=True,
    )
    op.create_index("uq_segment_circular_id_name_key", "segment", ["circular_id", "name_key"], unique=True)
    op.create_table(
        "figure",
        sa.Column("id", BIG, nullable=False),
        sa.Column("circular_id", BIG, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("segment_id", BIG, nullable=True),
        sa.Column("unit_id", BIG, nullable=True),
        sa.Column("payer", sa.String(), nullable=True),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=True),
        sa.Column("hundredths", sa.Integer(), nullable=True),
        sa.Column("base", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("source_on", sa.Date(), nullable=True),
        sa.Column("document_id", BIG, nullable=True),
        sa.Column("is_used", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["circular_id"], ["circular.id"], name=op.f("fk_figure_circular_id_circular")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_figure_document_id_document")
        ),
        sa.ForeignKeyConstraint(["segment_id"], ["segment.id"], name=op.f("fk_figure_segment_id_segment")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_figure_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_figure")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_figure_circular_id_kind_month", "figure", ["circular_id", "kind", "month"], unique=False
    )
    op.create_table(
        "commitment",
        sa.Column("id", BIG, nullable=False),
        sa.Column("circular_id", BIG, nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("clause", sa.String(), nullable=True),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("owner_id", BIG, nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["circular_id"], ["circular.id"], name=op.f("fk_commitment_circular_id_circular")
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["unit.id"], name=op.f("fk_commitment_owner_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitment")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_commitment_circular_id"), "commitment", ["circular_id"], unique=False)
    op.create_index(op.f("ix_commitment_owner_id"), "commitment", ["owner_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_commitment_owner_id"), table_name="commitment")
    op.drop_index(op.f("ix_commitment_circular_id"), table_name="commitment")
    op.drop_table("commitment")
    op.drop_index("ix_figure_circular_id_kind_month", table_name="figure")
    op.drop_table("figure")
    op.drop_index("uq_segment_circular_id_name_key", table_name="segment")
    op.drop_table("segment")
