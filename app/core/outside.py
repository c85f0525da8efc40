"""Ask machines elsewhere that somebody typed the address of, and none inside.

Whoever may type an address could otherwise have Hearth ask machines of its own network.
So a name is looked up once, every address it has is looked at, and the connection goes
to one of those: no second look-up can give another. No redirect is followed, no proxy
asked. Private networks are reached only where the operator lets them in
(``HEARTH_PRIVATE_NETWORKS``).
"""

import ipaddress
import socket
import time
from collections.abc import Iterable, Sequence
from ssl import SSLContext
from typing import Any

import httpcore
import httpx

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

# IPv6 addresses that stand for an IPv4 one somebody else would connect to.
_STAND_INS = tuple(
    ipaddress.ip_network(one) for one in ("64:ff9b::/96", "2002::/16", "2001::/32")
)


class NotAllowedError(Exception):
    """The address is none that Hearth may send to."""


class Outside(httpx.HTTPTransport):
    """Reaches the internet and these private networks, until a moment.

    Raises NotAllowedError for every other address.
    """

    def __init__(self, private: Iterable[Network], ends: float) -> None:
        tls = httpx.create_ssl_context()
        super().__init__(verify=tls, trust_env=False)
        # httpx takes no backend of one's own; the library beneath it does.
        self._pool = httpcore.ConnectionPool(
            ssl_context=tls,
            network_backend=_OnlyTo(tuple(private), ends),
            max_keepalive_connections=0,
        )


def look_at(address: Address, private: Iterable[Network]) -> None:
    """Raise NotAllowedError for an address that is not to be reached."""
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
            look_at(address, self._private)
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
