"""Records of an import as they are kept, to and from what the port speaks of."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from itertools import islice
from typing import Any

from app.core.columns import new_id
from app.exchange.models import Import, ImportItem, ImportProblem
from app.exchange.port import (
    ANOTHER,
    ASK,
    BOTH,
    LEFT_OUT,
    OURS,
    THEIRS,
    Alike,
    Applied,
    Change,
    Incoming,
    Outcome,
    Planned,
    Problem,
    ToApply,
)
from app.exchange.repository import AT_ONCE

WRITTEN = (Outcome.NEW, Outcome.CHANGED, Outcome.CONFLICT)
"""What becomes of records that may be written."""
SAME_AS = "same_as"
"""The field under which it is kept which record an item is."""


def writes(item: ImportItem) -> bool:
    """Tell whether confirming would write this record."""
    if item.outcome in (Outcome.NEW, Outcome.CHANGED):
        return True
    if item.outcome != Outcome.CONFLICT or item.alike:
        return False
    return any(
        change["stands"] == THEIRS
        or (
            change["stands"] == ASK
            and item.answers.get(change["field"]) in (THEIRS, BOTH)
        )
        for change in item.changes
    )


def said_of(item: ImportItem, given: Mapping[str, str]) -> dict[str, str]:
    """Return what was said of what this item asks."""
    said = {}
    asked = {SAME_AS: {one["record_id"] for one in item.alike} | {ANOTHER, LEFT_OUT}}
    if not item.alike:
        asked = {
            change["field"]: {OURS, THEIRS, *([BOTH] if change.get("may_both") else [])}
            for change in item.changes
            if change["stands"] == ASK
        }
    for field, allowed in asked.items():
        value = given.get(f"{item.id}:{field}")
        if value in allowed:
            said[field] = value
    return said


def same_as(items: Sequence[ImportItem]) -> dict[str, str]:
    """Return what was said of possible duplicates, by external id."""
    return {
        item.external_id: item.answers[SAME_AS]
        for item in items
        if item.answers.get(SAME_AS, LEFT_OUT) != LEFT_OUT
    }


def new_item(
    made: Import, position: int, incoming: Incoming, planned: Planned
) -> dict[str, Any]:
    """Return the values of the item of one record."""
    return {
        "id": new_id(),
        "import_id": made.id,
        "position": position,
        "row": incoming.row,
        "sheet": incoming.table[:200],
        "external_id": incoming.external_id,
        "name": incoming.name[:200],
        "content": incoming.content,
        "answers": {},
        **_plan(planned),
    }


def keep_plan(item: ImportItem, planned: Planned) -> None:
    """Put down what would become of an item."""
    for name, value in _plan(planned).items():
        setattr(item, name, value)


def _plan(planned: Planned) -> dict[str, Any]:
    return {
        "outcome": planned.outcome,
        "record_id": planned.record_id,
        "version": planned.version,
        "changes": [asdict(change) for change in planned.changes],
        "alike": [asdict(one) for one in planned.alike],
    }


def written_item(item_id: str, done: Applied) -> dict[str, Any]:
    """Return what becomes of an item whose record was written: what undoing needs."""
    return {
        "id": item_id,
        "record_id": done.record_id,
        "after": done.version,
        "before": done.before,
        "content": {},
    }


def is_planned(item: ImportItem, planned: Planned) -> bool:
    """Tell whether that is what was planned for an item."""
    as_it_was = planned_of(item)
    return _as_lists(planned) == replace(
        _as_lists(as_it_was), problems=planned.problems
    )


def _as_lists(planned: Planned) -> Planned:
    return replace(planned, changes=[*planned.changes], alike=[*planned.alike])


def planned_of(item: ImportItem) -> Planned:
    """Return what would become of an item, as it was planned."""
    if item.outcome == Outcome.NEW:
        # It differs from nothing and is like nothing: that is not opened to see so.
        return Planned(Outcome.NEW, item.record_id, item.version)
    return Planned(
        outcome=Outcome(item.outcome),
        record_id=item.record_id,
        version=item.version,
        changes=[Change(**change) for change in item.changes],
        alike=[Alike(**one) for one in item.alike],
    )


def incoming_of(item: ImportItem) -> Incoming:
    """Return the record an item was made of."""
    return Incoming(item.row, item.external_id, item.name, item.content, item.sheet)


def to_apply(item: ImportItem, planned: Planned) -> ToApply:
    """Return what is to be written of an item."""
    choices = {} if planned.outcome == Outcome.NEW else item.answers
    return ToApply(incoming_of(item), planned, choices)


def new_problem(made: Import, position: int, problem: Problem) -> ImportProblem:
    """Make the row of one problem."""
    return ImportProblem(
        import_id=made.id,
        position=position,
        row=problem.row,
        sheet=problem.table[:200],
        column=problem.column[:200],
        said=problem.said,
        refused=problem.refused,
    )


def in_batches(records: Iterable[Incoming]) -> Iterator[list[Incoming]]:
    """Yield records some at a time."""
    left = iter(records)
    while batch := list(islice(left, AT_ONCE)):
        yield batch
