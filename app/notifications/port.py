"""What Hearth asks of whatever sends e-mail, and nothing else of it."""

from dataclasses import dataclass
from typing import Protocol


class TryAgainError(Exception):
    """It was not sent, and may be the next time; the text is a code for the log."""


class RefusedError(Exception):
    """It was not sent and never will be: the address or the message is refused."""


class UnclearError(Exception):
    """Nobody knows whether it was sent: the answer did not come."""


@dataclass(frozen=True, slots=True)
class Message:
    """An e-mail. ``reference`` is the same each time the same e-mail is tried."""

    reference: str
    to: str
    subject: str
    body: str


class Carrier(Protocol):
    """Sends e-mail."""

    can_ask: bool
    """Whether it finds out by its reference that an e-mail was sent before."""

    def send(self, message: Message, *, again: bool) -> None:
        """Send an e-mail, which may have been sent before if it is tried ``again``.

        Raises
        ------
        TryAgainError, RefusedError, UnclearError
            When it was not, or nobody knows.
        """
