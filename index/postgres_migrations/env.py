"""How Alembic reaches the database: by the connection that index/postgres_schema.py hands over."""

from alembic import context

connection = context.config.attributes["connection"]
# Beside the store's own chain, which may live in the same database.
context.configure(
    connection=connection, version_table="review_editions_version", transactional_ddl=True
)
context.run_migrations()
