"""What the pages need: keys, the pace of each reader, sessions, and what went unanswered."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the four tables."""
    op.create_table(
        "keys",
        sa.Column("name", sa.String(32), primary_key=True),
        sa.Column("value", sa.String(64), nullable=False),
    )
    op.create_table(
        "paces",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("due", sa.Float, nullable=False),
    )
    op.create_index("paces_due", "paces", ["due"])
    op.create_table(
        "sessions",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("rights", sa.String(64), nullable=False),
        sa.Column("ends", sa.Float, nullable=False),
    )
    op.create_table(
        "unanswered",
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("topic", sa.String(200), primary_key=True),
        sa.Column("outcome", sa.String(32), primary_key=True),
        sa.Column("count", sa.Integer, nullable=False),
    )


def downgrade() -> None:
    """Remove them."""
    for table in ("unanswered", "sessions", "paces", "keys"):
        op.drop_table(table)
