"""Who follows which topic, and how far new staff have read."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the two tables."""
    op.create_table(
        "progress",
        sa.Column("asker", sa.String(64), primary_key=True),
        sa.Column("step", sa.Integer, nullable=False),
    )
    op.create_table(
        "subscriptions",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("place", sa.String(200), nullable=False),
        sa.Column("topic", sa.String(100), nullable=False),
        sa.Column("asker", sa.String(64), nullable=False),
        sa.Column("weekly", sa.Boolean, nullable=False),
        sa.Column("told", sa.String(64), nullable=False),
        sa.Column("told_at", sa.Float, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("token", sa.String(32), nullable=False, server_default=""),
        sa.Column("due", sa.Float, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False, server_default="0"),
        sa.UniqueConstraint("place", "topic", name="subscribed_once"),
    )


def downgrade() -> None:
    """Remove them."""
    for table in ("subscriptions", "progress"):
        op.drop_table(table)
