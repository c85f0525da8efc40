"""What is wrong with a report, in plain words."""

import json
from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError

from matching.case import Case
from matching.check.choices import wrong_in_choices
from matching.check.contested import wrong_in_contest
from matching.check.costs import wrong_in_costs
from matching.check.ground import Ground
from matching.check.levels import wrong_in_levels
from matching.check.people import wrong_for_people
from matching.check.plan import wrong_in_plan
from matching.check.reported import HouseholdResult, Reported, read
from matching.policy import Policy


def check(case: Case, report: dict[str, Any]) -> list[str]:
    """Return everything that is wrong with a report of this case; nothing is fine.

    Needs in minutes are taken from the report: they come from a router, or from an
    estimate that is the engine's own.
    """
    reported, wrong = read(report)
    if reported is None:
        return wrong
    try:
        policy = Policy.model_validate_json(json.dumps(reported.policy.effective))
    except ValidationError as failed:
        return [
            f"report: policy/effective/{'/'.join(map(str, e['loc']))}: {e['msg']}"
            for e in failed.errors(include_url=False)
        ]
    return list(_wrong(Ground.of(case, policy), reported))


def _wrong(ground: Ground, report: Reported) -> Iterator[str]:
    if report.case != ground.case.digest():
        yield "report: it was made from another case: the hashes differ"
    for name in ("name", "version"):
        said, used = getattr(report.policy, name), getattr(ground.policy, name)
        if said != used:
            yield f"report: the policy's {name} is {said!r}; the one used has {used!r}"
    yield from wrong_for_people(ground, report)
    yield from _wrong_from_the_other_side(report)
    if report.plan is not None:
        yield from wrong_in_plan(ground, report, report.plan)
        yield from wrong_in_levels(ground, report, report.plan)
        yield from wrong_in_costs(ground, report, report.plan)
        yield from wrong_in_contest(ground, report, report.plan)
    if report.choices is not None:
        wrong = wrong_in_choices(ground, report, report.choices)
        yield from (f"choices: {said}" for said in wrong)


def _wrong_from_the_other_side(report: Reported) -> Iterator[str]:
    """Say where households and young people are told different ranks or fits."""
    options = {
        (person.id, option.household): (option.rank, option.fit)
        for person in report.young_people
        for option in person.options
    }
    told = _told(report.households)
    for (person, household), said in told.items():
        if options.get((person, household), said) != said:
            yield f"{household}: {person} has another rank or fit than in their options"
    if report.is_full and report.households:
        for person, household in sorted(options.keys() - told.keys()):
            yield f"{household}: is an option for {person} and does not list them"


def _told(
    households: list[HouseholdResult],
) -> dict[tuple[str, str], tuple[int, float]]:
    return {
        (one.id, household.id): (one.rank, one.fit)
        for household in households
        for one in household.young_people
    }
