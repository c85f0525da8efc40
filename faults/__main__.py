"""make faults: what goes wrong, on each database, written to docs/faults.md.

python -m faults [PART ...] [--kills N] [--rounds N] [--others N] [--restarts N]
                 [--cases N] [--seconds N]

It all takes hours. What a part found is kept beside the demonstration's files, so that
parts can be made one by one; the page is of all that were.
"""

import argparse
import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from app.core.clock import now
from faults.callers import callers
from faults.full import HOW, full
from faults.installation import Installation, installation
from faults.kills import kills
from faults.page import page
from faults.racers import races
from faults.restarts import restarts

OUT = Path("docs/faults.md")
KEPT = Path("var/faults")


def _races(here: Installation, asked: argparse.Namespace) -> Any:
    found = races(here, asked.rounds, asked.others, asked.seconds)
    chains = {"broken chains": here.chains()[1]}
    return {name: vars(one) | chains for name, one in found.items()}


def _kills(here: Installation, asked: argparse.Namespace) -> Any:
    return kills(here, asked.kills, asked.seconds)


def _restarts(here: Installation, asked: argparse.Namespace) -> Any:
    return restarts(here, asked.restarts, asked.seconds)


def _callers(here: Installation, asked: argparse.Namespace) -> Any:
    return callers(here, asked.cases)


def _on(
    kind: str,
    part: Callable[[Installation, argparse.Namespace], Any],
    asked: argparse.Namespace,
) -> Any:
    with installation(kind) as here:
        return part(here, asked)


def _full(_asked: argparse.Namespace) -> Any:
    return {how: full(how) for how in HOW}


PARTS: dict[str, Callable[[argparse.Namespace], Any]] = {
    "races-sqlite": partial(_on, "sqlite", _races),
    "races-postgresql": partial(_on, "postgresql", _races),
    "kills-sqlite": partial(_on, "sqlite", _kills),
    "kills-postgresql": partial(_on, "postgresql", _kills),
    "restarts": partial(_on, "postgresql", _restarts),
    "callers": partial(_on, "sqlite", _callers),
    "full": _full,
}


def main() -> None:
    """Do it all, or the parts named, and write the page."""
    parser = argparse.ArgumentParser(prog="faults")
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=1000)
    parser.add_argument("--others", type=int, default=100)
    parser.add_argument("--restarts", type=int, default=50)
    parser.add_argument("--cases", type=int, default=20_000)
    parser.add_argument("--seconds", type=float, default=1800)
    asked = parser.parse_args()
    if unknown := set(asked.parts) - PARTS.keys():
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    KEPT.mkdir(parents=True, exist_ok=True)
    for name in asked.parts or PARTS:
        found = PARTS[name](asked)
        kept = {"day": f"{now():%-d %B %Y}", "asked": vars(asked), "found": found}
        (KEPT / f"{name}.json").write_text(json.dumps(kept), encoding="utf-8")
        print(name, found, flush=True)  # noqa: T201
    made = {
        name: json.loads(file.read_text(encoding="utf-8"))
        for name in PARTS
        if (file := KEPT / f"{name}.json").exists()
    }
    OUT.write_text(page(made), encoding="utf-8")


if __name__ == "__main__":
    main()
