"""Send a message to an address somebody typed, and to no other machine.

Whoever may make a webhook could otherwise have Hearth ask machines of its own network.
So the name is looked up once, every address it has is looked at, and the connection
goes to one of those: no second look-up can give another. No redirect is followed, no
proxy asked, and of the answer only the status is read.
"""

import ipaddress
import socket
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from ssl import SSLContext
from typing import Any

import httpcore
import httpx
from pydantic import AnyHttpUrl, TypeAdapter, ValidationError

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

SECONDS = 10.0
"""How long a receiver may take for everything together."""
LONGEST = 2000
# IPv6 addresses that stand for an IPv4 one somebody else would connect to.
_STAND_INS = tuple(
    ipaddress.ip_network(one) for one in ("64:ff9b::/96", "2002::/16", "2001::/32")
)
_WAIT = (408, 425, 429)
_url = TypeAdapter(AnyHttpUrl)


class NotAllowedError(Exception):
    """The address is none that Hearth may send to."""


@dataclass(frozen=True, slots=True)
class Answer:
    """How an attempt ended: taken, refused, or nobody there to take it."""

    taken: bool
    away: bool
    ended: str


def fault_of(address: str, *, plain: bool, private: Sequence[Network]) -> str:
    """Say what is wrong with an address as typed; nothing where all is well.

    ``plain`` lets it be without TLS.
    """
    if not address:
        return "Enter the address"
    if len(address) > LONGEST:
        return f"The address must be {LONGEST:,} characters or fewer"
    try:
        url = _url.validate_python(address)
    except ValidationError:
        return "Enter an address, like https://case-system.example/hearth"
    if url.scheme != "https" and not plain:
        return "The address must begin with https://"
    if url.username or url.password or url.fragment:
        return "The address must have no user name, password or # in it"
    try:
        _look_at(ipaddress.ip_address((url.host or "").strip("[]")), private)
    except NotAllowedError:
        return "Hearth does not send to addresses inside its own network"
    except ValueError:
        pass
    return ""


class Receivers:
    """Sends to addresses of the internet, and of the private networks it is given."""

    def __init__(self, private: Iterable[Network]) -> None:
        self._private = tuple(private)
        self._tls = httpx.create_ssl_context()

    def send(self, address: str, headers: Mapping[str, str], body: bytes) -> Answer:
        """Send a message and say how it ended; it takes ``SECONDS`` at most.

        Looking a name up comes on top: how long that takes is the machine's to say.
        """
        ends = time.monotonic() + SECONDS
        try:
            status = self._status(address, headers, body, ends)
        except NotAllowedError:
            return Answer(taken=False, away=True, ended="not_allowed")
        except httpcore.TimeoutException:
            return Answer(taken=False, away=True, ended="timed_out")
        except (httpcore.NetworkError, httpcore.ProtocolError, OSError, ValueError):
            return Answer(taken=False, away=True, ended="no_answer")
        taken = 200 <= status < 300
        away = status >= 500 or status in _WAIT
        return Answer(taken, away, str(status))

    def _status(
        self, address: str, headers: Mapping[str, str], body: bytes, ends: float
    ) -> int:
        way = _OnlyTo(self._private, ends)
        with (
            _pool(self._tls, way) as pool,
            pool.stream(
                "POST", address, headers=list(headers.items()), content=body
            ) as answer,
        ):
            return answer.status


def _pool(tls: SSLContext, way: httpcore.NetworkBackend) -> httpcore.ConnectionPool:
    return httpcore.ConnectionPool(
        ssl_context=tls, network_backend=way, max_keepalive_connections=0
    )


def _look_at(address: Address, private: Iterable[Network]) -> None:
    meant = getattr(address, "ipv4_mapped", None) or address
    if any(meant in network for network in private):
        return
    public = meant.is_global and not meant.is_multicast
    if not public or any(meant in network for network in _STAND_INS):
        raise NotAllowedError


class _OnlyTo(httpcore.NetworkBackend):
    """Connects where it may, until a moment."""

    def __init__(self, private: Sequence[Network], ends: float) -> None:
        self._private, self._ends = private, ends
        self._plain = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ARG002 - there is one for everything
        local_address: str | None = None,
        socket_options: Any = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first address of a host, if all it has may be sent to."""
        found = [
            ipaddress.ip_address(str(there[0]).split("%")[0])
            for *_, there in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        ]
        for address in found:
            _look_at(address, self._private)
        stream = self._plain.connect_tcp(
            str(found[0]), port, _left(self._ends), local_address, socket_options
        )
        return _Until(stream, self._ends)


class _Until(httpcore.NetworkStream):
    """A connection that ends at a moment, however slowly the other side goes on."""

    def __init__(self, stream: httpcore.NetworkStream, ends: float) -> None:
        self._stream, self._ends = stream, ends

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002
        return self._stream.read(max_bytes, _left(self._ends))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002
        self._stream.write(buffer, _left(self._ends))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002
    ) -> httpcore.NetworkStream:
        safe = self._stream.start_tls(ssl_context, server_hostname, _left(self._ends))
        return _Until(safe, self._ends)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _left(ends: float) -> float:
    left = ends - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout
    return left
