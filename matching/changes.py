"""Changes to a case: what would have to be different, without touching the records.

An opening names such changes and a *what if* is made of them; the changed case is
judged exactly as the case is.
"""

import json
from collections.abc import Iterable, Sequence
from typing import TypeVar

from pydantic import ValidationError

from matching.case import Case, Change, Household, YoungPerson
from matching.case.change import R, put, swept
from matching.case_checks import inconsistencies
from matching.input_errors import CaseError, InputError, in_words

Record = TypeVar("Record", YoungPerson, Household)


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
        if not _record_of(change) and change.steps[0] in ("households", "young_people"):
            yield InputError(f"/{n}/at", "name the young person or the household")


def _checked(
    record: Record, kind: str, changes: Sequence[Change], errors: list[InputError]
) -> Record:
    mine = [(n, c) for n, c in enumerate(changes) if getattr(c, kind) == record.id]
    return _attempted(record, mine, errors) if mine else record


def _attempted(
    record: R, changes: Sequence[tuple[int, Change]], errors: list[InputError]
) -> R:
    """Make the changes one after the other, so that each answers for itself."""
    content = json.loads(record.model_dump_json(exclude_defaults=True))
    for n, change in changes:
        try:
            put(content, change.steps, change.to)
        except LookupError as failed:
            errors.append(InputError(f"/{n}/at", str(failed.args[0])))
    after = swept(content)
    try:
        return type(record).model_validate_json(json.dumps(after))
    except ValidationError as failed:
        at = f"/{changes[0][0]}" if len(changes) == 1 else ""
        for error in in_words(failed.errors(), after):
            errors.append(InputError(f"{at}/to", f"{error.pointer} {error.message}"))
    return record
