"""Forty people at work on one web process while a match run goes on.

python -m benchmarks.load [--users N] [--seconds N] [--young-people N] [--households N]

The people, the web process, the worker with its solver and the database share this
machine: what is measured is what somebody waits at their own end, over HTTP.
"""

import argparse
import random
import statistics
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from app.core.actor import OrganisationKind
from app.core.clock import now
from app.core.db import open_system_session
from app.demo.seed import seed
from app.identity import service as identity
from faults.installation import Installation, free_address, installation, until_ready
from tests.app import builders
from tests.app.browser import PASSWORD

OUT = Path("docs/load.md")
WARM = 20.0
"""Seconds not counted: what a process does once, it has done by then."""
THINKS = (1.0, 3.0)
"""Seconds somebody looks at an answer before the next request."""
ALLOWED = {"page": 300, "read": 150, "write": 250}
"""Milliseconds within which 95 in 100 are to be answered."""
HEAD = """# Load

Made by `python -m benchmarks.load` on {day}, 2 cores shared by {users} people's
programs, one web process, one worker with its solver (a match run was under way) and
the database; {young_people:,} young people and {households:,} homes of a region, the
people of five organisations in it. Each person waits 1 to 3 seconds between two
requests: 60 in 100 are pages (your work, lists, a record), 25 are read and 15 written
through the API; the first 20 seconds are not counted. All in milliseconds, at the
person's end; *wanted* is for 95 in 100.

| database | kind | requests | middle | 95 in 100 | wanted | errors | web process |
|---|---|---|---|---|---|---|---|
"""


@dataclass
class Visitor:
    """One person with a browser and a key, and ids of records they can open."""

    pages: httpx.Client
    api: httpx.Client
    keeps_homes: bool
    homes: list[str] = field(default_factory=list)
    people: list[str] = field(default_factory=list)
    chance: random.Random = field(default_factory=random.Random)

    def prepare(self) -> None:
        """Learn which records there are."""
        found = self.api.get("/households").json()["items"]
        self.homes = [one["id"] for one in found]
        found = self.api.get("/referrals").json()["items"]
        self.people = [p["id"] for one in found for p in one["young_people"]]

    def page(self) -> httpx.Response:
        """Open a page."""
        choices = ["/", "/households", "/young-people", "/runs"]
        choices += [f"/households/{self.chance.choice(self.homes)}"] * bool(self.homes)
        choices += [f"/young-people/{self.chance.choice(self.people)}"] * bool(
            self.people
        )
        return self.pages.get(self.chance.choice(choices))

    def read(self) -> httpx.Response:
        """Read through the API."""
        paths = ["/households", "/referrals", "/changes?limit=50"]
        paths += [f"/households/{self.chance.choice(self.homes)}"] * bool(self.homes)
        return self.api.get(self.chance.choice(paths))

    def write(self) -> httpx.Response:
        """Change a home of one's own, or make a referral."""
        if not self.keeps_homes:
            return self.api.post("/referrals", json=REFERRAL)
        home = self.api.get(f"/households/{self.chance.choice(self.homes)}").json()
        body = {key: home[key] for key in ("label", "record", "offered_to")}
        body["record"]["available_from"] = f"2027-01-{self.chance.randint(1, 28):02}"
        began = time.perf_counter()
        answer = self.api.put(
            f"/households/{home['id']}",
            json=body,
            headers={"If-Match": str(home["version"])},
        )
        answer.elapsed_here = time.perf_counter() - began  # type: ignore[attr-defined]
        return answer


REFERRAL: dict[str, Any] = {
    "young_people": [
        {
            "sharing_name": "Robin",
            "record": {
                "born": "2013-04-01",
                "needed_by": "2027-01-15",
                "placement_type": "step-down",
            },
        }
    ]
}


