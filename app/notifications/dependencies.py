"""How many notifications somebody has not read, for the head of every page."""

from typing import Annotated

from fastapi import Depends, Request

from app.core.actor import Viewer
from app.core.db import open_session
from app.identity.dependencies import page_viewer
from app.notifications import service


def count_unread(
    request: Request, viewer: Annotated[Viewer, Depends(page_viewer)]
) -> None:
    """Count what the reader has not read, in a transaction that waits for nobody."""
    engine = request.app.state.engine
    with open_session(engine, viewer.actor, reads_only=True) as session:
        request.state.unread = service.unread(session, viewer.actor)
