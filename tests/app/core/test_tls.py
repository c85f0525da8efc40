"""A proxy on another machine reaches the service over TLS."""

import ssl
from datetime import timedelta
from ipaddress import ip_address
from pathlib import Path

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from cryptography.x509.oid import NameOID

from app.core.clock import now
from tests.app.jobs.processes import Processes, wait_for
from tests.ports import free_port

pytestmark = pytest.mark.parametrize("db", ["sqlite"], indirect=True)


def test_it_shows_who_it_is_and_speaks_nothing_else(
    processes: Processes, tmp_path: Path
) -> None:
    certificate, key = _made(tmp_path)
    port = free_port()
    processes.start(
        "serve",
        HEARTH_PORT=str(port),
        HEARTH_TLS_CERTIFICATE=str(certificate),
        HEARTH_TLS_KEY=str(key),
    )
    trusted = ssl.create_default_context(cafile=str(certificate))

    def answer() -> httpx.Response | None:
        try:
            return httpx.get(f"https://127.0.0.1:{port}/healthz", verify=trusted)
        except httpx.ConnectError:
            return None

    assert wait_for(answer).status_code == 200
    with pytest.raises(httpx.ConnectError, match="certificate verify failed"):
        httpx.get(f"https://127.0.0.1:{port}/healthz")
    with pytest.raises(httpx.TransportError):
        httpx.get(f"http://127.0.0.1:{port}/healthz")


def _made(folder: Path) -> tuple[Path, Path]:
    """Write a certificate for this machine, and the key it goes with."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "hearth")])
    here = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now() - timedelta(days=1))
        .not_valid_after(now() + timedelta(days=1))
        .add_extension(here, critical=False)
        .sign(key, SHA256())
    )
    at, key_at = folder / "hearth.pem", folder / "hearth.key"
    at.write_bytes(certificate.public_bytes(Encoding.PEM))
    key_at.write_bytes(
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    )
    return at, key_at
