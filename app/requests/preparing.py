"""What can be asked, of whom and in which words, before it is asked."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from app.core.actor import Actor, OrganisationKind
from app.core.clock import today
from app.core.errors import NotFoundError
from app.frameworks import service as frameworks
from app.households import service as households
from app.identity import service as identity
from app.match_runs import service as runs
from app.referrals import service as referrals
from app.requests.models import SUGGESTION
from app.web.templates import day
from app.what_ifs import service as what_ifs
from matching.case import Change

AGENCY_SIDE = {"agency", "carers"}
YOUNG_PERSON = "young person"
"""The source of a need that is the young person's own wish."""
USUAL_WAIT = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Prepared:
    """One side's part of what can be asked, ready to be sent.

    ``of`` is agency or authority; ``is_change`` tells an opening from a question.
    ``why_not`` says why it cannot be asked as things are; ``reasons`` are why it was
    asked for, with their source.
    """

    of: str
    is_change: bool
    to_id: str
    to_name: str
    what: str
    message: str
    due: date
    reasons: list[dict[str, str | None]] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    was: dict[str, str] = field(default_factory=dict)
    figure: dict[str, Any] | None = None
    talk_first: bool = False
    why_not: str = ""
    about: str = ""
    """The criterion a question is about, or SUGGESTION; nothing for a change."""


@dataclass(frozen=True, slots=True)
class About:
    """Whom and which home it is about, as the one who asks sees them."""

    person: Any
    home: Any
    home_name: str
    needed_by: date
    sides: dict[str, tuple[str, str, str]]
    """Of each side the organisation's id, its name and why it cannot be asked."""


def about(
    session: Session, actor: Actor, young_person_id: str, household_id: str
) -> About:
    """Return whom it is about, and each side's organisation."""
    person = referrals.young_person(session, actor, young_person_id)
    home = households.get(session, actor, household_id)
    referral = referrals.get(session, actor, person.referral_id)
    names = {one.id: one.name for one in identity.list_organisations(session)}
    agency, authority = home.organisation_id, person.organisation_id
    # An agency sees its own share and offers alone, and there is no other side to tell.
    shares = (share.agency_id for share in referral.shares)
    offers = (offer.authority_id for offer in home.offers)
    on = frameworks.lists(session)
    shared = on.reached(shares, authority, OrganisationKind.AGENCY)
    offered = on.reached(offers, agency, OrganisationKind.AUTHORITY)
    own = actor.organisation_id
    closed = referrals.IS_CLOSED if referrals.is_closed(referral) else ""
    unshared = f"This referral is not shared with {names[agency]}. Share it first."
    unoffered = f"This home is not offered to {names[authority]}."
    return About(
        person,
        home,
        households.name_for(actor, home),
        referrals.needed_by(person),
        {
            "agency": (
                agency,
                names[agency],
                closed or ("" if agency in (*shared, own) else unshared),
            ),
            "authority": (
                authority,
                names[authority],
                closed or ("" if authority in (*offered, own) else unoffered),
            ),
        },
    )


def of_opening(
    session: Session, actor: Actor, run_id: str, it: About, number: int
) -> list[Prepared]:
    """Return what each side would be asked to make an opening of one home."""
    key, home = it.person.id, it.home.id
    opening = what_ifs.opening_of(session, actor, run_id, key, number)
    case = what_ifs.frozen_case(session, actor, run_id)
    frozen = json.loads(runs.frozen(session, actor, run_id))
    then = {one["id"]: one for one in (*frozen["young_people"], *frozen["households"])}
    try:
        changes = what_ifs.changes_of(case, key, opening, home)
    except LookupError:
        raise NotFoundError from None
    found = []
    for of in ("agency", "authority"):
        theirs = [change for change in opening["changes"] if of in _sides(change)]
        own = [one for one in changes if bool(one.household) is (of == "agency")]
        if own and not theirs:
            # Others may allow it; it stands in this side's record.
            theirs = opening["changes"]
        if theirs:
            found.append(_of_change(it, of, theirs, own, then))
    return found


