"""How long pages take and what they weigh, one visitor at a time, on the demo region.

python -m benchmarks.pages

Nothing else goes on in the service. What takes how long beside the lightest page tells
more than milliseconds, which another machine would not have.
"""

import re
import statistics
import tempfile
import time
from pathlib import Path

import httpx

from app.core.clock import today
from app.demo.seed import PASSWORD
from app.web.templates import day
from tests.browser.service import served

OUT = Path("docs/pages.md")
YOUNG_PEOPLE, HOUSEHOLDS = 111, 600
TIMES = 20
"""How often each page is asked for, after twice uncounted."""
HEAD = """# Pages: how long they take and what they weigh

Made by `python -m benchmarks.pages` on {day}: `make demo`'s region ({young_people}
young people, {households} homes) on SQLite, one web process, one visitor, each page
asked for {times} times. Milliseconds are this machine's, which other work shared; the
column beside them says how many times as long as the help page it takes. kB are the
page itself as it is sent, compressed; stylesheet, script and icon are {assets} kB
more, once.
That no page is over 200 kB with all it needs, and that none asks another host, is
checked on every page the browser tests open (`Visitor.right`, `visits`).

| who | page | kB | middle, ms | 95 in 100, ms | × help |
|---|---|---|---|---|---|
"""
CHAIR = "chair@forum.example"
LINKS = {
    "run": ("/runs", r"/runs/[0-9a-f-]{36}"),
    "home": ("/households", r"/households/[0-9a-f-]{36}"),
    "person": ("/young-people", r"/young-people/[0-9a-f-]{36}"),
}
"""By name: the list with a link, and what the link looks like."""
PAGES = (
    "/help",
    "/",
    "/young-people",
    "/households",
    "/runs",
    "/notifications",
    "{person}",
    "{person}/options",
    "{person}/why-not",
    "{person}/openings",
    "{home}",
    "{home}/young-people",
    "{run}",
    "{run}/plan",
    "{run}/recruitment",
    "/requests",
    "/forums",
)
PEOPLE = {
    "agency": "coordinator@lantern.example",
    "authority": "placements@ashmere.example",
    "forum": CHAIR,
}


def signed_in(address: str, email: str) -> httpx.Client:
    """Return a client with the cookie of somebody who has signed in."""
    ours = {"Origin": address, "Sec-Fetch-Site": "same-origin"}
    client = httpx.Client(base_url=address, headers=ours, timeout=60)
    client.get("/sign-in")
    typed = {"email": email, "password": PASSWORD, "form_token": ""}
    client.post("/sign-in", data=typed)
    return client


def timed(client: httpx.Client, path: str) -> tuple[float, float, float]:
    """Return kB, and the middle and the 95 in 100 of the milliseconds of a page."""
    taken = []
    sent = 0
    for _ in range(TIMES + 2):
        began = time.perf_counter()
        answer = client.get(path)
        taken.append((time.perf_counter() - began) * 1000)
        answer.raise_for_status()
        sent = answer.num_bytes_downloaded
    taken = taken[2:]
    return sent / 1000, statistics.median(taken), statistics.quantiles(taken, n=20)[-1]


def assets(client: httpx.Client) -> float:
    """Return the kB of what every page needs besides itself."""
    found = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', client.get("/help").text))
    return sum(client.get(one).num_bytes_downloaded for one in found) / 1000


def main() -> None:
    """Measure, and write the page."""
    lines = []
    with (
        tempfile.TemporaryDirectory() as folder,
        served(
            f"sqlite:///{folder}/hearth.sqlite3",
            young_people=YOUNG_PEOPLE,
            households=HOUSEHOLDS,
            HEARTH_REQUESTS_A_MINUTE="1000000",
        ) as (address, _),
    ):
        for who, email in PEOPLE.items():
            client = signed_in(address, email)
            found = {}
            for name, (listed, link) in LINKS.items():
                [found[name], *_] = re.findall(link, client.get(listed).text)
            lightest = 1.0
            for path in PAGES:
                weight, middle, most = timed(client, path.format(**found))
                lightest = middle if path == "/help" else lightest
                lines.append(
                    f"| {who} | `{path}` | {weight:.0f} | {middle:.0f} | {most:.0f} "
                    f"| {middle / lightest:.1f} |"
                )
        more = assets(client)
    head = HEAD.format(
        day=day(today()),
        young_people=YOUNG_PEOPLE,
        households=HOUSEHOLDS,
        times=TIMES,
        assets=f"{more:.0f}",
    )
    OUT.write_text(head + "\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
