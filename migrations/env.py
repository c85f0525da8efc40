"""Run migrations on the connection given, or on the database of the settings."""

from alembic import context
from sqlalchemy import Connection

from app.core.db import make_engine
from app.core.settings import Settings
from app.tables import METADATA


def run(connection: Connection) -> None:
    """Run what was asked for in one transaction."""
    context.configure(
        connection=connection, target_metadata=METADATA, render_as_batch=True
    )
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    engine = make_engine(Settings().as_owner)
    with engine.begin() as opened:
        run(opened)
    engine.dispose()