def of_question(
    session: Session, actor: Actor, run_id: str, it: About, number: int
) -> list[Prepared]:
    """Return a question on an option, as it would be asked."""
    run = runs.get(session, actor, run_id)
    result = runs.result(session, actor, run, it.person.id)
    options = [o for o in result["options"] if o["household"] == it.home.id]
    questions = options[0]["questions"] if options else []
    if not 0 <= number < len(questions):
        raise NotFoundError
    return [question(it, questions[number])]


def of_suggestion(it: About, own: str) -> list[Prepared]:
    """Return how an agency suggests a home of its own to a young person's authority.

    What it says names the home as neither side alone calls it.
    """
    if it.home.organisation_id != own or it.person.organisation_id == own:
        raise NotFoundError
    to_id, to_name, why_not = it.sides["authority"]
    name = it.person.sharing_name
    return [
        Prepared(
            "authority",
            is_change=False,
            to_id=to_id,
            to_name=to_name,
            what=f"This home is suggested for {name}.",
            message=f"{_hello(it)} We would like to suggest this home. It is a "
            "suggestion, not an offer.",
            due=_due(it),
            why_not=why_not,
            about=SUGGESTION,
        )
    ]


def question(it: About, asked: dict[str, Any]) -> Prepared:
    """Return one question of an option, as it would be asked."""
    of = "agency" if asked["ask"] in AGENCY_SIDE else "authority"
    to_id, to_name, why_not = it.sides[of]
    who = "" if of == "agency" or asked["ask"] == "authority" else f" ({asked['ask']})"
    return Prepared(
        of,
        is_change=False,
        to_id=to_id,
        to_name=to_name + who,
        what=asked["sentence"],
        message=f"{_hello(it)} Before anything is decided we need to find this out.",
        due=_due(it),
        why_not=why_not,
        about=asked["about"],
    )


def _sides(change: dict[str, Any]) -> set[str]:
    return {
        "agency" if who in AGENCY_SIDE else "authority"
        for who in change["lifted_by"][0]
    }


def _of_change(
    it: About,
    of: str,
    theirs: Sequence[dict[str, Any]],
    changes: list[Change],
    then: dict[str, Any],
) -> Prepared:
    to_id, to_name, why_not = it.sides[of]
    clauses = "; and ".join(change["sentence"] for change in theirs)
    talk_first = any(change["source"] == YOUNG_PERSON for change in theirs)
    home = "Your home" if of == "agency" else "A home"
    closing = "Could that be? If it cannot, tell us why."
    if talk_first:
        closing = f"Talk with {it.person.sharing_name} before you answer."
    return Prepared(
        of,
        is_change=True,
        to_id=to_id,
        to_name=to_name,
        what=f"If {clauses}.",
        message=f"{_hello(it)} {home} would be an option if {clauses}. {closing}",
        due=_due(it),
        reasons=[
            {part: change[part] for part in ("reason", "source", "confirmed_on")}
            for change in theirs
            if change["reason"] and of == "authority"
        ],
        changes=changes,
        was=_hashes(then, changes),
        figure=_figure(theirs, changes),
        talk_first=talk_first,
        why_not=why_not,
    )


def _hello(it: About) -> str:
    return f"{it.person.sharing_name} needs a home by {day(it.needed_by)}."


def usual_due() -> date:
    """Return the day an answer is asked for where nobody says another."""
    return today() + USUAL_WAIT


def _due(it: About) -> date:
    """Return a week from now, or sooner where the home is needed sooner."""
    usual = usual_due()
    return min(usual, it.needed_by) if it.needed_by >= today() else usual


def _figure(
    theirs: Sequence[dict[str, Any]], changes: Sequence[Change]
) -> dict[str, Any] | None:
    """Return what can be agreed to in part: the one figure that would be another."""
    if len(theirs) != 1 or len(changes) != 1:
        return None
    was, to = theirs[0]["from"], changes[0].to
    if not (_is_number(was) and _is_number(to)):
        return None
    return {"from": was, "to": to, "unit": theirs[0]["unit"]}


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _hashes(then: dict[str, Any], changes: Iterable[Change]) -> dict[str, str]:
    found = {}
    for change in changes:
        key, part = str(change.young_person or change.household), change.steps[0]
        found[f"{key}/{part}"] = hash_of(then[key].get(part))
    return found


def hash_of(value: Any) -> str:
    """Return what tells whether a part of a record is as it was."""
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()
