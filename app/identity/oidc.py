"""Talk to an organisation's own sign-in service, as OpenID Connect says.

Authlib makes the addresses, the challenge (PKCE) and the judgement of what is claimed;
joserfc checks signatures. What the service says is read within seconds and up to a
size, no redirect is followed and no proxy asked. Nothing here touches the database.
"""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import httpx
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from app.core.outside import Network, NotAllowedError, Outside

CONFIGURATION = "/.well-known/openid-configuration"
SECONDS = 8.0
"""How long the service may take for each answer."""
KEPT_SECONDS = 300.0
"""How long what a service says of its parts is taken as said."""
MOST = 500_000
"""How many bytes of an answer are read."""
LEEWAY = 60
"""Seconds by which its clock may be wrong."""
ALGORITHMS = ["RS256", "PS256", "ES256"]
LONGEST_SUBJECT = 255
SECOND_STEP = "mfa"
"""What `amr` holds where somebody showed more than one thing (RFC 8176)."""


class ProviderError(Exception):
    """The service is away, or says what it may not say; the text is for logs."""


@dataclass(frozen=True, slots=True)
class Client:
    """What Hearth is to an organisation's sign-in service."""

    issuer: str
    client_id: str
    client_secret: str
    redirect: str
    private: tuple[Network, ...] = ()
    """Private networks the service may be in."""


@dataclass(frozen=True, slots=True)
class Secrets:
    """What one way there and back is bound to."""

    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True, slots=True)
class Account:
    """Who signed in there, and whether the token says that it took a second step."""

    subject: str
    second_step: bool


@dataclass(frozen=True, slots=True)
class Places:
    """Where the service says its parts are."""

    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    in_form: bool


_kept: dict[tuple[str, tuple[Network, ...]], tuple[float, Places]] = {}


def places_lately(issuer: str, private: tuple[Network, ...]) -> Places:
    """Return where the parts of a service are, as it said in the last minutes."""
    asked = (issuer, private)
    found = _kept.get(asked)
    if found is None or found[0] < time.monotonic() - KEPT_SECONDS:
        found = _kept[asked] = (time.monotonic(), places(issuer, private))
    return found[1]


def places(issuer: str, private: tuple[Network, ...]) -> Places:
    """Read where the parts of a service are; it must call itself what it is called."""
    said = _asked(private, "GET", f"{issuer.rstrip('/')}{CONFIGURATION}")
    if said.get("issuer") != issuer:
        raise ProviderError("it has another issuer")
    named = ("authorization_endpoint", "token_endpoint", "jwks_uri")
    found = [said.get(name) for name in named]
    scheme = urlsplit(issuer).scheme
    if not all(isinstance(at, str) and urlsplit(at).scheme == scheme for at in found):
        raise ProviderError("it does not say where its parts are")
    methods = said.get("token_endpoint_auth_methods_supported")
    in_form = isinstance(methods, list) and "client_secret_basic" not in methods
    authorize, token, keys = map(str, found)
    return Places(authorize, token, keys, in_form)


def address(client: Client, there: Places, secrets: Secrets) -> str:
    """Return where the browser goes to sign in."""
    found: str = prepare_grant_uri(
        there.authorization_endpoint,
        client.client_id,
        "code",
        redirect_uri=client.redirect,
        scope="openid",
        state=secrets.state,
        nonce=secrets.nonce,
        code_challenge=create_s256_code_challenge(secrets.verifier),
        code_challenge_method="S256",
    )
    return found


def account(client: Client, secrets: Secrets, code: str) -> Account:
    """Trade the code for who signed in: the subject, which only the issuer gives out.

    Raises
    ------
    ProviderError
        When the service is away, or its token is not for this client, this way there
        and back, and this moment.
    """
    there = places_lately(client.issuer, client.private)
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": client.redirect,
        "code_verifier": secrets.verifier,
    }
    named = (client.client_id, client.client_secret)
    if there.in_form:
        form |= {"client_id": named[0], "client_secret": named[1]}
    given = _asked(
        client.private,
        "POST",
        there.token_endpoint,
        data=form,
        auth=None if there.in_form else named,
    )
    keys = _asked(client.private, "GET", there.jwks_uri)
    return _account_in(given.get("id_token"), keys, client, secrets)


def _account_in(
    id_token: Any, keys: Mapping[str, Any], client: Client, secrets: Secrets
) -> Account:
    if not isinstance(id_token, str):
        raise ProviderError("it gave no ID token")
    try:
        ring = KeySet.import_key_set(keys)  # type: ignore[arg-type]
        token = jwt.decode(id_token, ring, algorithms=ALGORITHMS)
        claims = CodeIDToken(
            token.claims,
            token.header,
            options={
                "iss": {"essential": True, "value": client.issuer},
                "aud": {"essential": True, "value": client.client_id},
                "sub": {"essential": True},
                "nonce": {"essential": True, "value": secrets.nonce},
            },
            params={"nonce": secrets.nonce, "client_id": client.client_id},
        )
        claims.validate(leeway=LEEWAY)
    except (JoseError, ValueError, TypeError, KeyError) as error:
        raise ProviderError(
            f"its token does not hold: {type(error).__name__}"
        ) from None
    # For Hearth and for nobody beside it.
    if claims["aud"] not in (client.client_id, [client.client_id]):
        raise ProviderError("its token is for others too")
    found = claims["sub"]
    if not isinstance(found, str) or not 0 < len(found) <= LONGEST_SUBJECT:
        raise ProviderError("it gave no subject")
    how = claims.get("amr")
    return Account(found, isinstance(how, list) and SECOND_STEP in how)


def _asked(
    private: tuple[Network, ...], method: str, at: str, **sent: Any
) -> dict[str, Any]:
    ends = time.monotonic() + SECONDS
    body = b""
    try:
        with (
            httpx.Client(transport=Outside(private, ends)) as asker,
            asker.stream(method, at, **sent) as answer,
        ):
            for part in answer.iter_bytes(16_384):
                body += part
                if len(body) > MOST or time.monotonic() > ends:
                    raise ProviderError("it answers too much or too slowly")
            if answer.status_code != httpx.codes.OK:
                raise ProviderError(f"it answers {answer.status_code}")
        said = json.loads(body)
    except (httpx.HTTPError, httpx.InvalidURL, NotAllowedError, ValueError) as error:
        raise ProviderError(f"it cannot be read: {type(error).__name__}") from None
    if not isinstance(said, dict):
        raise ProviderError("it does not answer in JSON")
    return said
