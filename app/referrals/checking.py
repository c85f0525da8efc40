"""What is wrong with a referral that was sent, and the form it is kept in."""

import json
from contextlib import suppress
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from app.core.actor import Actor, OrganisationKind
from app.core.clock import today
from app.core.errors import FieldError, InvalidError
from app.core.records import checked
from app.frameworks import service as frameworks
from app.identity import service as identity
from app.referrals.changing import shared_with
from app.referrals.models import Referral, YoungPerson
from app.referrals.schemas import YoungPersonWrite
from matching.case import Need, YoungPersonFacts
from matching.case_checks import need_errors


def as_kept(
    session: Session,
    actor: Actor,
    young_people: list[YoungPersonWrite],
    share_with: list[str],
) -> list[dict[str, Any]]:
    """Return the records as they will be kept, or raise InvalidError with every error.

    Who it is shared with is looked at too, so that all there is to put right is said
    at once.
    """
    kept: list[dict[str, Any]] = []
    wrong: list[FieldError] = []
    for place, given in enumerate(young_people):
        at = f"/young_people/{place}/record"
        try:
            facts = checked(YoungPersonFacts, given.record, at)
        except InvalidError as failed:
            wrong += failed.errors
            continue
        wrong += _at_odds(facts, at)
        kept.append(facts)
    wrong += _unknown_agencies(session, actor, share_with)
    if wrong:
        raise InvalidError(errors=wrong)
    return kept


def _at_odds(facts: dict[str, Any], at: str) -> list[FieldError]:
    """Return what each field allows and the whole does not."""
    wrong = [
        FieldError(pointer=pointer, detail=detail)
        for number, need in enumerate(facts.get("needs", []))
        if need["criterion"] != "siblings_together"
        for pointer, detail in need_errors(
            Need.model_validate_json(json.dumps(need)), f"{at}/needs/{number}"
        )
    ]
    if date.fromisoformat(facts["born"]) > today():
        wrong.append(FieldError(pointer=f"{at}/born", detail="must be in the past"))
    return wrong


def _unknown_agencies(
    session: Session, actor: Actor, ids: list[str]
) -> list[FieldError]:
    known = {
        organisation.id
        for organisation in identity.list_organisations(session)
        if organisation.kind is OrganisationKind.AGENCY
    } | {framework.id for framework in frameworks.of_actor(session, actor)}
    return [
        FieldError(pointer=f"/share_with/{place}", detail="is not an agency known here")
        for place, given in enumerate(ids)
        if given not in known
    ]


def name_siblings(people: list[YoungPerson]) -> None:
    """Put ids where a need for brothers and sisters named them by their place."""
    for person in people:
        person.record = _named(person.record, people)


def _named(facts: dict[str, Any], people: list[YoungPerson]) -> dict[str, Any]:
    ids = {place: person.id for place, person in enumerate(people, 1)}
    kept: dict[str, Any] = json.loads(json.dumps(facts))
    if kept.get("cannot_live_with"):
        places = {str(place): key for place, key in ids.items()}
        kept["cannot_live_with"] = [
            places.get(one, one) for one in kept["cannot_live_with"]
        ]
    for need in kept.get("needs", []):
        parts = need.get("parameters", {}).get("sub_groups")
        if need["criterion"] == "siblings_together" and parts:
            need["parameters"]["sub_groups"] = [
                [ids.get(one, one) for one in part] for part in parts
            ]
    return kept


def is_same(
    referral: Referral, young_people: list[YoungPersonWrite], share_with: list[str]
) -> bool:
    """Tell whether keeping what was sent would change nothing."""
    people = referral.young_people
    shared = shared_with(referral) == set(share_with)
    if not shared or len(people) != len(young_people):
        return False
    with suppress(InvalidError):
        return all(
            (person.sharing_name, person.voice) == (given.sharing_name, given.voice)
            and person.record
            == _named(checked(YoungPersonFacts, given.record, "/record"), people)
            for person, given in zip(people, young_people, strict=True)
        )
    return False
