"""Workers, enrolments and the questions they raise."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
PLAIN = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "worker",
        sa.Column("id", BIG, nullable=False),
        sa.Column("nik", sa.LargeBinary(), nullable=False),
        sa.Column("nik_index", sa.LargeBinary(), nullable=False),
        sa.Column("nik_last4", PLAIN, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_key", PLAIN, nullable=False),
        sa.Column("birth_place", sa.String(), nullable=True),
        sa.Column("born_on", sa.Date(), nullable=True),
        sa.Column("sex", sa.String(), nullable=True),
        sa.Column("mother_name", sa.String(), nullable=True),
        sa.Column("address", sa.String(), nullable=True),
        sa.Column("village", sa.String(), nullable=True),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("occupation", sa.String(), nullable=True),
        sa.Column("workplace", sa.String(), nullable=True),
        sa.Column("work_hours", sa.String(), nullable=True),
        sa.Column("heir", sa.String(), nullable=True),
        sa.Column("consent_on", sa.Date(), nullable=True),
        sa.Column("kpj", PLAIN, nullable=True),
        sa.Column("died_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_worker")),
        sa.UniqueConstraint("kpj", name=op.f("uq_worker_kpj")),
        sa.UniqueConstraint("nik_index", name=op.f("uq_worker_nik_index")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_worker_name_key_id", "worker", ["name_key", "id"], unique=False)
    op.create_index(op.f("ix_worker_nik_last4"), "worker", ["nik_last4"], unique=False)
    op.create_table(
        "enrolment",
        sa.Column("id", BIG, nullable=False),
        sa.Column("worker_id", BIG, nullable=False),
        sa.Column("sponsor_id", BIG, nullable=False),
        sa.Column("circular_id", BIG, nullable=False),
        sa.Column("relation", sa.String(), nullable=False),
        sa.Column("tariff", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("noted_on", sa.Date(), nullable=False),
        sa.Column("submitted_on", sa.Date(), nullable=True),
        sa.Column("registered_on", sa.Date(), nullable=True),
        sa.Column("refused_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("first_month", sa.Integer(), nullable=True),
        sa.Column("job", sa.Integer(), nullable=False),
        sa.Column("cover", sa.String(), nullable=False),
        sa.Column("unit_id", BIG, nullable=False),
        sa.Column("opd_id", BIG, nullable=False),
        sa.Column("name_key", PLAIN, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["circular_id"], ["circular.id"], name=op.f("fk_enrolment_circular_id_circular")
        ),
        sa.ForeignKeyConstraint(["opd_id"], ["unit.id"], name=op.f("fk_enrolment_opd_id_unit")),
        sa.ForeignKeyConstraint(["sponsor_id"], ["sponsor.id"], name=op.f("fk_enrolment_sponsor_id_sponsor")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_enrolment_unit_id_unit")),
        sa.ForeignKeyConstraint(["worker_id"], ["worker.id"], name=op.f("fk_enrolment_worker_id_worker")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrolment")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_enrolment_circular_id"), "enrolment", ["circular_id"], unique=False)
    op.create_index(
        "ix_enrolment_opd_id_name_key_id", "enrolment", ["opd_id", "name_key", "id"], unique=False
    )
    op.create_index(
        "ix_enrolment_sponsor_id_circular_id", "enrolment", ["sponsor_id", "circular_id"], unique=False
    )
    op.create_index(
        "ix_enrolment_unit_id_name_key_id", "enrolment", ["unit_id", "name_key", "id"], unique=False
    )
    op.create_index(op.f("ix_enrolment_worker_id"), "enrolment", ["worker_id"], unique=False)
    op.create_table(
        "question",
        sa.Column("id", BIG, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("worker_id", BIG, nullable=False),
        sa.Column("sponsor_id", BIG, nullable=False),
        sa.Column("circular_id", BIG, nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("row", sa.LargeBinary(), nullable=False),
        sa.Column("decision", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["circular_id"], ["circular.id"], name=op.f("fk_question_circular_id_circular")
        ),
        sa.ForeignKeyConstraint(["sponsor_id"], ["sponsor.id"], name=op.f("fk_question_sponsor_id_sponsor")),
        sa.ForeignKeyConstraint(["worker_id"], ["worker.id"], name=op.f("fk_question_worker_id_worker")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "uq_question_subject", "question", ["kind", "worker_id", "sponsor_id", "circular_id"], unique=True
    )


def downgrade() -> None:
    op.drop_index("uq_question_subject", table_name="question")
    op.drop_table("question")
    op.drop_index(op.f("ix_enrolment_worker_id"), table_name="enrolment")
    op.drop_index("ix_enrolment_unit_id_name_key_id", table_name="enrolment")
    op.drop_index("ix_enrolment_sponsor_id_circular_id", table_name="enrolment")
    op.drop_index("ix_enrolment_opd_id_name_key_id", table_name="enrolment")
    op.drop_index(op.f("ix_enrolment_circular_id"), table_name="enrolment")
    op.drop_table("enrolment")
    op.drop_index(op.f("ix_worker_nik_last4"), table_name="worker")
    op.drop_index("ix_worker_name_key_id", table_name="worker")
    op.drop_table("worker")
