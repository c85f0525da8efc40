"""Whether the homes several need, and who has them, are counted rightly."""

from collections.abc import Iterator

from matching.check.ground import Ground
from matching.check.reported import Plan, Reported, ScarceHome


def wrong_in_contest(ground: Ground, report: Reported, plan: Plan) -> Iterator[str]:
    """Say what is wrong with the scarce homes, and with who competes."""
    homes = {a.young_person: a.household for a in plan.assignments}
    options = _options(ground, report)
    for one in plan.unplaced:
        for rival in one.competing_with:
            home = homes.get(rival)
            said = f"plan: {one.young_person} competes with {rival}"
            if home is None:
                yield f"{said}, who has no home"
            elif options and not _theirs(ground, one.young_person, home, options):
                yield f"{said} for {home}, no option of theirs"
    if plan.scarce is None or not options or plan.is_none:
        return
    told = {home.household: home for home in plan.scarce}
    right = {home.household: home for home in _scarce(ground, options, homes)}
    for household in sorted(told.keys() | right.keys()):
        if told.get(household) != right.get(household):
            yield f"plan: who needs {household} is counted wrongly"
    needed = [
        (-len(home.only_option_of), -len(home.first_option_of)) for home in plan.scarce
    ]
    if needed != sorted(needed):
        yield "plan: the homes several need are not in order"


def _options(ground: Ground, report: Reported) -> dict[str, list[str]]:
    """Return everyone's options in order, without what was ruled out.

    Empty where the report tells of one household only.
    """
    if len(report.households) == 1:
        return {}
    ruled_out = {(p.young_person, p.household) for p in ground.case.decisions.ruled_out}
    found: dict[str, list[tuple[int, str]]] = {}
    for home in report.households:
        for one in home.young_people:
            if (one.id, home.id) not in ruled_out:
                found.setdefault(one.id, []).append((one.rank, home.id))
    return {
        name: [home for _, home in sorted(ranked)] for name, ranked in found.items()
    }


def _theirs(
    ground: Ground, name: str, home: str, options: dict[str, list[str]]
) -> bool:
    """Tell whether a home is an option of theirs, or of a brother's or sister's."""
    person = ground.people.get(name)
    if person is None:
        return False
    together = ground.groups.get(person.sibling_group or "", [person])
    return any(home in options.get(one.id, ()) for one in together)


def _scarce(
    ground: Ground, options: dict[str, list[str]], homes: dict[str, str]
) -> Iterator[ScarceHome]:
    for household in {home for ranked in options.values() for home in ranked}:
        among = sorted(name for name, ranked in options.items() if household in ranked)
        first = [name for name in among if options[name][0] == household]
        families = {ground.people[name].sibling_group or (name,) for name in among}
        if first and len(families) > 1:
            yield ScarceHome(
                household=household,
                among_options_of=among,
                only_option_of=[name for name in first if len(options[name]) == 1],
                first_option_of=first,
                planned_for=sorted(name for name, h in homes.items() if h == household),
            )
