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
    """Count what the reader has not read, in a transaction of its own.

    It is over before the page's begins: SQLite lets in one at a time.
    """
    with open_session(request.app.state.engine, viewer.actor) as session:
        request.state.unread = service.unread(session, viewer.actor)
