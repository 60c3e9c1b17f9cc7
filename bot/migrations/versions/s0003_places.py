"""How to reach a conversation again, and which answer a message carries."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the two tables."""
    op.create_table(
        "places",
        sa.Column("name", sa.String(64), primary_key=True),
        sa.Column("conversation", sa.Text, nullable=False),
        sa.Column("service", sa.Text, nullable=False),
        sa.Column("asker", sa.String(64), nullable=False, server_default=""),
    )
    op.create_index("places_asker", "places", ["asker"])
    op.create_table(
        "answers",
        sa.Column("answer", sa.String(64), primary_key=True),
        sa.Column("reference", sa.Text, nullable=False),
        sa.Column("at", sa.Float, nullable=False),
    )


def downgrade() -> None:
    """Remove them."""
    op.drop_table("answers")
    op.drop_index("places_asker", "places")
    op.drop_table("places")