def load(kind: str, options: argparse.Namespace) -> Iterator[str]:
    """Yield the lines of the table for one database."""
    with installation(kind) as here:
        seed(
            here.engine,
            young_people=options.young_people,
            households=options.households,
        )
        with here.owner.begin() as connection:
            # Both databases look at their tables themselves after a while.
            connection.exec_driver_sql("ANALYZE")
        address = free_address()
        web = here.web(address)
        until_ready(address)
        here.processes.start("worker")
        visitors = list(_visitors(here, address, options.users))
        for visitor in visitors:
            visitor.prepare()
        taken: dict[str, list[float]] = {name: [] for name in ALLOWED}
        errors = dict.fromkeys(ALLOWED, 0)
        counts = time.monotonic() + WARM
        ends = counts + options.seconds
        threads = [
            threading.Thread(target=_work, args=(one, taken, errors, counts, ends))
            for one in visitors
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        memory = _megabytes(web.pid)
        for name, allowed in ALLOWED.items():
            ms = sorted(1000 * one for one in taken[name])
            within = statistics.quantiles(ms, n=20)[18]
            yield (
                f"| {kind} | {name} | {len(ms):,} | {statistics.median(ms):.0f} "
                f"| {within:.0f} | {allowed} | {errors[name]} | {memory} MB |"
            )


def _visitors(here: Installation, address: str, many: int) -> Iterator[Visitor]:
    with open_system_session(here.engine) as session:
        organisations = identity.list_organisations(session)
        authorities = [
            one for one in organisations if one.kind is OrganisationKind.AUTHORITY
        ]
        agencies = [one for one in organisations if one.kind is OrganisationKind.AGENCY]
        of = [*authorities[:2], *agencies[:3]]
        for number in range(many):
            member = builders.member(session, of=of[number % len(of)])
            key = builders.api_key(session, member)
            pages = httpx.Client(base_url=address, timeout=60)
            signed_in = pages.post(
                "/sign-in",
                data={"email": member.email, "password": PASSWORD},
                headers={"Origin": address},
            )
            if signed_in.status_code != 303:
                raise RuntimeError(signed_in.status_code)
            bearer = {"Authorization": f"Bearer {key}"}
            api = httpx.Client(base_url=f"{address}/api/v1", headers=bearer, timeout=60)
            keeps = member.organisation.kind is OrganisationKind.AGENCY
            yield Visitor(pages, api, keeps, chance=random.Random(number))  # noqa: S311


def _work(
    visitor: Visitor,
    taken: dict[str, list[float]],
    errors: dict[str, int],
    counts: float,
    ends: float,
) -> None:
    ways: dict[str, Callable[[], httpx.Response]] = {
        "page": visitor.page,
        "read": visitor.read,
        "write": visitor.write,
    }
    while time.monotonic() < ends:
        name = visitor.chance.choices(list(ways), (60, 25, 15))[0]
        began = time.perf_counter()
        status = 599
        answer = None
        with suppress(httpx.HTTPError):
            answer = ways[name]()
            status = answer.status_code
        here = getattr(answer, "elapsed_here", None) or time.perf_counter() - began
        if time.monotonic() > counts:
            taken[name].append(here)
            # Two who change one home: the second is told, which is no error.
            errors[name] += status >= 400 and status != 412
        time.sleep(visitor.chance.uniform(*THINKS))


def _megabytes(process: int) -> int:
    status = Path(f"/proc/{process}/status").read_text()
    line = next(one for one in status.splitlines() if one.startswith("VmHWM"))
    return int(line.split()[1]) // 1000


def main() -> None:
    """Measure on each database and write the page."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--users", type=int, default=40)
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--young-people", type=int, default=10_000)
    parser.add_argument("--households", type=int, default=5_000)
    parser.add_argument("--out", type=Path, default=OUT)
    options = parser.parse_args()
    day = f"{now():%-d %B %Y}"
    head = HEAD.format(day=day, **vars(options))
    lines = [line for kind in ("sqlite", "postgresql") for line in load(kind, options)]
    options.out.write_text(head + "\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
