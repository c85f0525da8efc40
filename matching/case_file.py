"""Reading a case: every error at once, each with its JSON Pointer."""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import msgspec
from pydantic import ValidationError

from matching.case import Case, Household
from matching.case_checks import inconsistencies
from matching.halves import worked_out
from matching.input_errors import CaseError, InputError, escaped, in_words, message
from matching.policy import Policy, UnknownPolicyError, load_policy

LONG = 10_000_000
"""Bytes from which on a second process pays, to look at the dates meanwhile."""

_Look = Callable[[bytes], Any]

_CONFIRMED = re.compile(rb'"confirmed_on"\s*:\s*"(\d{4}-\d\d-\d\d)"')


def read_case(text: bytes) -> Case:
    """Read and check a case.

    Raises
    ------
    CaseError
        With every error of the file, not only the first.
    """
    looks: tuple[_Look, ...] = (_case_of, _last_confirmed)
    found = dict(worked_out(lambda look: look(text), looks, two=len(text) > LONG))
    case: Case = found[0]
    errors = [InputError(at, why) for at, why in inconsistencies(case)]
    # Tens of thousands of facts carry a date: one scan of the text tells whether any is
    # wrong, and only then is it worth walking everything to say where.
    if found[1] > case.as_of.isoformat():
        errors += _confirmed_later(text, case.as_of.isoformat())
    try:
        load_policy(case.policy)
    except (UnknownPolicyError, ValidationError) as failed:
        errors += policy_errors(failed, "/policy")
    if errors:
        raise CaseError(sorted(errors))
    return case


def _case_of(text: bytes) -> Case:
    try:
        return _in_pieces(text)
    except (ValidationError, msgspec.MsgspecError):
        return _whole(text)


def _in_pieces(text: bytes) -> Case:
    """Read one household after the other, if nothing is wrong with any.

    A reader of the whole has all of it taken apart in memory before it makes the first
    household: for a region half as much memory again as the case itself, and a fifth
    of the time.
    """
    parts = msgspec.json.decode(text, type=dict[str, msgspec.Raw])
    households = msgspec.json.decode(
        parts.pop("households", b"[]"), type=list[msgspec.Raw]
    )
    rest = Case.model_validate_json(msgspec.json.encode(parts))
    read = [Household.model_validate_json(bytes(one)) for one in households]
    return rest.model_copy(update={"households": read})


def _whole(text: bytes) -> Case:
    """Read everything at once, so that every error is said and where it is."""
    try:
        return Case.model_validate_json(text)
    except ValidationError as failed:
        raise CaseError(_in_words(failed, text)) from None


def read_policy(text: bytes) -> Policy:
    """Read a policy file: a whole policy, or ``{"base": …}`` with changes.

    Raises
    ------
    CaseError
        With every error of the file.
    """
    try:
        given = json.loads(text)
    except ValueError as failed:
        raise CaseError([InputError("", f"is not JSON: {failed}")]) from None
    if not isinstance(given, dict):
        raise CaseError([InputError("", "must be an object")])
    try:
        return load_policy(given)
    except (UnknownPolicyError, ValidationError) as failed:
        raise CaseError(policy_errors(failed, "")) from None


def policy_errors(failed: ValueError, at: str) -> list[InputError]:
    """Put what is wrong with a policy in words."""
    if isinstance(failed, ValidationError):
        return [
            InputError(at + "".join(f"/{escaped(p)}" for p in e["loc"]), message(e))
            for e in failed.errors()
        ]
    return [InputError(at, str(failed))]


def _in_words(failed: ValidationError, text: bytes) -> list[InputError]:
    details = failed.errors()
    if details[0]["type"] == "json_invalid":
        return [InputError("", f"is not JSON: {details[0]['ctx']['error']}")]
    return in_words(details, json.loads(text))


def _last_confirmed(text: bytes) -> str:
    days = (found[1] for found in _CONFIRMED.finditer(text))
    return max(days, default=b"").decode()


def _confirmed_later(text: bytes, today: str) -> list[InputError]:
    return [
        InputError(at, f"was confirmed after the case's date, {today}")
        for at, day in _find_confirmed(json.loads(text), "")
        if day > today
    ]


def _find_confirmed(here: Any, at: str) -> Iterator[tuple[str, str]]:
    if isinstance(here, dict):
        day = here.get("confirmed_on")
        if isinstance(day, str):
            yield f"{at}/confirmed_on", day
        for step, inner in here.items():
            yield from _find_confirmed(inner, f"{at}/{escaped(step)}")
    elif isinstance(here, list):
        for place, inner in enumerate(here):
            yield from _find_confirmed(inner, f"{at}/{place}")
