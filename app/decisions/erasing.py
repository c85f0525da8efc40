"""What goes of decisions when everything about somebody is erased."""

from typing import Any

from app.core.db import SystemSession
from app.decisions.repository import DecisionRepository
from app.households import erasing as households

ERASED_HOME = "A home that was erased"


def erase(system: SystemSession, young_person_id: str) -> None:
    """Remove every decision about a young person, and what it held.

    That each was made, when and by whom stays in the record of who did what.
    """
    repository = DecisionRepository(system)
    households.erase_holds(system, list(repository.of_any([young_person_id])))
    repository.remove_about(young_person_id)


def forget_home(system: SystemSession, household_id: str) -> None:
    """Take a home out of every decision that names it.

    What was decided, by whom and why stays: it is the young person's record.
    """
    for one in DecisionRepository(system).naming(household_id):
        if one.household_id == household_id:
            one.household_id = None
        one.content = _without(one.content, household_id)
    system.flush()


def _without(content: dict[str, Any], home: str) -> dict[str, Any]:
    shown = content["shown"]
    options = [
        {**option, "household": None, "name": ERASED_HOME}
        if option["household"] == home
        else option
        for option in shown["options"]
    ]
    kept = {
        key: None if said == home else said
        for key, said in content.items()
        if key not in ("shown", "rule_out", "known")
    }
    known = [one for one in content.get("known", []) if one["household"] != home]
    left_out = [one for one in content["rule_out"] if one != home]
    return {
        **kept,
        "known": known,
        "rule_out": left_out,
        "shown": {**shown, "options": options},
    }
