"""How much of a home its reader sees before the agency releases the profile."""

from typing import Any

from app.core.actor import Actor, OrganisationKind
from app.core.records import only, without_source
from app.households.models import Household

OUTLINE = (
    "authority",
    "status",
    "available_from",
    "bedrooms_free",
    "children",
    "animals",
    "setting",
    "offers",
)
"""What another organisation sees before the agency releases the profile."""


def is_own(actor: Actor, household: Household) -> bool:
    """Tell whether the household is the actor's own organisation's."""
    return household.organisation_id == actor.organisation_id


def is_whole(actor: Actor, household: Household) -> bool:
    """Tell whether the actor sees all of a home they see, as its agency does.

    The people of an agency group do: they see no homes but its agencies'.
    """
    in_group = actor.organisation_kind is OrganisationKind.GROUP
    return in_group or is_own(actor, household)


def shown(actor: Actor, household: Household) -> dict[str, Any]:
    """Return as much of the record as the actor may see before release."""
    return shown_of(actor, household, household.record)


def shown_of(
    actor: Actor, household: Household, record: dict[str, Any]
) -> dict[str, Any]:
    """Return as much of what a home's record says, or said, as the actor may see."""
    if is_whole(actor, household):
        return record
    outline = {
        name: without_source(fact) for name, fact in only(record, OUTLINE).items()
    }
    if "children" in outline:
        outline["children"] = _unnamed(outline["children"])
    return outline


def _unnamed(children: Any) -> Any:
    """Return the children of a home without what would tell who they are."""
    if isinstance(children, dict):
        return children | {"value": _unnamed(children.get("value"))}
    return children and [only(child, ("age", "gender", "kind")) for child in children]


def name_for(actor: Actor, household: Household) -> str:
    """Return what the household is called on the actor's pages."""
    if is_whole(actor, household):
        return household.label
    return f"Home {household.reference}"
