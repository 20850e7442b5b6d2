"""Circulars, documents and declarations."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
PLAIN = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "document",
        sa.Column("id", BIG, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "circular",
        sa.Column("id", BIG, nullable=False),
        sa.Column("number", PLAIN, nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("force", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("in_force_from", sa.Date(), nullable=False),
        sa.Column("in_force_until", sa.Date(), nullable=True),
        sa.Column("duty_kind", sa.String(), nullable=False),
        sa.Column("quota", sa.Integer(), nullable=True),
        sa.Column("quota_by_grade", sa.JSON(), nullable=False),
        sa.Column("audience", sa.JSON(), nullable=False),
        sa.Column("relations", sa.JSON(), nullable=False),
        sa.Column("programmes", sa.JSON(), nullable=False),
        sa.Column("declare_by", sa.Date(), nullable=True),
        sa.Column("register_by", sa.Date(), nullable=True),
        sa.Column("target_percent", sa.Integer(), nullable=True),
        sa.Column("legal_basis", sa.String(), nullable=True),
        sa.Column("successor_id", BIG, nullable=True),
        sa.Column("document_id", BIG, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_circular_document_id_document")
        ),
        sa.ForeignKeyConstraint(
            ["successor_id"], ["circular.id"], name=op.f("fk_circular_successor_id_circular")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_circular")),
        sa.UniqueConstraint("number", name=op.f("uq_circular_number")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "declaration",
        sa.Column("id", BIG, nullable=False),
        sa.Column("sponsor_id", BIG, nullable=False),
        sa.Column("circular_id", BIG, nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("basis", sa.JSON(), nullable=True),
        sa.Column("document_id", BIG, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["circular_id"], ["circular.id"], name=op.f("fk_declaration_circular_id_circular")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_declaration_document_id_document")
        ),
        sa.ForeignKeyConstraint(
            ["sponsor_id"], ["sponsor.id"], name=op.f("fk_declaration_sponsor_id_sponsor")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_declaration")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_declaration_sponsor_id_circular_id_made_on",
        "declaration",
        ["sponsor_id", "circular_id", "made_on"],
    )


def downgrade() -> None:
    op.drop_index("ix_declaration_sponsor_id_circular_id_made_on", table_name="declaration")
    op.drop_table("declaration")
    op.drop_table("circular")
    op.drop_table("document")
