"""Whether everyone could take up every home they are offered, all at once."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from matching.check.ground import Ground
from matching.check.levels import TOLERANCE, listed_fits, wrong_proof
from matching.check.plan import wrong_in_home, wrong_pairs
from matching.check.reported import Choices, Reported
from matching.check.siblings import essential_groups

Offers = Mapping[str, Sequence[str]]


def wrong_in_choices(
    ground: Ground, report: Reported, choices: Choices
) -> Iterator[str]:
    """Say which offers could not all be kept, and which counts are not theirs."""
    unknown = list(_wrong_ids(ground, choices))
    offers = {one.young_person: one.households for one in choices.offers}
    yield from unknown
    if not unknown:
        yield from _wrong_offers(ground, report, offers)
        yield from _wrong_siblings(ground, offers)
        yield from _wrong_figures(ground, report, choices, offers)


def _wrong_ids(ground: Ground, choices: Choices) -> Iterator[str]:
    times = Counter(one.young_person for one in choices.offers)
    for one in choices.offers:
        person, homes = one.young_person, one.households
        if person not in ground.people or times[person] > 1:
            yield f"{person} is no young person in the case, or is there twice"
        if not set(homes) <= ground.homes.keys() or len(set(homes)) < len(homes):
            yield f"{person} is offered a home twice, or one that is not in the case"
        if not 0 < len(homes) <= choices.wanted:
            yield f"{person} is offered {len(homes)} homes"


def _wrong_offers(ground: Ground, report: Reported, offers: Offers) -> Iterator[str]:
    decisions = ground.case.decisions
    fixed = {pair.young_person: pair.household for pair in decisions.fixed}
    for person, decided in fixed.items():
        if list(offers.get(person, ())) != [decided]:
            yield f"{person} is offered other homes than the one decided"
    for pair in decisions.ruled_out:
        if pair.household in offers.get(pair.young_person, ()):
            yield f"{pair.young_person} at {pair.household} was ruled out"
    every = [(person, home) for person, homes in offers.items() for home in homes]
    open_to_choice = [(p, home) for p, home in every if fixed.get(p) != home]
    yield from wrong_pairs(ground, report, open_to_choice)
    for home in sorted({home for _, home in open_to_choice}):
        people = [ground.people[person] for person, its in every if its == home]
        yield from wrong_in_home(ground, home, people)


def _wrong_siblings(ground: Ground, offers: Offers) -> Iterator[str]:
    """Say which siblings who have to stay together could not, whatever they chose."""
    fixed = {pair.young_person for pair in ground.case.decisions.fixed}
    for group, parts in essential_groups(ground).items():
        if fixed.isdisjoint(person for part in parts for person in part):
            for part in parts:
                if len({frozenset(offers.get(person, ())) for person in part}) > 1:
                    yield f"the siblings {group} are offered homes apart"
            if len({len(offers.get(part[0], ())) for part in parts}) > 1:
                yield f"of the siblings {group} some have more homes to choose from"


def _wrong_figures(
    ground: Ground, report: Reported, choices: Choices, offers: Offers
) -> Iterator[str]:
    numbers = range(choices.wanted)
    with_more = [[p for p, homes in offers.items() if len(homes) > n] for n in numbers]
    counts = [len(people) for people in with_more]
    if choices.young_people != counts:
        yield f"counts {choices.young_people}; the offers come to {counts}"
    weigh = ground.policy.priorities
    weighed = sum(weigh[ground.people[person].priority] for person in offers)
    expected: list[float | None] = [weighed, *counts[1:], _fit(report, offers)]
    if len(choices.levels) != len(expected):
        yield "levels are missing"
    for level, value in zip(choices.levels, expected, strict=False):
        yield from wrong_proof(level)
        # One that was stopped may count fewer than are offered a home.
        if level.proved and value is not None and abs(level.value - value) > TOLERANCE:
            yield f"the level {level.name!r} says {level.value:g}, not {value:g}"
    placed = report.plan.levels[:1] if report.plan else []
    for one, other in zip(placed, choices.levels, strict=False):
        if one.proved and other.proved and one.value != other.value:
            yield "the plan has homes for others than could be offered one"


def _fit(report: Reported, offers: Offers) -> float | None:
    """Return the fit of every offer together, where the report lists them all."""
    fits = listed_fits(report)
    found = [fits.get((p, home)) for p, homes in offers.items() for home in homes]
    known = [fit for fit in found if fit is not None]
    return round(sum(known), 6) if len(known) == len(found) else None
