"""Changes to a case: what would have to be different, without touching the records.

An opening names such changes and a *what if* is made of them; the changed case is
judged exactly as the case is.
"""

import json
from collections.abc import Iterable, Sequence
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from matching.case import Case, Change, Household, YoungPerson
from matching.case.change import APPEND, R, changed_record
from matching.case.facts import BARE, WHOLE
from matching.case_checks import inconsistencies
from matching.case_file import policy_errors
from matching.input_errors import CaseError, InputError, in_words, message
from matching.policy import UnknownPolicyError, load_policy

Record = TypeVar("Record", YoungPerson, Household)
CHANGES: TypeAdapter[list[Change]] = TypeAdapter(list[Change])


def read_changes(text: bytes) -> list[Change]:
    """Read changes: a JSON list of them.

    Raises
    ------
    CaseError
        With every error of the text.
    """
    try:
        return CHANGES.validate_json(text)
    except ValidationError as failed:
        details = failed.errors()
        if details[0]["type"] == "json_invalid":
            why = f"is not JSON: {details[0]['ctx']['error']}"
            raise CaseError([InputError("", why)]) from None
        raise CaseError(in_words(details, json.loads(text))) from None


def changed(case: Case, changes: Sequence[Change]) -> Case:
    """Return the case with these changes, checked as a case that is read.

    Raises
    ------
    CaseError
        With every change that cannot be made, as ``/0`` for the first, and everything
        that does not agree in the case then.
    """
    errors = list(_misdirected(case, changes))
    of_case = [(n, c) for n, c in enumerate(changes) if not _record_of(c)]
    people = [
        _checked(record, "young_person", changes, errors)
        for record in case.young_people
    ]
    homes = [
        _checked(record, "household", changes, errors) for record in case.households
    ]
    after = case.model_copy(update={"young_people": people, "households": homes})
    if of_case:
        after = _attempted(after, of_case, errors)
    if not errors:
        errors += [InputError(at, why) for at, why in inconsistencies(after)]
        errors += _policy_errors(after)
    if errors:
        raise CaseError(sorted(set(errors)))
    return after


def _record_of(change: Change) -> str | None:
    return change.young_person or change.household


def _misdirected(case: Case, changes: Sequence[Change]) -> Iterable[InputError]:
    known = {"young_person": {p.id for p in case.young_people}}
    known["household"] = {home.id for home in case.households}
    for n, change in enumerate(changes):
        for kind, ids in known.items():
            named = getattr(change, kind)
            if named is not None and named not in ids:
                what = kind.replace("_", " ")
                yield InputError(f"/{n}/{kind}", f"no {what} in the case has this id")
        if change.steps[-1] == "id":
            yield InputError(f"/{n}/at", "who it is about cannot be changed")
        if not _record_of(change) and _is_of_a_record(change.steps):
            yield InputError(f"/{n}/at", "name the young person or the household")


def _is_of_a_record(steps: Sequence[str]) -> bool:
    """Tell whether the place is inside a record of the case, not a new one of it."""
    return steps[0] in ("households", "young_people") and steps[1:] != [APPEND]


def _policy_errors(case: Case) -> list[InputError]:
    try:
        load_policy(case.policy)
    except (UnknownPolicyError, ValidationError) as failed:
        return policy_errors(failed, "/policy")
    return []


def _checked(
    record: Record, kind: str, changes: Sequence[Change], errors: list[InputError]
) -> Record:
    mine = [(n, c) for n, c in enumerate(changes) if getattr(c, kind) == record.id]
    return _attempted(record, mine, errors) if mine else record


def _attempted(
    record: R, changes: Sequence[tuple[int, Change]], errors: list[InputError]
) -> R:
    try:
        return changed_record(record, [change for _, change in changes])
    except (LookupError, ValidationError):
        errors.append(_blamed(record, changes))
        return record


def _blamed(record: R, changes: Sequence[tuple[int, Change]]) -> InputError:
    """Return what is wrong with the first change that cannot be made."""
    for count, (n, _) in enumerate(changes, 1):
        try:
            changed_record(record, [change for _, change in changes[:count]])
        except LookupError as failed:
            return InputError(f"/{n}/at", str(failed.args[0]))
        except ValidationError as failed:
            error, *_ = failed.errors()
            return InputError(f"/{n}/to", f"{_where(error)} {message(error)}")
    raise ValueError("all of these changes can be made")


def _where(error: ErrorDetails) -> str:
    """Return the place of an error, without how a fact may be written."""
    steps = [str(s) for s in error["loc"] if not str(s).startswith((WHOLE, BARE))]
    return "/" + "/".join(step for step in steps if step != "value")
