"""What must agree between the parts of a case, beyond the shape of each."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from pydantic import ValidationError

from matching.case import Case, Household, Need, Strength, YoungPerson
from matching.criteria import CRITERIA
from matching.criteria.asking import parameters_of
from matching.input_errors import message

Wrong = tuple[str, str]
"""A JSON Pointer and what is wrong there, in words."""


def inconsistencies(case: Case) -> Iterator[Wrong]:
    """Yield everything in the case that contradicts something else in it."""
    for check in _CHECKS:
        yield from check(case)


def _ids_used_once(case: Case) -> Iterator[Wrong]:
    for name, records in (
        ("authorities", case.authorities),
        ("households", case.households),
        ("young_people", case.young_people),
    ):
        yield from _repeated(f"/{name}", (record.id for record in records))


def _repeated(at: str, ids: Iterable[str]) -> Iterator[Wrong]:
    seen: set[str] = set()
    for place, given in enumerate(ids):
        if given in seen:
            yield f"{at}/{place}/id", f"{given!r} is used for another one already"
        seen.add(given)


def _authorities_exist(case: Case) -> Iterator[Wrong]:
    # A case without the list takes authority ids as they are.
    if not case.authorities:
        return
    known = {authority.id for authority in case.authorities}
    for i, home in enumerate(case.households):
        for j, authority in enumerate(home.offered_to):
            if authority not in known:
                yield (
                    f"/households/{i}/offered_to/{j}",
                    f"no authority has the id {authority!r}",
                )
        if home.authority is not None and home.authority not in known:
            yield (
                f"/households/{i}/authority",
                f"no authority has the id {home.authority!r}",
            )
    for i, person in enumerate(case.young_people):
        if person.authority not in known:
            yield (
                f"/young_people/{i}/authority",
                f"no authority has the id {person.authority!r}",
            )


def _sibling_groups(case: Case) -> Iterator[Wrong]:
    sizes = Counter(p.sibling_group for p in case.young_people if p.sibling_group)
    for i, person in enumerate(case.young_people):
        if person.sibling_group and sizes[person.sibling_group] == 1:
            yield (
                f"/young_people/{i}/sibling_group",
                f"nobody else in the case is in sibling group {person.sibling_group!r}",
            )


def _places(case: Case) -> Iterator[Wrong]:
    lives_at: dict[str, int] = {}
    for i, home in enumerate(case.households):
        living, terms = home.placements.value, home.terms.value
        approved = terms.places if terms else None
        if approved is not None and len(living) > approved:
            yield (
                f"/households/{i}/placements",
                f"{len(living)} young people live here and the terms of approval are "
                f"for {approved}: check which is right",
            )
        for j, placement in enumerate(living):
            first = lives_at.setdefault(placement.young_person, i)
            if first != i or placement.young_person in {
                other.young_person for other in living[:j]
            }:
                yield (
                    f"/households/{i}/placements/{j}/young_person",
                    f"{placement.young_person!r} already lives at "
                    f"{case.households[first].id!r}",
                )


def _future(case: Case) -> Iterator[Wrong]:
    for i, person in enumerate(case.young_people):
        at = f"/young_people/{i}"
        if person.born > case.as_of:
            yield f"{at}/born", "is after the case's date"
        for code, behaviour in person.behaviours.items():
            month = behaviour.last_incident
            if month and month > case.as_of.isoformat()[: len(month)]:
                yield (
                    f"{at}/behaviours/{code}/last_incident",
                    "is after the case's date",
                )
    for i, home in enumerate(case.households):
        yield from _future_at_home(case, home, f"/households/{i}")


def _future_at_home(case: Case, home: Household, at: str) -> Iterator[Wrong]:
    if home.approved_on and home.approved_on > case.as_of:
        yield f"{at}/approved_on", "is after the case's date"
    if home.approval_ended and home.approval_ended > case.as_of:
        yield f"{at}/approval_ended", "is after the case's date"
    for j, agreement in enumerate(home.sharing_agreements):
        if agreement.agreed_on > case.as_of:
            yield f"{at}/sharing_agreements/{j}/agreed_on", "is after the case's date"
    for j, carer in enumerate(home.carers.value or ()):
        since = carer.fostering_since.value
        if since and since > case.as_of:
            yield f"{at}/carers/{j}/fostering_since", "is after the case's date"


def _needs(case: Case) -> Iterator[Wrong]:
    members: dict[str, set[str]] = {}
    for person in case.young_people:
        if person.sibling_group:
            members.setdefault(person.sibling_group, set()).add(person.id)
    for i, person in enumerate(case.young_people):
        for j, need in enumerate(person.needs):
            at = f"/young_people/{i}/needs/{j}"
            yield from need_errors(need, at)
            if need.criterion == "siblings_together":
                yield from _siblings_need(person, need, members, at)


def need_errors(need: Need, at: str) -> Iterator[Wrong]:
    """Yield what is wrong with one need by itself: criterion, strength, parameters."""
    criterion = CRITERIA.get(need.criterion)
    if criterion is None or criterion.gate:
        known = ", ".join(code for code, c in CRITERIA.items() if not c.gate)
        yield f"{at}/criterion", f"must be one of {known}"
        return
    if criterion.never_essential and need.strength is Strength.ESSENTIAL:
        yield f"{at}/strength", f"{need.criterion} can be preferred, never essential"
    try:
        parameters_of(criterion, need)
    except ValidationError as failed:
        for error in failed.errors():
            path = "".join(f"/{step}" for step in error["loc"])
            yield f"{at}/parameters{path}", message(error)


def _siblings_need(
    person: YoungPerson, need: Need, members: dict[str, set[str]], at: str
) -> Iterator[Wrong]:
    group = need.parameters.get("group") or person.sibling_group
    if group is None:
        yield f"{at}/parameters", "the young person is in no sibling group"
        return
    if group != person.sibling_group:
        yield f"{at}/parameters/group", "is not the young person's own sibling group"
        return
    split = need.parameters.get("sub_groups")
    if isinstance(split, list):
        named = [i for part in split if isinstance(part, list) for i in part]
        if sorted(map(str, named)) != sorted(members[person.sibling_group or ""]):
            yield (
                f"{at}/parameters/sub_groups",
                "must name every member of the sibling group once",
            )


def _decisions(case: Case) -> Iterator[Wrong]:
    homes = {home.id for home in case.households}
    people = {person.id for person in case.young_people}
    decided = case.decisions
    for name, pairs in (("fixed", decided.fixed), ("ruled_out", decided.ruled_out)):
        for i, pair in enumerate(pairs):
            at = f"/decisions/{name}/{i}"
            if pair.young_person not in people:
                yield f"{at}/young_person", "no young person in the case has this id"
            if pair.household not in homes:
                yield f"{at}/household", "no household in the case has this id"
    out = {(pair.young_person, pair.household) for pair in decided.ruled_out}
    fixed_to: dict[str, str] = {}
    for i, pair in enumerate(decided.fixed):
        at = f"/decisions/fixed/{i}"
        if (pair.young_person, pair.household) in out:
            yield at, "the same pair is ruled out"
        if fixed_to.setdefault(pair.young_person, pair.household) != pair.household:
            yield at, "the young person is fixed to another household already"


_CHECKS: tuple[Callable[[Case], Iterator[Wrong]], ...] = (
    _ids_used_once,
    _authorities_exist,
    _sibling_groups,
    _places,
    _future,
    _needs,
    _decisions,
)
