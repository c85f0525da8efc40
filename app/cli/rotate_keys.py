"""hearth rotate-keys: seal everything anew with the first key of the ring."""

import argparse
from typing import Any

from app.cli.files import CHECK_FAILED, DONE, say


def add(commands: Any) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "rotate-keys", help="seal what is kept sealed with the newest key"
    )
    parser.set_defaults(run=run)


def run(_: argparse.Namespace) -> int:
    """Seal anew what an older key sealed; all of it or nothing."""
    from app.core.db import make_engine, open_system_session
    from app.core.sealing import SealBrokenError
    from app.core.settings import Settings
    from app.identity import codes
    from app.key_rotation.service import rotate

    settings = Settings()
    engine = make_engine(settings)
    try:
        with open_system_session(engine) as session:
            ring = settings.key_ring
            count = codes.seal_anew(session, ring) + rotate(session, ring)
            session.commit()
    except SealBrokenError:
        say("Something sealed cannot be opened with the keys given. Nothing changed.")
        return CHECK_FAILED
    finally:
        engine.dispose()
    print(f"{count} sealed anew with key {settings.key_ring.current}")
    return DONE
