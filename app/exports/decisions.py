"""What one's own organisation decided, as rows."""

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.spreadsheet import Value
from app.decisions import service as decisions
from app.decisions.schemas import DecisionMade
from app.decisions.words import CLOSENESS, OUTCOMES, passed_over
from app.identity import service as identity
from app.referrals import service as referrals

HEADER = (
    "Young person ID",
    "Name to use when sharing",
    "Number",
    "In force",
    "Decided",
    "Home",
    "Home to explore after it",
    "Place held until",
    "Why",
    "Why the first home in order was not chosen",
    "More about that",
    "How close to what was asked for",
    "What was given up and how it will be made up",
    "What the young person says",
    "Why they were not asked",
    "Who decided",
    "Who thought otherwise",
    "What Hearth cannot see",
    "Homes left out from now on",
    "Recorded at (UTC)",
    "Recorded by",
)


def rows_of(
    session: Session, actor: Actor
) -> tuple[Sequence[Sequence[Value]], Sequence[str]]:
    """Return a row for each decision, and the ids of whom they are about."""
    made = decisions.made_by_own(session, actor)
    ids = [one.young_person_id for one in made]
    names = {
        person.id: person.sharing_name
        for _, person in referrals.own_people(session, actor)
    }
    recorders = identity.names_of(session, {one.recorded_by for one in made})
    return [_row(one, names, recorders) for one in made], ids


def _row(
    one: DecisionMade, names: Mapping[str, str], recorders: Mapping[str, str]
) -> Sequence[Value]:
    said = one.content
    homes = {
        option["household"]: option["name"]
        for option in said.get("shown", {}).get("options", [])
    }
    reserve = said.get("reserve")
    closeness = said.get("closeness")
    return (
        one.young_person_id,
        names.get(one.young_person_id, ""),
        one.number,
        one.in_force,
        OUTCOMES[one.outcome],
        homes.get(one.household_id, one.household_id) if one.household_id else None,
        homes.get(reserve, reserve) if reserve else None,
        one.held_until,
        said.get("because"),
        passed_over(said.get("passed_over", [])),
        said.get("passed_over_because"),
        CLOSENESS.get(closeness, closeness) if closeness else None,
        said.get("compromise"),
        said.get("their_view"),
        said.get("not_asked_because"),
        "; ".join(
            f"{who['name']}, {who['role']}" for who in said.get("decided_by", [])
        ),
        said.get("dissent"),
        said.get("unseen"),
        "; ".join(homes.get(home, home) for home in said.get("rule_out", [])),
        f"{one.recorded_at:%Y-%m-%d %H:%M}",
        recorders.get(one.recorded_by, "Someone who has left"),
    )
