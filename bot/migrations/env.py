"""How Alembic reaches the store: by the connection that bot/store.py hands over."""

from alembic import context

from bot.tables import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, transactional_ddl=True)
context.run_migrations()
