"""An organisation's sign-in service: a real process with keys of its own.

Whoever it sends back is who the file `says` beside it tells: claims of the ID token,
and under `misled` what else it does wrong.
"""

import json
import secrets
import subprocess
import sys
import time
from base64 import b64decode
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

CLIENT, SECRET = "hearth-at-ashmere", "a secret of theirs: 100%"


class Issuer:
    """Starts and stops the process."""

    def __init__(self, folder: Path) -> None:
        self._says, port = folder / "says", folder / "port"
        self.says(sub="4711")
        self._process = subprocess.Popen([sys.executable, __file__, str(folder)])
        while not (port.exists() and port.read_text()):
            assert self._process.poll() is None
            time.sleep(0.05)
        self.name = f"http://127.0.0.1:{port.read_text()}/tenant/v2.0"

    def says(self, misled: str = "", **claims: Any) -> None:
        self._says.write_text(json.dumps({"misled": misled, "claims": claims}))

    def stop(self) -> None:
        self._process.kill()
        self._process.wait()


def served(folder: Path, name: str) -> Any:
    """Make the service."""
    from authlib.oauth2.rfc7636 import create_s256_code_challenge
    from fastapi import FastAPI, Form, Request
    from fastapi.responses import JSONResponse, RedirectResponse
    from joserfc import jwt
    from joserfc.jwk import RSAKey

    key, other = (RSAKey.generate_key(2048, {"kid": "one"}) for _ in range(2))
    app, begun = FastAPI(), {}

    def says() -> dict[str, Any]:
        return json.loads((folder / "says").read_text())

    @app.get("/tenant/v2.0/.well-known/openid-configuration")
    def about() -> dict[str, Any]:
        called = f"{name}/" if says()["misled"] == "name" else name
        return {
            "issuer": called,
            "authorization_endpoint": f"{name}/authorize",
            "token_endpoint": f"{name}/token",
            "jwks_uri": f"{name}/keys",
            "filling": "x" * (600_000 if says()["misled"] == "size" else 1),
        }

    @app.get("/tenant/v2.0/keys")
    def keys() -> dict[str, Any]:
        return {"keys": [key.as_dict(private=False)]}

    @app.get("/tenant/v2.0/authorize")
    def authorize(request: Request) -> RedirectResponse:
        asked = dict(request.query_params)
        assert asked["client_id"] == CLIENT
        assert (asked["response_type"], asked["scope"]) == ("code", "openid")
        assert asked["code_challenge_method"] == "S256"
        code = secrets.token_urlsafe()
        begun[code] = asked
        to = urlencode({"code": code, "state": asked["state"]})
        return RedirectResponse(f"{asked['redirect_uri']}?{to}", 303)

    @app.post("/tenant/v2.0/token")
    def token(
        request: Request,
        code: str = Form(),
        code_verifier: str = Form(),
        redirect_uri: str = Form(),
    ) -> JSONResponse:
        said = b64decode(request.headers["authorization"].removeprefix("Basic "))
        asked = begun.pop(code, None)
        if (
            asked is None
            or said.decode() != f"{CLIENT}:{SECRET}"
            or redirect_uri != asked["redirect_uri"]
            or create_s256_code_challenge(code_verifier) != asked["code_challenge"]
        ):
            return JSONResponse({"error": "invalid_grant"}, 400)
        now = int(time.time())
        claims = {
            "iss": name,
            "aud": CLIENT,
            "iat": now,
            "exp": now + 300,
            "nonce": asked["nonce"],
            **says()["claims"],
        }
        claims = {name: value for name, value in claims.items() if value is not None}
        signs = other if says()["misled"] == "key" else key
        text = jwt.encode({"alg": "RS256", "kid": "one"}, claims, signs)
        if says()["misled"] == "unsigned":
            head = "eyJhbGciOiJub25lIn0"
            text = f"{head}.{text.split('.')[1]}."
        return JSONResponse({"id_token": text, "token_type": "Bearer"})

    return app


if __name__ == "__main__":
    import socket

    import uvicorn

    place = Path(sys.argv[1])
    listening = socket.create_server(("127.0.0.1", 0))
    at = str(listening.getsockname()[1])
    service = served(place, f"http://127.0.0.1:{at}/tenant/v2.0")
    (place / "port.made").write_text(at)
    (place / "port.made").rename(place / "port")
    uvicorn.Server(uvicorn.Config(service, log_level="error")).run([listening])
