"""A report as a page of plain text."""

from collections.abc import Iterator

from matching.case import Case
from matching.report import PersonResult, Report, Upskilling

FIRST = 3
ASK_FIRST = 1
SCARCE = 5
MOST = 10


def summary(case: Case, report: Report) -> str:
    """Say what a report found, in a few lines a young person."""
    return "\n".join(_lines(case, report))


def _lines(case: Case, report: Report) -> Iterator[str]:
    people, homes = len(case.young_people), len(case.households)
    yield (
        f"{people} young people, {homes} households, looked at on {report.as_of} with "
        f"policy {report.policy.name} {report.policy.version}."
    )
    if report.plan:
        yield report.plan.sentence
        for level in report.plan.levels:
            yield f"  {level.sentence}"
        if report.plan.scarce:
            yield "Homes several need"
        for home in report.plan.scarce[:SCARCE]:
            yield f"  {home.household}: {home.sentence}"
        for one in report.plan.contradiction:
            yield f"  {one.young_person} at {one.household}: {one.decision}"
    yield "These options are advice. People decide, with reasons."
    plan = report.plan
    placed = {a.young_person: a.household for a in plan.assignments} if plan else {}
    without = {one.young_person: one.sentence for one in plan.unplaced} if plan else {}
    for person in report.young_people:
        yield ""
        yield from _person(person)
        if person.id in placed:
            yield f"  In the plan: {placed[person.id]}"
        elif person.options and person.id in without:
            yield f"  No home in the plan: {without[person.id]}"
    if report.choices:
        yield ""
        yield report.choices.sentence
        for offered in report.choices.offers:
            yield f"  {offered.young_person}: {' or '.join(offered.households)}"
    if report.recruitment:
        yield ""
        yield "Homes this region needs"
    for recruited in report.recruitment:
        yield f"  {recruited.sentence}"
    if report.upskilling:
        yield from _upskilling(report.upskilling)


def _upskilling(found: Upskilling) -> Iterator[str]:
    if found.by_change:
        yield ""
        yield "One change in the homes that are there"
    for one in found.by_change[:MOST]:
        yield f"  {one.sentence}"
    for one in found.by_household[:MOST]:
        yield f"  {one.homes[0]}: {one.sentence}"


def _person(person: PersonResult) -> Iterator[str]:
    s = person.standings
    yield (
        f"{person.id}: {s.open} open, {s.open_with_questions} open with questions, "
        f"{s.near} near, {s.closed} closed of {person.considered} homes"
    )
    for option in person.options[:FIRST]:
        tied = ", too close to separate" if option.tied_with else ""
        standing = f"({option.standing}{tied})"
        yield f"  {option.rank}. {option.household} {option.fit:.1f} {standing}"
        for question in option.questions[:2]:
            yield f"     ask {question.ask}: {question.sentence}"
        if option.cost_to_others:
            yield f"     for others: {option.cost_to_others.sentence}"
    if person.sureness:
        yield f"  {person.sureness.sentence}"
        for first in person.sureness.ask_first[:ASK_FIRST]:
            yield f"  ask first, {first.ask}: {first.question} {first.sentence}"
    if not person.options:
        for near in person.excluded[:FIRST]:
            reasons = " ".join(reason.sentence for reason in near.failed)
            yield f"  near: {near.household}: {reasons}"
        for opening in person.openings[:1]:
            yield f"  what would open an option: {opening.sentence}"
