"""hearth region: a case from the demonstration region's generator."""

import argparse
from typing import Any

from app.cli.files import BAD_INPUT, DONE, BadInputError, write
from matching.region import region


def add(commands: Any) -> None:
    """Add the command."""
    parser = commands.add_parser("region", help="make a case of a fictional region")
    parser.add_argument("--seed", type=int, default=1, metavar="N")
    parser.add_argument("--young-people", type=_count, default=111, metavar="C")
    parser.add_argument("--households", type=_count, default=600, metavar="H")
    parser.add_argument("--vacancy", choices=("plenty", "scarce"), default="plenty")
    parser.add_argument("-o", "--output", metavar="CASE.json")
    parser.set_defaults(run=run)


def _count(text: str) -> int:
    count = int(text)
    if not 0 <= count <= 100_000:
        raise argparse.ArgumentTypeError("must be from 0 to 100000")
    return count


def run(options: argparse.Namespace) -> int:
    """Make a region and write its case."""
    made = region(
        options.seed,
        young_people=options.young_people,
        households=options.households,
        vacancy=options.vacancy,
    )
    try:
        write(options.output, made.text + b"\n")
    except BadInputError:
        return BAD_INPUT
    return DONE
