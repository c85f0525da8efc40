"""hearth match: from a case file to ranked options, reasons and a plan."""

import argparse
import gc
from dataclasses import replace
from typing import Any

from app.cli.fairness import fairness_table
from app.cli.files import (
    BAD_INPUT,
    DONE,
    INTERRUPTED,
    BadInputError,
    case_from,
    read,
    say,
    say_errors,
    write,
)
from app.cli.household import household_summary
from app.cli.progress import clear, interrupts, progress
from app.cli.summary import summary
from app.travel.source import TravelSourceError, travel_from
from matching.case import Case
from matching.case_file import read_policy
from matching.choices import MOST
from matching.input_errors import CaseError
from matching.openings import SHOWN as OPENINGS
from matching.policy import load_policy
from matching.recruitment import recruit, upskilling
from matching.report import Report, to_json
from matching.run import Ask, StoppedError
from matching.run import run as run_case
from matching.travel import EstimatedTravel, WithFallback


def add(commands: Any) -> None:
    """Add the command."""
    parser = commands.add_parser("match", help="look for homes for everyone in a case")
    parser.add_argument("case", help="the case, a JSON file; - for standard input")
    parser.add_argument("-o", "--output", metavar="REPORT.json")
    parser.add_argument("--young-person", metavar="ID", help="report on one only")
    parser.add_argument("--household", metavar="ID", help="whom this one could suit")
    parser.add_argument("--policy", metavar="FILE", help="use this policy instead")
    parser.add_argument("--detail", choices=("summary", "full"), default="summary")
    parser.add_argument("--time-limit", type=_seconds, metavar="S", help="seconds")
    parser.add_argument(
        "--recruit",
        action="store_true",
        help="also say which kind of home, and where, would help most, and which one "
        "change in the homes that are there",
    )
    parser.add_argument(
        "--fairness",
        action="store_true",
        help="print who has an option and a home in the plan, and who does not",
    )
    parser.add_argument(
        "--choices",
        type=int,
        default=1,
        choices=range(1, MOST + 1),
        metavar="N",
        help=f"offer as many as can be up to N homes to choose from (N up to {MOST})",
    )
    parser.add_argument(
        "--travel",
        metavar="SOURCE",
        help="travel times from osrm:http://…, valhalla:http://… or csv:FILE; the "
        "places of the case are sent there",
    )
    parser.set_defaults(run=run)


def _seconds(text: str) -> float:
    seconds = float(text)
    if not 0 < seconds < 1e6:
        raise argparse.ArgumentTypeError("must be more than 0")
    return seconds


def run(options: argparse.Namespace) -> int:
    """Match a case."""
    # A region is a million small objects that all stay until the process ends: looking
    # through them for garbage again and again took two thirds of the reading.
    gc.disable()
    try:
        case = _with_policy(case_from(options.case), options.policy)
        ask = _ask(case, options)
    except BadInputError:
        return BAD_INPUT
    with interrupts() as interrupted:
        try:
            report = run_case(case, ask, progress(), lambda: bool(interrupted))
            if options.recruit and not interrupted:
                found = recruit(case, travel=ask.travel, progress=progress())
                better = upskilling(case, travel=ask.travel, progress=progress())
                report = replace(report, recruitment=found, upskilling=better)
        except StoppedError:
            say("Interrupted before there were any options; nothing was written.")
            return INTERRUPTED
        finally:
            clear()
    try:
        _tell(case, report, options)
    except BadInputError:
        return BAD_INPUT
    return INTERRUPTED if interrupted else DONE


def _tell(case: Case, report: Report, options: argparse.Namespace) -> None:
    if report.plan is None:
        ranked, people = len(report.young_people), len(case.young_people)
        say(f"Interrupted: there are options for {ranked} of {people}, and no plan.")
    if options.output:
        write(options.output, to_json(report))
        if report.plan:
            say(report.plan.sentence)
    elif options.household:
        print(household_summary(report))
    elif not options.fairness:
        print(summary(case, report))
    if options.fairness:
        print(fairness_table(report.fairness))


def _with_policy(case: Case, path: str | None) -> Case:
    if path is None:
        return case
    try:
        policy = read_policy(read(path))
    except CaseError as failed:
        say_errors(path, failed)
        raise BadInputError from None
    return case.model_copy(update={"policy": policy.model_dump(mode="json")})


def _ask(case: Case, options: argparse.Namespace) -> Ask:
    wrong = False
    for name, known in (
        ("young_person", {person.id for person in case.young_people}),
        ("household", {home.id for home in case.households}),
    ):
        wanted = getattr(options, name)
        if wanted is not None and wanted not in known:
            say(f"no {name.replace('_', ' ')} in the case has the id {wanted!r}")
            wrong = True
    if options.fairness and options.young_person is not None:
        say("--fairness is about everybody: leave out --young-person")
        wrong = True
    if wrong:
        raise BadInputError
    ask = Ask(
        detail=options.detail,
        young_person=options.young_person,
        household=options.household,
        openings=None
        if options.detail == "full" and options.young_person
        else OPENINGS,
        time_limit=options.time_limit,
        choices=options.choices,
    )
    if options.travel is None:
        return ask
    try:
        first = travel_from(options.travel)
    except TravelSourceError as failed:
        say(str(failed))
        raise BadInputError from None
    estimate = EstimatedTravel(load_policy(case.policy).travel)
    return replace(ask, travel=WithFallback(first, estimate))
