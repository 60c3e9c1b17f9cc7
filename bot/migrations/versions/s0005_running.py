"""Whether questions are answered at all, who changed what, and when a step was last read."""

import time

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Make the two tables and the column."""
    op.create_table(
        "pause",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("at", sa.Float, nullable=False),
        sa.Column("by", sa.String(200), nullable=False),
        sa.Column("saying", sa.Text, nullable=False, server_default=""),
    )
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("at", sa.Float, nullable=False),
        sa.Column("by", sa.String(200), nullable=False),
        sa.Column("what", sa.String(32), nullable=False),
        sa.Column("about", sa.Text, nullable=False, server_default=""),
    )
    op.add_column("progress", sa.Column("at", sa.Float, nullable=False, server_default="0"))
    # When a step was read is not known of those before; counted from now, none goes too early.
    progress = sa.table("progress", sa.column("at", sa.Float))
    op.execute(progress.update().values(at=time.time()))


def downgrade() -> None:
    """Remove them."""
    op.drop_column("progress", "at")
    for table in ("audit", "pause"):
        op.drop_table(table)
