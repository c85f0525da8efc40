"""Ask a self-hosted router how long journeys take, in batches and with patience."""

import logging
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from typing import ClassVar

import httpx
import numpy as np
from numpy.typing import NDArray
from pydantic import ValidationError

from matching.travel import Coordinates, TravelUnavailableError

# At INFO, httpx writes every address it asks, and an address may hold where a child is.
logging.getLogger("httpx").setLevel(logging.WARNING)

DECIMALS = 4
"""Coordinates are sent to about ten metres, as fine as Hearth's own tables."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait for one answer, and how often to ask before giving up."""

    seconds: float = 10.0
    attempts: int = 3
    pause: float = 0.5


@dataclass(frozen=True, slots=True)
class Router(ABC):
    """A travel-time service at an address of one's own.

    It is told where homes, schools and families are, so nothing but an address given by
    hand is ever asked. ``at_once`` is how many origins one request may carry;
    ``UNROUTABLE`` are the codes with which the service refuses a whole request because
    of one of its places.
    """

    UNROUTABLE: ClassVar[frozenset[str]]

    base_url: str
    at_once: int
    patience: Patience = Patience()

    @property
    @abstractmethod
    def label(self) -> str:
        """Where the minutes come from, as the report says it."""

    @abstractmethod
    def request(self, origins: Coordinates, end: NDArray[np.float64]) -> httpx.Request:
        """Return the request for the journeys from these origins to one end."""

    @abstractmethod
    def seconds(self, answer: bytes) -> list[float | None]:
        """Return seconds for each origin; None where there is no way.

        Raises
        ------
        pydantic.ValidationError
            When the answer has not the shape the service documents.
        """

    @abstractmethod
    def refusal(self, answer: bytes) -> str:
        """Return the code with which the service refused a request.

        Raises
        ------
        pydantic.ValidationError
            When the answer has not the shape the service documents.
        """

    def minutes(self, origins: Coordinates, to: Coordinates) -> NDArray[np.float64]:
        """Return minutes, shape (origins, destinations); NaN where not known.

        Raises
        ------
        TravelUnavailableError
            When the router gave no usable answer.
        """
        minutes = np.full((len(origins), len(to)), np.nan)
        known = np.flatnonzero(~np.isnan(origins).any(axis=1))
        starts, back = np.unique(
            origins[known].round(DECIMALS), axis=0, return_inverse=True
        )
        # A proxy set for the whole machine must not be shown where children are.
        with httpx.Client(timeout=self.patience.seconds, trust_env=False) as client:
            for column, end in enumerate(to.round(DECIMALS)):
                if len(starts) and not np.isnan(end).any():
                    found = np.concatenate(list(self._batches(client, starts, end)))
                    minutes[known, column] = found[back] / 60
        return minutes

    def _batches(
        self, client: httpx.Client, starts: Coordinates, end: NDArray[np.float64]
    ) -> Iterator[NDArray[np.float64]]:
        for first in range(0, len(starts), self.at_once):
            yield self._ask(client, starts[first : first + self.at_once], end)

    def _ask(
        self, client: httpx.Client, starts: Coordinates, end: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """Return seconds; where one place spoils the batch, ask for halves of it."""
        answer = self._send(client, self.request(starts, end))
        try:
            if answer.status_code != HTTPStatus.BAD_REQUEST:
                found = self.seconds(answer.content)
                if len(found) == len(starts):
                    return np.array(found, dtype=np.float64)
                raise self._unavailable("answered for other journeys than asked for")
            code = self.refusal(answer.content)
        except ValidationError:
            raise self._unavailable("sent an answer that cannot be read") from None
        if code not in self.UNROUTABLE:
            raise self._unavailable(f"refused to answer ({code})")
        if len(starts) == 1:
            return np.full(1, np.nan)
        half = len(starts) // 2
        parts = starts[:half], starts[half:]
        return np.concatenate([self._ask(client, part, end) for part in parts])

    def _send(self, client: httpx.Client, request: httpx.Request) -> httpx.Response:
        """Return an answer or a refusal; ask again while there may still be one."""
        why = "was not asked"
        for attempt in range(self.patience.attempts):
            if attempt:
                time.sleep(self.patience.pause * 2 ** (attempt - 1))
            try:
                answer = client.send(request)
            except httpx.TimeoutException:
                why = "did not answer in time"
            except httpx.RequestError:
                why = "could not be reached"
            else:
                if answer.status_code in (HTTPStatus.OK, HTTPStatus.BAD_REQUEST):
                    return answer
                why = f"answered with status {answer.status_code}"
                if answer.status_code < HTTPStatus.INTERNAL_SERVER_ERROR:
                    break
        raise self._unavailable(why)

    def _unavailable(self, why: str) -> TravelUnavailableError:
        return TravelUnavailableError(f"The router at {self.base_url} {why}.")
