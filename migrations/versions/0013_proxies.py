"""In which capacity somebody stands in for a head: Plt., Plh. or a.n. (R22)."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.add_column("grant", sa.Column("capacity", sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column("grant", "capacity")
