"""Send a message to an address somebody typed, as `app/core/outside.py` lets it.

Of the answer only the status is read.
"""

import ipaddress
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import httpx
from pydantic import AnyHttpUrl, TypeAdapter, ValidationError

from app.core.outside import Network, NotAllowedError, Outside, look_at

SECONDS = 10.0
"""How long a receiver may take for everything together."""
LONGEST = 2000
_WAIT = (408, 425, 429)
_url = TypeAdapter(AnyHttpUrl)


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
        look_at(ipaddress.ip_address((url.host or "").strip("[]")), private)
    except NotAllowedError:
        return "Hearth does not send to addresses inside its own network"
    except ValueError:
        pass
    return ""


class Receivers:
    """Sends to addresses of the internet, and of the private networks it is given."""

    def __init__(self, private: Iterable[Network]) -> None:
        self._private = tuple(private)

    def send(self, address: str, headers: Mapping[str, str], body: bytes) -> Answer:
        """Send a message and say how it ended; it takes ``SECONDS`` at most.

        Looking a name up comes on top: how long that takes is the machine's to say.
        """
        ends = time.monotonic() + SECONDS
        try:
            status = self._status(address, headers, body, ends)
        except NotAllowedError:
            return Answer(taken=False, away=True, ended="not_allowed")
        except httpx.TimeoutException:
            return Answer(taken=False, away=True, ended="timed_out")
        except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError):
            return Answer(taken=False, away=True, ended="no_answer")
        taken = 200 <= status < 300
        away = status >= 500 or status in _WAIT
        return Answer(taken, away, str(status))

    def _status(
        self, address: str, headers: Mapping[str, str], body: bytes, ends: float
    ) -> int:
        with (
            httpx.Client(transport=Outside(self._private, ends)) as asker,
            asker.stream("POST", address, headers=headers, content=body) as answer,
        ):
            return answer.status_code
