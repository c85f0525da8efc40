"""Living together in one home: the rules about who shares a home with whom."""

from collections.abc import Iterable, Iterator
from datetime import date

from matching.case import Household
from matching.criteria.base import Person


def needs_bedroom(person: Person) -> bool:
    """Tell whether a young person needs a bedroom of their own (NMS 10.6)."""
    return person.age > person.policy.own_bedroom_over_age.value


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


def exempted(ids: Iterable[str], home: Household, day: date) -> bool:
    """Tell whether an exemption names everyone who would be fostered here."""
    everyone = {*ids, *(p.young_person for p in home.placements.value)}
    return any(
        everyone <= set(exemption.young_people) and exemption.holds_on(day)
        for exemption in home.exemptions
    )
