"""Records of an import as they are kept, to and from what the port speaks of."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from itertools import islice

from app.exchange.models import Import, ImportItem, ImportProblem
from app.exchange.port import (
    ANOTHER,
    ASK,
    LEFT_OUT,
    OURS,
    THEIRS,
    Alike,
    Change,
    Incoming,
    Outcome,
    Planned,
    Problem,
)
from app.exchange.repository import AT_ONCE

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
        or (change["stands"] == ASK and item.answers.get(change["field"]) == THEIRS)
        for change in item.changes
    )


def said_of(item: ImportItem, given: Mapping[str, str]) -> dict[str, str]:
    """Return what was said of what this item asks."""
    said = {}
    asked = {SAME_AS: {one["record_id"] for one in item.alike} | {ANOTHER, LEFT_OUT}}
    if not item.alike:
        asked = {
            change["field"]: {OURS, THEIRS}
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
) -> ImportItem:
    """Make the item of one record."""
    item = ImportItem(
        import_id=made.id,
        position=position,
        row=incoming.row,
        sheet=incoming.table[:200],
        external_id=incoming.external_id,
        name=incoming.name[:200],
        content=incoming.content,
        answers={},
    )
    keep_plan(item, planned)
    return item


def keep_plan(item: ImportItem, planned: Planned) -> None:
    """Put down what would become of an item."""
    item.outcome = planned.outcome
    item.record_id, item.version = planned.record_id, planned.version
    item.changes = [asdict(change) for change in planned.changes]
    item.alike = [asdict(one) for one in planned.alike]


def is_planned(item: ImportItem, planned: Planned) -> bool:
    """Tell whether that is what was planned for an item."""
    as_it_was = planned_of(item)
    return replace(planned, changes=[*planned.changes], alike=[*planned.alike]) == (
        replace(as_it_was, problems=planned.problems)
    )


def planned_of(item: ImportItem) -> Planned:
    """Return what would become of an item, as it was planned."""
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
