"""The editions there are, the current one, and what past ones said."""

from alembic import op

revision = "e0001"
down_revision = None


def upgrade() -> None:
    """Make the tables."""
    op.execute("CREATE EXTENSION IF NOT EXISTS vector")
    op.execute(
        """
        CREATE TABLE review_editions (
            id text PRIMARY KEY,
            number integer NOT NULL UNIQUE,
            about jsonb NOT NULL,
            known jsonb NOT NULL,
            is_searched boolean NOT NULL DEFAULT true,
            contents bytea NOT NULL
        )
        """
    )
    op.execute("CREATE SEQUENCE review_edition_numbers AS integer")
    op.execute(
        """
        CREATE TABLE review_current_edition (
            is_the_one boolean PRIMARY KEY DEFAULT true CHECK (is_the_one),
            id text NOT NULL REFERENCES review_editions
        )
        """
    )


def downgrade() -> None:
    """Remove them; the schemas of the editions stay."""
    op.execute("DROP TABLE review_current_edition, review_editions")
    op.execute("DROP SEQUENCE review_edition_numbers")
