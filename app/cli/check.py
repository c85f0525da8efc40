"""hearth check: re-check a report against its case, independently."""

import argparse
import json
from typing import Any

from app.cli.files import (
    BAD_INPUT,
    CHECK_FAILED,
    DONE,
    BadInputError,
    case_from,
    read,
    say,
)
from matching.check import check


def add(commands: Any) -> None:
    """Add the command."""
    parser = commands.add_parser("check", help="re-check a report against its case")
    parser.add_argument("case")
    parser.add_argument("report")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Check a report."""
    try:
        case = case_from(options.case)
        text = read(options.report)
    except BadInputError:
        return BAD_INPUT
    try:
        report = json.loads(text)
    except ValueError as failed:
        say(f"{options.report} is not JSON: {failed}")
        return BAD_INPUT
    if not isinstance(report, dict):
        say(f"{options.report} is not a report")
        return BAD_INPUT
    wrong = check(case, report)
    for line in wrong:
        print(line)
    if not wrong:
        print("The report agrees with the case.")
    return CHECK_FAILED if wrong else DONE
