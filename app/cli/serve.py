"""hearth serve: the web service."""

import argparse
from typing import Any

from app.cli.files import DONE

KEEP_ALIVE_SECONDS = 75


def add(commands: Any) -> None:
    """Add the command."""
    parser = commands.add_parser("serve", help="serve pages and the API")
    parser.set_defaults(run=run)


def run(_: argparse.Namespace) -> int:
    """Serve until told to stop."""
    import uvicorn

    from app.core.settings import Settings
    from app.main import create_app

    settings = Settings()
    uvicorn.run(
        create_app(settings),
        # Whoever reads for a while asks again by the same connection.
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        host=settings.host,
        port=settings.port,
        ssl_certfile=settings.tls_certificate,
        ssl_keyfile=settings.tls_key,
        log_level="warning",
        access_log=False,
        server_header=False,
    )
    return DONE
