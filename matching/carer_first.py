"""From a household's side: the young people it could suit, and who it nearly suits."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from matching.case import Household
from matching.criteria.words import day, plural
from matching.draft import Candidate
from matching.report import HouseholdResult, NearlySuited, PersonResult, Suited
from matching.verdicts import Standing


def by_household(
    homes: Sequence[Household], candidates: Mapping[str, Candidate]
) -> list[HouseholdResult]:
    """Return for each home, in order, whom it is an option for.

    Those it is open for come first, then by fit, then by its rank among their options.
    """
    suited: dict[int, list[tuple[int, Suited]]] = {}
    for name, candidate in candidates.items():
        options = zip(
            candidate.rows.tolist(),
            candidate.standing.tolist(),
            candidate.fit.tolist(),
            strict=True,
        )
        for rank, (row, standing, fit) in enumerate(options, 1):
            words = Standing(standing).words
            one = Suited(name, rank, fit / 10, words, len(candidate.rows))
            suited.setdefault(row, []).append((standing, one))
    return [
        HouseholdResult(
            home.id,
            [
                one
                for _, one in sorted(
                    suited.get(row, []),
                    key=lambda each: (each[0], -each[1].fit, each[1].rank, each[1].id),
                )
            ],
            home.retained_until.isoformat() if home.retained_until else None,
        )
        for row, home in enumerate(homes)
    ]


def with_everything(
    home: HouseholdResult, people: Iterable[PersonResult], today: date
) -> HouseholdResult:
    """Add what is said of each pair, those the home is near for, and a sentence.

    ``people`` are results in which this home is among the options or the excluded
    wherever it was looked at. Near ones come with the fewest reasons first.
    """
    results = list(people)
    said = {
        result.id: option
        for result in results
        for option in result.options
        if option.household == home.id
    }
    near = [
        NearlySuited(result.id, excluded.failed)
        for result in results
        for excluded in result.excluded
        if excluded.household == home.id and excluded.standing == Standing.NEAR.words
    ]
    suited = [replace(one, option=said.get(one.id)) for one in home.young_people]
    return replace(
        home,
        young_people=suited,
        near=sorted(near, key=lambda one: (len(one.failed), one.id)),
        sentence=_sentence(home, len(near), today),
    )


def _sentence(home: HouseholdResult, near: int, today: date) -> str:
    said = [_option_for(home.young_people)]
    if near:
        said.append(f"It is near for {_people(near)}.")
    if home.retained_until:
        until = date.fromisoformat(home.retained_until)
        said.append(f"It {'is' if until >= today else 'was'} held until {day(until)}.")
    return " ".join(said)


def _option_for(suited: Sequence[Suited]) -> str:
    if not suited:
        return "This home is an option for nobody who waits now."
    only = sum(one.options == 1 for one in suited)
    have = f"; {only} of them {'has' if only == 1 else 'have'} no other" if only else ""
    return f"This home is an option for {_people(len(suited))}{have}."


def _people(count: int) -> str:
    return plural(count, "young person", "young people")
