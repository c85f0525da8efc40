"""What is wrong with a home that was sent, and the form it is kept in."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from app.core.errors import FieldError, InvalidError
from app.core.records import checked
from app.core.sealing import Sealed
from app.households.schemas import HouseholdState, HouseholdWrite
from app.households.summary import facts_of
from matching.case import HouseholdFacts


def as_kept(
    known: Mapping[str, str], facts: dict[str, Any], offered_to: Sequence[str]
) -> dict[str, Any]:
    """Return the record as it will be kept, or raise InvalidError with every error.

    Whom it is offered to is looked at too, so that all there is to put right is said
    at once.
    """
    wrong = _unknown_authorities(known, offered_to)
    try:
        kept = checked(HouseholdFacts, facts, "/record")
    except InvalidError as failed:
        raise InvalidError(errors=[*failed.errors, *wrong]) from None
    wrong += _at_odds(kept)
    if wrong:
        raise InvalidError(errors=wrong)
    return kept


def as_kept_before(
    known: Mapping[str, str],
    facts: dict[str, Any] | Sealed,
    offered_to: Sequence[str],
) -> dict[str, Any] | Sealed:
    """Return a record that was checked before; look at whom it is offered to alone."""
    if wrong := _unknown_authorities(known, offered_to):
        raise InvalidError(errors=wrong)
    return facts


def _unknown_authorities(
    known: Mapping[str, str], ids: Sequence[str]
) -> list[FieldError]:
    return [
        FieldError(
            pointer=f"/offered_to/{place}", detail="is not an authority known here"
        )
        for place, given in enumerate(ids)
        if given not in known
    ]


def _at_odds(kept: dict[str, Any]) -> list[FieldError]:
    """Return an error for more young people than the terms of approval are for."""
    if not kept.get("placements"):
        return []
    facts = facts_of(kept)
    terms, living = facts.terms.value, facts.placements.value
    if not terms or terms.places is None or len(living) <= terms.places:
        return []
    return [
        FieldError(
            pointer="/record/placements",
            detail=f"{len(living)} young people live here and the terms of approval "
            f"are for {terms.places}: check which is right",
        )
    ]


def errors_in(facts: dict[str, Any]) -> list[FieldError]:
    """Return all there is to put right in a record before it could be kept."""
    try:
        return _at_odds(checked(HouseholdFacts, facts, "/record"))
    except InvalidError as failed:
        return list(failed.errors)


def is_same(state: HouseholdState, sent: HouseholdWrite) -> bool:
    """Tell whether keeping what was sent would change nothing."""
    if state.label != sent.label or set(state.offered_to) != set(sent.offered_to):
        return False
    with suppress(InvalidError):
        return checked(HouseholdFacts, sent.record, "/record") == state.record
    return False
