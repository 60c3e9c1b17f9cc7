"""Seen events, feedback, channel settings."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the three tables."""
    op.create_table(
        "seen",
        sa.Column("id", sa.String(200), primary_key=True),
        sa.Column("message", sa.String(200), unique=True),
        sa.Column("asker", sa.String(64)),
        sa.Column("channel", sa.String(200)),
        sa.Column("thread", sa.String(64)),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("token", sa.String(32), nullable=False),
        sa.Column("at", sa.Float, nullable=False),
    )
    op.create_index("seen_asker", "seen", ["asker", "at"])
    op.create_index("seen_thread", "seen", ["channel", "thread"])
    op.create_index("seen_state", "seen", ["state", "at"])
    op.create_table(
        "feedback",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("answer", sa.String(64), nullable=False),
        sa.Column("asker", sa.String(64), nullable=False),
        sa.Column("front", sa.String(16), nullable=False),
        sa.Column("at", sa.Float, nullable=False),
        sa.Column("verdict", sa.String(8), nullable=False),
        sa.Column("reason", sa.String(32), nullable=False, server_default=""),
        sa.Column("comment", sa.Text, nullable=False, server_default=""),
        sa.Column("outcome", sa.String(32), nullable=False),
        sa.Column("citations", sa.JSON, nullable=False),
        sa.Column("edition", sa.String(64), nullable=False),
        sa.Column("resolved", sa.Float),
        sa.Column("resolution", sa.Text, nullable=False, server_default=""),
        sa.UniqueConstraint("answer", "asker", name="feedback_once"),
    )
    op.create_table(
        "channels",
        sa.Column("channel", sa.String(200), primary_key=True),
        sa.Column("follow", sa.Boolean, nullable=False),
    )


def downgrade() -> None:
    """Remove them."""
    for table in ("channels", "feedback", "seen"):
        op.drop_table(table)
