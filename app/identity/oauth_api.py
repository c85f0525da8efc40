"""The token endpoint of OAuth 2.0, for programs with a key."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse, Response

from app.core.db import open_system_session
from app.identity import oauth
from app.identity.schemas import TokenGiven, TokenRefused, TokenWanted

FORM = "application/x-www-form-urlencoded"
REFUSED: dict[int | str, dict[str, Any]] = {
    400: {"model": TokenRefused, "description": "Something is wrong with the form."},
    401: {"model": TokenRefused, "description": "No such client, or a wrong secret."},
}

router = APIRouter(prefix="/oauth", tags=["Tokens"])


async def sent(request: Request) -> bytes:
    """Return what was sent, whatever it says it is."""
    return await request.body()


@router.post(
    "/token",
    response_model=TokenGiven,
    responses=REFUSED,
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {FORM: {"schema": TokenWanted.model_json_schema()}},
        }
    },
)
def give_token(request: Request, form: Annotated[bytes, Depends(sent)]) -> Response:
    """Give a program a token for a quarter of an hour (client credentials)."""
    authorization = request.headers.get("authorization", "")
    with open_system_session(request.app.state.engine) as session:
        given = oauth.answer(session, authorization, form)
        session.commit()
    return JSONResponse(given.body, given.status, given.headers)
