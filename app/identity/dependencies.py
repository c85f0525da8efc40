"""Who makes a request, and a database session opened for them.

Pages know people by their session cookie, the API by a key in `Authorization`; neither
looks at the other's. Actors are settled before a route runs; see `app/main.py`. The
session of a request commits once, when its route has returned and before the answer
leaves, and rolls back on any error.
"""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Annotated, TypeVar, cast

from fastapi import Depends, Request
from fastapi.openapi.models import OAuthFlowClientCredentials, OAuthFlows
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer, OAuth2
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from app.audit import service as audit
from app.core.actor import Actor, Viewer
from app.core.db import open_session, open_system_session
from app.core.errors import NotSignedInError, UnsureError
from app.core.scopes import SCOPES
from app.identity import sign_in

if TYPE_CHECKING:
    from app.core.settings import Settings

Found = TypeVar("Found")
TOKENS = "/api/v1/oauth/token"
_api_key = HTTPBearer(
    scheme_name="Key",
    auto_error=False,
    description="An API key: hearth_…, or a token given for one.",
)
_token = OAuth2(
    scheme_name="Token",
    auto_error=False,
    description="The client id is what an API key begins with (hearth_ and 12 "
    "characters), the client secret the rest of it after the underscore.",
    flows=OAuthFlows(
        clientCredentials=OAuthFlowClientCredentials(
            tokenUrl=TOKENS,
            scopes={str(one): said for one, said in SCOPES.items()},
        )
    ),
)


def page_viewer(request: Request) -> Viewer:
    """Return who is signed in, from the session cookie, and remember the actor."""
    settings = cast("Settings", request.app.state.settings)
    token = request.cookies.get(settings.session_cookie)
    if not token:
        raise NotSignedInError
    viewer = _known(
        request, lambda session: sign_in.viewer_of(session, token, settings)
    )
    request.state.actor = viewer.actor
    request.state.viewer = viewer
    return viewer


def page_actor(viewer: Annotated[Viewer, Depends(page_viewer)]) -> Actor:
    """Return who acts on a page."""
    return viewer.actor


def api_actor(
    request: Request,
    credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(_api_key)],
    _described: Annotated[str | None, Depends(_token)] = None,
) -> Actor:
    """Return who acts through the API, from `Authorization` alone."""
    if credentials is None:
        raise NotSignedInError
    text = credentials.credentials
    actor = _known(request, lambda session: sign_in.actor_of_bearer(session, text))
    request.state.actor = actor
    return actor


def _known(request: Request, who: Callable[[Session], Found]) -> Found:
    """Find out who it is; that they were seen is written where it is to be noted again.

    That is once in a while, and only then does it wait for others who write.
    """
    engine = request.app.state.engine
    with open_system_session(engine, reads_only=True) as session, session.no_autoflush:
        found = who(session)
        if not session.dirty:
            _end(session)
            return found
    with open_system_session(engine) as session:
        found = who(session)
        session.commit()
    return found


PageActor = Annotated[Actor, Depends(page_actor)]
ApiActor = Annotated[Actor, Depends(api_actor)]


def page_session(request: Request, actor: PageActor) -> Iterator[Session]:
    """Open the page's database session and commit it at the end."""
    yield from _committed(request, actor)


def page_reading(request: Request, actor: PageActor) -> Iterator[Session]:
    """Open the session of a page that puts nothing on record."""
    yield from _read(request, actor)


def api_session(request: Request, actor: ApiActor) -> Iterator[Session]:
    """Open the API call's database session and commit it at the end."""
    yield from _committed(request, actor)


def api_reading(request: Request, actor: ApiActor) -> Iterator[Session]:
    """Open the session of an API call that puts nothing on record."""
    yield from _read(request, actor)


def _read(request: Request, actor: Actor) -> Iterator[Session]:
    with open_session(request.app.state.engine, actor, reads_only=True) as session:
        yield session
        _end(session)


def page_noting(request: Request, actor: PageActor) -> Iterator[Session]:
    """Open the session of a page that changes nothing, and record what it read."""
    yield from _noted(request, actor)


def api_noting(request: Request, actor: ApiActor) -> Iterator[Session]:
    """Open the session of an API call that changes nothing, and record what it read."""
    yield from _noted(request, actor)


def _noted(request: Request, actor: Actor) -> Iterator[Session]:
    """Read without waiting for those who write; then put on record what was read.

    Both are before the answer: what cannot be put on record is not shown.
    """
    with open_session(request.app.state.engine, actor, reads_only=True) as session:
        reads = audit.note_reads(session)
        yield session
        _end(session)
    if reads:
        with open_session(request.app.state.engine, actor) as session:
            audit.put_on_record(session, actor, reads)
            _commit(session)


def _end(session: Session) -> None:
    """End what only read as if it had written: PostgreSQL keeps what it prepared."""
    session.commit()


def _committed(request: Request, actor: Actor) -> Iterator[Session]:
    with open_session(request.app.state.engine, actor) as session:
        yield session
        _commit(session)


def _commit(session: Session) -> None:
    session.flush()
    try:
        session.commit()
    except OperationalError as failed:
        # It was asked to keep it, and went away before it said that it had.
        if failed.connection_invalidated:
            raise UnsureError from failed
        raise


# Scope "function" ends the session before the answer is sent, not after.
PageSession = Annotated[Session, Depends(page_session, scope="function")]
ApiSession = Annotated[Session, Depends(api_session, scope="function")]
PageReading = Annotated[Session, Depends(page_reading, scope="function")]
ApiReading = Annotated[Session, Depends(api_reading, scope="function")]
PageNoting = Annotated[Session, Depends(page_noting, scope="function")]
ApiNoting = Annotated[Session, Depends(api_noting, scope="function")]
