"""Tokens for a quarter of an hour: OAuth 2.0 client credentials (RFC 6749 §4.4).

The client is an API key: `hearth_` and its public part is the client id, the rest of it
the client secret. A token may do what the key may, or less when less is asked for, and
the key is looked at each time one is used: it ends with the key. Authlib reads the
request, authenticates the client and words the errors. Works in a system session.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl

from authlib.oauth2.rfc6749 import (
    AuthorizationServer,
    ClientMixin,
    InvalidRequestError,
    OAuth2Request,
)
from authlib.oauth2.rfc6749.grants import ClientCredentialsGrant
from authlib.oauth2.rfc6749.requests import BasicOAuth2Payload
from authlib.oauth2.rfc6750 import BearerTokenGenerator
from sqlalchemy.orm import Session

from app.audit import service as audit
from app.core.clock import now
from app.core.permissions import Permission, may
from app.core.scopes import SCOPES, kept
from app.identity.models import AccessToken, ApiKey
from app.identity.repository import IdentityRepository
from app.identity.service import acts_as
from app.identity.sign_in import actor_of, key_in_use
from app.identity.tokens import hash_token, new_access_token

LASTS = timedelta(minutes=15)
MOST_PARAMETERS = 20


@dataclass(frozen=True, slots=True)
class Answer:
    """What the client is told, as JSON."""

    status: int
    body: dict[str, Any]
    headers: dict[str, str]


def answer(session: Session, authorization: str, form: bytes) -> Answer:
    """Give a token for an `Authorization` header and a form, or say what is wrong."""
    server = _Server(session)
    try:
        request = _Request(authorization, form)
    except (UnicodeError, ValueError):
        wrong = InvalidRequestError("The request is not a form in UTF-8.")
        return server.handle_response(*wrong())
    if repeated := request.repeated():
        wrong = InvalidRequestError(f"Say {repeated} once.")
        return server.handle_response(*wrong())
    given: Answer = server.create_token_response(request)
    return given


class _Request(OAuth2Request):  # type: ignore[misc]
    """A form that was sent, over TLS as far as Hearth can see: it ends before it."""

    def __init__(self, authorization: str, form: bytes) -> None:
        authorization.encode("ascii")
        headers = {"Authorization": authorization} if authorization else {}
        super().__init__("POST", "https://hearth", headers=headers)
        self._pairs = parse_qsl(
            form.decode(),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=MOST_PARAMETERS,
        )
        self.payload = BasicOAuth2Payload(dict(self._pairs))

    @property
    def form(self) -> Mapping[str, str]:
        data: Mapping[str, str] = self.payload.data
        return data

    def repeated(self) -> str:
        """Return which of the parameters that count is there twice, or is not there."""
        names = [name for name, _ in self._pairs]
        known = ("grant_type", "client_id", "client_secret", "scope")
        twice = [name for name in known if names.count(name) > 1]
        if "grant_type" not in names:
            twice.append("grant_type")
        return twice[0] if twice else ""


class _Client(ClientMixin):  # type: ignore[misc]
    """Whoever says they are a client; a stranger is no other than a wrong secret."""

    def __init__(self, session: Session, client_id: str) -> None:
        self._session, self._id = session, client_id
        self.key: ApiKey | None = None

    def check_client_secret(self, client_secret: str) -> bool:
        self.key = key_in_use(self._session, f"{self._id}_{client_secret}")
        return self.key is not None

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:  # noqa: ARG002
        return True

    def check_grant_type(self, grant_type: str) -> bool:
        return bool(grant_type == _Grant.GRANT_TYPE)

    def get_allowed_scope(self, scope: str | None) -> str | None:
        """Return what the token may do; None when that is more than the key may."""
        asked, able = set((scope or "").split()), self.able()
        if not asked <= able or not able:
            return None
        chosen = {one for one in able if one in asked} or able
        return " ".join(kept(chosen) or ())

    def able(self) -> set[Permission]:
        """Return what the key may do."""
        if self.key is None:
            return set()
        actor = actor_of(self.key)
        return {scope for scope in SCOPES if may(actor, scope)}


class _Grant(ClientCredentialsGrant):  # type: ignore[misc]
    TOKEN_ENDPOINT_AUTH_METHODS = ("client_secret_basic", "client_secret_post")


class _Server(AuthorizationServer):  # type: ignore[misc]
    def __init__(self, session: Session) -> None:
        super().__init__(scopes_supported=list(SCOPES))
        self._session = session
        self.register_grant(_Grant)
        generator = BearerTokenGenerator(
            lambda **_: new_access_token(),
            expires_generator=int(LASTS.total_seconds()),
        )
        self.register_token_generator("default", generator)

    def query_client(self, client_id: str) -> _Client:
        return _Client(self._session, client_id)

    def save_token(self, token: dict[str, Any], request: OAuth2Request) -> None:
        """Keep what the token is the hash of, and put on record that it was given."""
        key: ApiKey = request.client.key
        identity = IdentityRepository(self._session)
        identity.forget_access_tokens(key.id, now())
        identity.add(
            AccessToken(
                organisation_id=key.organisation_id,
                api_key_id=key.id,
                token_hash=hash_token(token["access_token"]),
                scopes=token["scope"].split(),
                created_at=now(),
                expires_at=now() + timedelta(seconds=token["expires_in"]),
            )
        )
        actor = acts_as(key.membership)
        audit.record(
            self._session,
            actor,
            "api_key.token_given",
            "person",
            actor.person_id,
            {"key": key.prefix},
        )

    def create_oauth2_request(self, request: OAuth2Request) -> OAuth2Request:
        return request

    def handle_response(self, status: int, body: Any, headers: Any) -> Answer:
        return Answer(status, dict(body), dict(headers))

    def send_signal(self, name: str, *args: Any, **kwargs: Any) -> None:
        pass
