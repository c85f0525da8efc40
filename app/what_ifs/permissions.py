"""What an organisation may change in a what-if.

What an opening names may be tried by whoever reads the opening. Besides, everybody
tries their own records and decisions about pairs; a forum tries young people's needs.
To change what another organisation recorded would tell, by what then fits, what it
says; and so would moving a place about: where somebody lives or must not be found.
"""

from collections.abc import Iterator, Sequence

from pydantic import JsonValue

from app.core.actor import Actor, OrganisationKind
from app.core.errors import FieldError
from matching.case import Case, Change
from matching.case.change import APPEND

PLACES = {"location", "home", "school", "place", "avoid_places"}
DECISIONS = (["decisions", "fixed", APPEND], ["decisions", "ruled_out", APPEND])


def may_try_needs(actor: Actor, authority: str) -> bool:
    """Tell whether the actor may try other needs of an authority's young person."""
    forum = actor.organisation_kind is OrganisationKind.FORUM
    return forum or authority == actor.organisation_id


def not_theirs(
    actor: Actor, case: Case, changes: Sequence[Change]
) -> Iterator[FieldError]:
    """Yield an error for every change that is not the actor's to try."""
    keeper = {person.id: person.authority for person in case.young_people}
    keeper |= {home.id: home.agency or "" for home in case.households}
    for number, change in enumerate(changes):
        about = change.young_person or change.household
        at = f"/changes/{number}/at"
        if PLACES & {*change.steps, *_names(change.to)}:
            detail = "a place cannot be changed in a what-if"
            yield FieldError(pointer=at, detail=detail)
        if about is None:
            if change.steps not in DECISIONS:
                detail = "must be in a record, or add a pair that is fixed or ruled out"
                yield FieldError(pointer=at, detail=detail)
            continue
        kept_by = keeper.get(about, actor.organisation_id)
        of_needs = change.young_person is not None and change.steps[0] == "needs"
        if kept_by != actor.organisation_id and not (
            of_needs and may_try_needs(actor, kept_by)
        ):
            detail = "is in the record of another organisation"
            yield FieldError(pointer=at, detail=detail)


def _names(value: JsonValue) -> Iterator[str]:
    """Yield the name of every field in a value."""
    if isinstance(value, dict):
        yield from value
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from _names(one)
