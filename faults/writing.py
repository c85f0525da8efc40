"""People who write while things go wrong, and what they were told that has to be there.

What was acknowledged has to be there, nothing may be there by halves, and the record of
who did what has to be whole.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
from sqlalchemy import func, select

from app.audit.models import AuditEntry
from app.core.actor import OrganisationKind
from app.core.db import open_system_session
from app.households.models import Household, HouseholdOffer
from app.match_runs.models import MatchRun
from faults.installation import (
    Installation,
    Process,
    free_address,
    household,
    until_ready,
)
from tests.app.jobs.processes import wait_for

WRITERS = 3


@dataclass
class Wrote:
    """What writers were told."""

    made: dict[str, str] = field(default_factory=dict)
    """Ids of homes with the label each was made with."""
    changed: dict[str, int] = field(default_factory=dict)
    """Ids of homes with the last version that was acknowledged."""
    refused: dict[str, int] = field(default_factory=dict)
    unanswered: int = 0
    acknowledged: int = 0


@dataclass
class AtWork:
    """Two web and two worker processes, and people who write and look for homes."""

    here: Installation
    addresses: list[str]
    webs: list[Process]
    workers: list[Process]
    wrote: Wrote


@contextmanager
def people_write(here: Installation) -> Iterator[AtWork]:
    """Lend an installation at work; it rests when the block ends."""
    authority = here.join("authority", OrganisationKind.AUTHORITY)
    here.join("agency", OrganisationKind.AGENCY)
    addresses = [free_address(), free_address()]
    webs = [here.web(address) for address in addresses]
    workers = [here.processes.start("worker") for _ in range(2)]
    for address in addresses:
        until_ready(address)
    wrote, stop = Wrote(), threading.Event()
    people = [
        threading.Thread(
            target=_write, args=(here, addresses, authority, number, wrote, stop)
        )
        for number in range(WRITERS)
    ]
    people.append(threading.Thread(target=_run, args=(here, addresses, wrote, stop)))
    for one in people:
        one.start()
    try:
        yield AtWork(here, addresses, webs, workers, wrote)
    finally:
        stop.set()
        for one in people:
            one.join()


def _write(
    here: Installation,
    addresses: list[str],
    authority: str,
    number: int,
    wrote: Wrote,
    stop: threading.Event,
) -> None:
    """Make homes, and change one again and again: its label says what its record is."""
    clients = [here.client("agency", address) for address in addresses]
    own: str | None = None
    version, turn = 0, 0
    while not stop.is_set():
        turn += 1
        client = clients[turn % len(clients)]
        try:
            if own is None or turn % 3 == 0:
                label = f"{number}-{turn}"
                answer = client.post("/households", json=household([authority], label))
                if answer.status_code == 201:
                    key = answer.json()["id"]
                    wrote.made[key] = label
                    if own is None:
                        own, version = key, answer.json()["version"]
            else:
                rooms = 1 + turn % 20
                answer = client.put(
                    f"/households/{own}",
                    json=household([authority], str(rooms), bedrooms_free=rooms),
                    headers={"If-Match": str(version)},
                )
                if answer.status_code == 200:
                    version = answer.json()["version"]
                    wrote.changed[own] = version
                elif answer.status_code == 412:
                    # Done, and the answer was lost with its process.
                    version = client.get(f"/households/{own}").json()["version"]
        except (httpx.HTTPError, KeyError):
            wrote.unanswered += 1
            time.sleep(0.2)
            continue
        time.sleep(0.02)
        status = str(answer.status_code)
        if answer.is_success:
            wrote.acknowledged += 1
        else:
            wrote.refused[status] = wrote.refused.get(status, 0) + 1
    for client in clients:
        client.close()


def _run(
    here: Installation, addresses: list[str], wrote: Wrote, stop: threading.Event
) -> None:
    """Let the workers always have a match run to do."""
    client = here.client("authority", addresses[0])
    while not stop.is_set():
        try:
            answer = client.post("/match-runs", json={})
            if answer.status_code >= 500:
                status = str(answer.status_code)
                wrote.refused[status] = wrote.refused.get(status, 0) + 1
        except httpx.HTTPError:
            wrote.unanswered += 1
        stop.wait(1)
    client.close()


def counted(here: Installation, wrote: Wrote) -> dict[str, Any]:
    """Return what is lost or there by halves, and how the runs ended."""
    with open_system_session(here.engine) as session:
        homes = {home.id: home for home in session.scalars(select(Household))}
        offers = dict(
            session.execute(
                select(HouseholdOffer.household_id, func.count()).group_by(
                    HouseholdOffer.household_id
                )
            ).all()
        )
        created = set(
            session.scalars(
                select(AuditEntry.record_id).where(
                    AuditEntry.action == "household.created"
                )
            )
        )
        lost = [
            key
            for key, label in wrote.made.items()
            if key not in homes
            or (homes[key].version == 1 and homes[key].label != label)
        ]
        lost += [
            key
            for key, version in wrote.changed.items()
            if key not in homes or homes[key].version < version
        ]
        halves = sorted(created ^ homes.keys())
        halves += [key for key in homes if offers.get(key) != 1]
        halves += [
            key
            for key, home in homes.items()
            if home.version > 1 and home.label != _rooms(home.record)
        ]
        changes = session.execute(
            select(AuditEntry.record_id, func.count())
            .where(AuditEntry.action == "household.changed")
            .group_by(AuditEntry.record_id)
        ).all()
        halves += [key for key, many in changes if homes[key].version != 1 + many]
    ended = _ended(here)
    entries, faults = here.chains()
    return {
        "acknowledged": wrote.acknowledged,
        "unanswered": wrote.unanswered,
        "refused": wrote.refused,
        "lost": len(lost),
        "by halves": len(halves),
        "runs": ended,
        "entries": entries,
        "broken chains": faults,
    }


def _rooms(record: dict[str, Any]) -> str:
    value = record["bedrooms_free"]
    return str(value["value"] if isinstance(value, dict) else value)


def _ended(here: Installation) -> dict[str, int]:
    """Wait until every run has ended; return how many ended how."""

    def states() -> dict[str, int]:
        with open_system_session(here.engine) as session:
            return dict(
                session.execute(
                    select(MatchRun.state, func.count()).group_by(MatchRun.state)
                ).all()
            )

    under_way = ("waiting", "running", "stopping")
    wait_for(lambda: not any(one in states() for one in under_way), 120)
    return states()
