"""make faults: what goes wrong, on each database, written to docs/faults.md.

python -m faults [--kills N] [--rounds N] [--others N] [--restarts N]
                 [--cases N] [--seconds N]
"""

import argparse
from pathlib import Path

from faults.callers import callers
from faults.full import HOW, full
from faults.installation import installation
from faults.kills import kills
from faults.page import page
from faults.racers import races
from faults.restarts import restarts

OUT = Path("docs/faults.md")
KINDS = ("sqlite", "postgresql")


def main() -> None:
    """Do it all and write the page."""
    parser = argparse.ArgumentParser(prog="faults")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=1000)
    parser.add_argument("--others", type=int, default=100)
    parser.add_argument("--restarts", type=int, default=50)
    parser.add_argument("--cases", type=int, default=20_000)
    parser.add_argument("--seconds", type=float, default=1800)
    asked = parser.parse_args()
    killed, raced = {}, {}
    for kind in KINDS:
        with installation(kind) as here:
            raced[kind] = races(here, asked.rounds, asked.others, asked.seconds)
            print(kind, raced[kind], here.chains(), flush=True)  # noqa: T201
        with installation(kind) as here:
            killed[kind] = kills(here, asked.kills, asked.seconds)
            print(kind, killed[kind], flush=True)  # noqa: T201
    with installation("postgresql") as here:
        restarted = restarts(here, asked.restarts, asked.seconds)
        print(restarted, flush=True)  # noqa: T201
    with installation("sqlite") as here:
        called = callers(here, asked.cases)
        print(called, flush=True)  # noqa: T201
    filled = {how: full(how) for how in HOW}
    made = page(vars(asked), killed, raced, [restarted], called, filled)
    OUT.write_text(made, encoding="utf-8")


if __name__ == "__main__":
    main()
