"""hearth what-if: what would be different if changes were made to a case."""

import argparse
from collections.abc import Iterator
from typing import Any

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
from app.cli.progress import clear, interrupts, progress
from matching.case import Case
from matching.changes import read_changes
from matching.difference import Difference, HomeChange, OptionChange, to_json
from matching.input_errors import CaseError
from matching.run import StoppedError
from matching.what_if import what_if


def add(commands: Any) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "what-if", help="say what changes to a case would make different"
    )
    parser.add_argument("case", help="the case, a JSON file; - for standard input")
    parser.add_argument("changes", help="the changes, a JSON list")
    parser.add_argument("-o", "--output", metavar="DIFFERENCE.json")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Compare a case with the same case changed."""
    with interrupts() as interrupted:
        try:
            case = case_from(options.case)
            found = _compared(case, options.changes, interrupted)
        except BadInputError:
            return BAD_INPUT
        except StoppedError:
            say("Interrupted before both sides were known; nothing was written.")
            return INTERRUPTED
        finally:
            clear()
    if options.output:
        try:
            write(options.output, to_json(found))
        except BadInputError:
            return BAD_INPUT
    else:
        print("\n".join(_lines(found)))
    return INTERRUPTED if interrupted else DONE


def _compared(case: Case, path: str, interrupted: list[int]) -> Difference:
    try:
        changes = read_changes(read(path))
        return what_if(
            case, changes, progress=progress(), stop=lambda: bool(interrupted)
        )
    except CaseError as failed:
        say_errors(path, failed)
        raise BadInputError from None


def _lines(found: Difference) -> Iterator[str]:
    yield from found.sentences
    yield f"As it is: {found.before.sentence}"
    yield f"With the changes: {found.after.sentence}"
    for level in found.levels:
        yield f"  {level.title}: {_figure(level.before)} → {_figure(level.after)}"
    if found.homes:
        yield ""
        yield "Homes in the plan"
    yield from map(_home, found.homes)
    if found.options:
        yield ""
        yield "Options"
    yield from map(_option, found.options)
    yield "These are advice. People decide, with reasons."


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:g}"


def _home(one: HomeChange) -> str:
    was = f"{one.before} {one.fit_before:.1f}" if one.before else "no home"
    then = f"{one.after} {one.fit_after:.1f}" if one.after else "no home"
    return f"  {one.young_person}: {was} → {then}"


def _option(one: OptionChange) -> str:
    was, then = (words or "not an option" for words in (one.before, one.after))
    return f"  {one.young_person}: {one.household}: {was} → {then}"
