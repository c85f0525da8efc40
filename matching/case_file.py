"""Reading a case: every error at once, each with its JSON Pointer."""

import json
import re
from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError

from matching.case import Case
from matching.case_checks import inconsistencies
from matching.input_errors import CaseError, InputError, escaped, in_words, message
from matching.policy import Policy, UnknownPolicyError, load_policy

_CONFIRMED = re.compile(rb'"confirmed_on"\s*:\s*"(\d{4}-\d\d-\d\d)"')


def read_case(text: bytes) -> Case:
    """Read and check a case.

    Raises
    ------
    CaseError
        With every error of the file, not only the first.
    """
    try:
        case = Case.model_validate_json(text)
    except ValidationError as failed:
        raise CaseError(_in_words(failed, text)) from None
    errors = [InputError(at, why) for at, why in inconsistencies(case)]
    errors += _confirmed_later(text, case)
    try:
        load_policy(case.policy)
    except (UnknownPolicyError, ValidationError) as failed:
        errors += policy_errors(failed, "/policy")
    if errors:
        raise CaseError(sorted(errors))
    return case


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


def _confirmed_later(text: bytes, case: Case) -> list[InputError]:
    # Tens of thousands of facts carry a date: one scan of the text tells whether any is
    # wrong, and only then is it worth walking everything to say where.
    today = case.as_of.isoformat()
    days = (found[1] for found in _CONFIRMED.finditer(text))
    if max(days, default=b"").decode() <= today:
        return []
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
