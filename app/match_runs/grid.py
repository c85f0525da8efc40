"""One home that is no option, in full: every need and rule, judged again.

Of such a home a run keeps what keeps it out. The rest is worked out of the copy it
looked at, for this one pair: no solving.
"""

import json
import zlib
from dataclasses import asdict
from typing import Any

from app.core.actor import Actor, OrganisationKind
from app.match_runs.models import MatchRun
from app.match_runs.sides import without_line_details
from matching.case_file import read_case
from matching.input_errors import CaseError
from matching.pair import verdicts_on

Line = dict[str, Any]


def grid(
    actor: Actor, run: MatchRun, young_person_id: str, excluded: dict[str, Any]
) -> list[Line] | None:
    """Return every line about the pair; None where the rules have changed since.

    The copy is judged with the rules there are now. Where these find other reasons than
    the run did, they are not the rules it was made with, and nothing is said by them.
    """
    if run.frozen is None:
        return None
    case = _only(json.loads(zlib.decompress(run.frozen)), young_person_id, excluded)
    try:
        read = read_case(json.dumps(case).encode())
        found = verdicts_on(read, young_person_id, excluded["household"])
    except CaseError:
        return None
    lines = [asdict(line) for line in found]
    against = {_about(reason): reason["sentence"] for reason in excluded["failed"]}
    said = {_about(line): line["sentence"] for line in lines}
    if not against.items() <= said.items():
        return None
    if actor.organisation_kind is OrganisationKind.AGENCY:
        without_line_details(lines)
    return lines


def _only(
    case: dict[str, Any], young_person_id: str, excluded: dict[str, Any]
) -> dict[str, Any]:
    """Return the case of one home, one young person and who would move with them."""
    people = {person["id"]: person for person in case["young_people"]}
    group = people[young_person_id].get("sibling_group")
    return {
        **case,
        "households": [
            home for home in case["households"] if home["id"] == excluded["household"]
        ],
        "young_people": [
            person
            for key, person in people.items()
            if key == young_person_id or (group and person["sibling_group"] == group)
        ],
        # They are for the plan, and would name who is left out here.
        "decisions": {},
    }


def _about(line: Line) -> tuple[Any, ...]:
    return line["criterion"], line["need"], line["behaviour"]
