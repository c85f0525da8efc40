"""Whom a household could suit, as a page of plain text."""

from collections.abc import Iterator

from matching.criteria.words import listed
from matching.report import Failure, HouseholdResult, Option, Plan, Report, Suited


def household_summary(report: Report) -> str:
    """Say whom the household asked for could suit, with every reason."""
    return "\n".join(
        text for home in report.households for text in _lines(home, report.plan)
    )


def _lines(home: HouseholdResult, plan: Plan | None) -> Iterator[str]:
    yield f"{home.id}: {home.sentence}"
    placed = {a.young_person: a.household for a in plan.assignments} if plan else {}
    here = [name for name, household in placed.items() if household == home.id]
    if here:
        yield f"In the plan: {listed(here)}."
    yield "These are advice. People decide, with reasons."
    for place, one in enumerate(home.young_people, 1):
        yield ""
        yield _suited(place, one, placed)
        if one.option:
            yield from _said(one.option)
    if home.near:
        yield ""
        yield "Near for"
    for near in home.near:
        yield f"  {near.id}"
        yield from map(_in_the_way, near.failed)


def _suited(place: int, one: Suited, placed: dict[str, str]) -> str:
    among = f"option {one.rank} of {one.options}" if one.options > 1 else "only option"
    line = f"{place}. {one.id} {one.fit:.1f} ({one.standing}), their {among}"
    return f"{line}, in the plan at {placed[one.id]}" if one.id in placed else line


def _said(option: Option) -> Iterator[str]:
    for verdict in option.verdicts:
        yield f"   {verdict.verdict:<9}  {verdict.sentence}"
    for gap in option.gaps:
        yield f"   {'offered' if gap.offered else 'support':<9}  {gap.support}"
    for question in option.questions:
        yield f"   {'ask':<9}  {question.ask}: {question.sentence}"
    if option.cost_to_others:
        yield f"   {'others':<9}  {option.cost_to_others.sentence}"


def _in_the_way(failure: Failure) -> str:
    who = listed((listed(together) for together in failure.lifted_by), "or")
    return f"     {failure.sentence} (who may change this: {who})"
