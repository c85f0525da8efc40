"""Reading files the user names, with errors in words."""

import sys
from pathlib import Path

from matching.case import Case
from matching.case_file import read_case
from matching.input_errors import CaseError

DONE, CHECK_FAILED, BAD_INPUT, INTERRUPTED = 0, 1, 2, 130


class BadInputError(Exception):
    """What was given cannot be used; what is wrong has been said."""


def read(path: str) -> bytes:
    """Read a file, or standard input for ``-``."""
    try:
        return sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
    except OSError as failed:
        say(f"{path}: {failed.strerror}")
        raise BadInputError from None


def case_from(path: str) -> Case:
    """Read a case, or say everything that is wrong with it."""
    text = read(path)
    try:
        return read_case(text)
    except CaseError as failed:
        say_errors(path, failed)
        raise BadInputError from None


def say_errors(path: str, failed: CaseError) -> None:
    """Say every error of a file."""
    count = len(failed.errors)
    say(f"{path} cannot be used: {count} error{'s' * (count > 1)}")
    for error in failed.errors:
        say(f"  {error}")


def say(text: str) -> None:
    """Say something to the user, apart from the output."""
    print(text, file=sys.stderr)


def write(path: str | None, content: bytes) -> None:
    """Write to a file, or to standard output."""
    if path is None:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    try:
        Path(path).write_bytes(content)
    except OSError as failed:
        say(f"{path}: {failed.strerror}")
        raise BadInputError from None
