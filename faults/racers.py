"""Many decide for one place in the same moment: one has it, the others are told.

Racers are people of several authorities on two web processes. Whoever wins lets the
place go before the next round, so that each round begins as the one before.
"""

import itertools
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import httpx

from app.core.actor import OrganisationKind
from app.match_runs.tasks import job
from faults.installation import (
    Installation,
    free_address,
    household,
    until_ready,
)

AUTHORITIES = 4
RACERS = 32
TOLD = {"place_taken", "conflict"}


@dataclass
class Racer:
    """Somebody who decides for one young person."""

    person: str
    run: str
    client: httpx.Client
    alone: bool = False
    together: str = ""
    after: int = 0

    def explore(self, home: str) -> httpx.Response:
        """Decide to explore a home."""
        answer = self._decide(
            outcome="explore",
            household=home,
            closeness="as_planned",
            passed_over=["distance"],
            passed_over_because="This is where they would be.",
        )
        self.after += answer.status_code == 201
        return answer

    def let_go(self) -> None:
        """Decide to keep looking: the place is free again."""
        answer = self._decide(outcome="later")
        if answer.status_code != 201:
            raise AssertionError(answer.text)
        self.after += 1

    def _decide(self, **wanted: Any) -> httpx.Response:
        body = {
            "run": self.run,
            "after": self.after,
            "because": "A calm home.",
            "their_view": "Would like to meet them.",
            "decided_by": [{"name": "Ade Moss", "role": "placement officer"}],
        }
        path = f"/young-people/{self.person}/decisions"
        return self.client.post(path, json=body | wanted)


@dataclass
class Race:
    """What became of the rounds of one kind."""

    rounds: int = 0
    winners: Counter[int] = field(default_factory=Counter)
    """How many rounds had how many winners."""
    answers: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


