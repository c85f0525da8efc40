"""Whether one young person's options are ranked and added up as they should be."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from matching.check.judgement import Standing, Verdict
from matching.check.reported import Option, PersonResult
from matching.policy import Policy

_ORDER = [Standing.OPEN, Standing.WITH_QUESTIONS]
WHOLE = Decimal(100)


def wrong_in_ranking(person: PersonResult, policy: Policy) -> Iterator[str]:
    """Say what is wrong with ranks, order and ties."""
    options = person.options
    ranks = [option.rank for option in options]
    if ranks != list(range(1, len(options) + 1)):
        yield f"{person.id}: options are ranked {ranks}, not 1 to {len(options)}"
    for better, next_one in pairwise(options):
        if _place(better) > _place(next_one):
            yield (
                f"{person.id}: {better.household} is ranked before "
                f"{next_one.household}, which comes first by standing, fit and id"
            )
    yield from _wrong_ties(person, policy)


def wrong_in_sums(person: PersonResult, option: Option) -> Iterator[str]:
    """Say what does not add up in one option's fit."""
    at = f"{person.id} at {option.household}"
    fit, reach = _printed(option.fit), _printed(option.could_reach)
    points = sum((_printed(c.points) for c in option.contributions), Decimal())
    of = sum((_printed(c.of) for c in option.contributions), Decimal())
    if points != fit:
        yield f"{at}: contributions add up to {points}, and the fit says {fit}"
    if option.contributions and of != WHOLE:
        yield f"{at}: what could be contributed adds up to {of}, not 100"
    if not fit <= reach <= WHOLE:
        yield f"{at}: could reach {reach}, with a fit of {fit}"
    verdicts = {line.key: line.verdict for line in option.verdicts}
    for part in option.contributions:
        if not 0 <= part.points <= part.of:
            yield f"{at}: {part.criterion} earns {part.points} of {part.of}"
        verdict = verdicts.get(part.key)
        if part.points and verdict in (Verdict.NOT_KNOWN, Verdict.NOT_MET):
            yield f"{at}: {part.criterion} earns {part.points} and is {verdict}"


def _place(option: Option) -> tuple[int, float, str]:
    standing = option.standing
    order = _ORDER.index(Standing(standing)) if standing in _ORDER else len(_ORDER)
    return order, -option.fit, option.household


def _wrong_ties(person: PersonResult, policy: Policy) -> Iterator[str]:
    listed = {option.household for option in person.options}
    for option in person.options:
        close = {o.household for o in _too_close(option, person.options, policy)}
        named = set(option.tied_with) & listed
        for household in sorted(close ^ named):
            said = "is not named as" if household in close else "is named as"
            yield (
                f"{person.id} at {option.household}: {household} {said} too close "
                "to separate"
            )


def _too_close(
    option: Option, options: Sequence[Option], policy: Policy
) -> Iterator[Option]:
    for other in options:
        apart = abs(_printed(option.fit) - _printed(other.fit))
        if (
            other is not option
            and other.standing == option.standing
            and apart <= Decimal(str(policy.tie))
        ):
            yield other


def _printed(number: float) -> Decimal:
    """Return the number exactly as JSON printed it."""
    return Decimal(str(number))
