"""Living together in one home: the rules about who shares a home with whom."""

from collections.abc import Iterable, Iterator, Sequence

from matching.case import Household
from matching.criteria.area import area_of
from matching.criteria.base import Person


def needs_bedroom(person: Person) -> bool:
    """Tell whether a young person needs a bedroom of their own (NMS 10.6)."""
    return person.age > person.policy.own_bedroom_over_age.value


def who_lives_there(home: Household) -> set[str]:
    """Return the ids of the children who live there, as far as they have one."""
    of_the_family = {c.id for c in home.children.value or () if c.id is not None}
    return of_the_family | {p.young_person for p in home.placements.value}


def shares_with(person: Person, home: Household) -> Iterator[str]:
    """Yield those whom the young person may share a bedroom with in this home.

    The responsible authority of each must have agreed in writing (NMS 10.6).
    """
    authorities = {p.young_person: p.authority for p in home.placements.value}
    own = person.record.authority
    for agreement in home.sharing_agreements:
        if person.record.id not in agreement.between:
            continue
        for other in sorted(set(agreement.between) - {person.record.id}):
            if {own, authorities.get(other) or own} <= set(agreement.agreed_by):
                yield other


def all_siblings(members: Iterable[Person], home: Household) -> bool:
    """Tell whether everyone fostered here would be brothers and sisters."""
    related: dict[str, set[str]] = {}
    for member in members:
        related[member.record.id] = set(member.siblings)
    for placement in home.placements.value:
        related[placement.young_person] = set(placement.siblings)
    everyone = sorted(related)
    return all(
        b in related[a] or a in related[b]
        for i, a in enumerate(everyone)
        for b in everyone[i + 1 :]
    )


def exempted(members: Sequence[Person], home: Household) -> bool:
    """Tell whether an exemption names everyone who would be fostered here.

    Only the authority in whose area the carers live can give one (Children Act 1989
    Schedule 7 paragraph 4); where it is not recorded, the exemption is taken as given.
    """
    everyone = {m.record.id for m in members}
    everyone |= {p.young_person for p in home.placements.value}
    area = area_of(home, members[0])
    return any(
        area in (None, exemption.authority)
        and everyone <= set(exemption.young_people)
        and all(exemption.holds_on(m.day) for m in members)
        for exemption in home.exemptions
    )