class Field:
    """Homes and racers, and the rounds they run."""

    def __init__(self, here: Installation) -> None:
        self.here = here
        self.addresses = [free_address(), free_address()]
        for address in self.addresses:
            here.web(address)
        for address in self.addresses:
            until_ready(address)
        names = [f"authority {number}" for number in range(AUTHORITIES)]
        offered = [here.join(name, OrganisationKind.AUTHORITY) for name in names]
        here.join("agency", OrganisationKind.AGENCY)
        self.agency = here.client("agency", self.addresses[0])
        self.offered = offered
        self.one = self._home("For one")
        self.two = self._home("For two", terms={"places": 2}, bedrooms_free=2)
        self.pool = ThreadPoolExecutor(RACERS + 1)
        self.racers = [
            racer
            for number, name in enumerate(names)
            for racer in self._racers(name, self.addresses[number % 2])
        ]
        # Mixed authorities, however few race.
        single = [one for one in self.racers if not one.alone and not one.together]
        self.single = [
            racer
            for turn in itertools.zip_longest(*_by_run(single))
            for racer in turn
            if racer
        ]

    def close(self) -> None:
        """End what it holds."""
        self.pool.shutdown()
        self.agency.close()
        for racer in self.racers:
            racer.client.close()

    def one_bed(self, race: Race) -> None:
        """32 for one bed."""
        self._round(race, self.one, self.single[:RACERS], lambda won: len(won) == 1)

    def two_beds(self, race: Race) -> None:
        """Three for two beds."""
        self._round(race, self.two, self.single[:3], lambda won: len(won) == 2)

    def solo_or_siblings(self, race: Race) -> None:
        """One who needs a home alone against a brother and a sister, for two beds."""
        alone = next(one for one in self.racers if one.alone)
        group = next(one.together for one in self.racers if one.together)
        both = [one for one in self.racers if one.together == group]

        def right(won: Sequence[Racer]) -> bool:
            return won == [alone] or (bool(won) and alone not in won)

        self._round(race, self.two, [alone, *both], right)

    def suspended(self, race: Race) -> None:
        """32 for one bed, while the agency suspends the carer."""
        there = self.agency.get(f"/households/{self.one}").json()
        suspended: list[httpx.Response] = []

        def suspend() -> None:
            body = household(self.offered, "For one", status="suspended")
            match = {"If-Match": str(there["version"])}
            path = f"/households/{self.one}"
            suspended.append(self.agency.put(path, json=body, headers=match))

        self._round(
            race,
            self.one,
            self.single[:RACERS],
            lambda won: len(won) <= 1,
            suspend,
        )
        race.answers[f"suspended {suspended[0].status_code}"] += 1
        late = self.single[0].explore(self.one)
        if late.status_code != 409:
            race.wrong.append(f"suspended, and still {late.status_code}")
        match = {"If-Match": str(suspended[0].json()["version"])}
        body = household(self.offered, "For one")
        again = self.agency.put(f"/households/{self.one}", json=body, headers=match)
        if again.status_code != 200:
            race.wrong.append(f"not approved again: {again.status_code}")

    def _round(
        self,
        race: Race,
        home: str,
        racers: Sequence[Racer],
        right: Callable[[Sequence[Racer]], bool],
        meanwhile: Callable[[], None] | None = None,
    ) -> None:
        start = threading.Barrier(len(racers) + (meanwhile is not None))

        def go(racer: Racer) -> httpx.Response:
            start.wait(60)
            return racer.explore(home)

        def interfere() -> None:
            start.wait(60)
            if meanwhile:
                meanwhile()

        other = self.pool.submit(interfere) if meanwhile else None
        answers = list(self.pool.map(go, racers))
        if other:
            other.result()
        won = [
            one
            for one, answer in zip(racers, answers, strict=True)
            if answer.status_code == 201
        ]
        for answer in answers:
            code = answer.json().get("code", "")
            race.answers[f"{answer.status_code} {code}".strip()] += 1
            if answer.status_code != 201 and (
                answer.status_code != 409 or code not in TOLD
            ):
                race.wrong.append(f"{answer.status_code} {code}")
        race.rounds += 1
        race.winners[len(won)] += 1
        if not right(won):
            race.wrong.append(f"{len(won)} winners")
        for one in won:
            one.let_go()

    def _home(self, label: str, **facts: Any) -> str:
        body = household(self.offered, label, **facts)
        answer = self.agency.post("/households", json=body)
        if answer.status_code != 201:
            raise AssertionError(answer.text)
        key: str = answer.json()["id"]
        return key

    def _racers(self, name: str, address: str) -> Iterator[Racer]:
        client = self.here.client(name, address)
        agency = [self.here.members["agency"].organisation.id]
        groups = [1] * (RACERS // AUTHORITIES) + [2, 1]
        people = []
        for number, size in enumerate(groups):
            last = number == len(groups) - 1
            needs = [{"criterion": "solo", "strength": "essential"}] if last else []
            young = [
                {
                    "sharing_name": "Robin",
                    "record": {
                        "born": "2013-04-01",
                        "needed_by": "2027-01-15",
                        "placement_type": "step-down",
                        "needs": needs,
                    },
                }
                for _ in range(size)
            ]
            body = {"share_with": agency, "young_people": young}
            answer = client.post("/referrals", json=body)
            if answer.status_code != 201:
                raise AssertionError(answer.text)
            made = answer.json()
            together = made["id"] if size > 1 else ""
            people += [(one["id"], last, together) for one in made["young_people"]]
        run = client.post("/match-runs", json={}).json()["id"]
        job(self.here.engine)(run)
        for person, alone, together in people:
            yield Racer(person, run, client, alone, together)


def races(
    here: Installation, rounds: int, others: int, seconds: float
) -> dict[str, Race]:
    """Run rounds for one bed, and fewer of each other kind; none takes longer."""
    there = Field(here)
    try:
        found = {}
        for kind, many in (
            (there.one_bed, rounds),
            (there.two_beds, others),
            (there.solo_or_siblings, others),
            (there.suspended, others),
        ):
            race, began = Race(), time.monotonic()
            while race.rounds < many and time.monotonic() - began < seconds:
                kind(race)
            found[str(kind.__doc__).rstrip(".")] = race
    finally:
        there.close()
    return found


def _by_run(racers: Sequence[Racer]) -> list[list[Racer]]:
    return [
        list(same) for _, same in itertools.groupby(racers, key=lambda one: one.run)
    ]
