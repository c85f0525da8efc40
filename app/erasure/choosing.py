"""How long an organisation keeps what it keeps: the rules, and what it chose."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy.orm import Session

from app.audit.service import Detail, record
from app.core.actor import Actor, OrganisationKind
from app.core.clock import now, today
from app.core.errors import FieldError, InvalidError
from app.core.permissions import Permission, require
from app.erasure.models import KeptFor
from app.erasure.repository import KeptForRepository
from app.erasure.rules import (
    BECAUSE,
    DRAFT,
    HOME,
    IN_TIME,
    REFERRAL,
    RUN,
    Rule,
    proposed,
    rules,
)

OF = {
    OrganisationKind.AUTHORITY: (REFERRAL, DRAFT, RUN),
    OrganisationKind.AGENCY: (HOME, RUN),
}
"""What each kind of organisation keeps that has its time."""


def rules_of(session: Session, actor: Actor, of: str) -> dict[str, Rule]:
    """Return the rules that hold for what the actor's organisation keeps."""
    return rules(of, days_of(session, actor.organisation_id))


def days_of(session: Session, organisation_id: str) -> dict[str, int]:
    """Return the days an organisation chose, by the rule."""
    chosen = KeptForRepository(session).of(organisation_id)
    return {rule: one.days for rule, one in chosen.items()}


def rules_kept(session: Session, actor: Actor) -> list[Rule]:
    """Return every rule for what the actor's organisation keeps, in order."""
    require(actor, Permission.ERASE_RECORDS)
    found = [
        rule
        for of in OF.get(actor.organisation_kind, ())
        for rule in rules_of(session, actor, of).values()
    ]
    return list(dict.fromkeys(found))


def choose(session: Session, actor: Actor, typed: Mapping[str, str]) -> None:
    """Keep what is kept for these numbers of days, typed by the rule, from now on.

    Raises
    ------
    InvalidError
        With everything there is to put right; nothing is kept then.
    """
    require(actor, Permission.ERASE_RECORDS)
    rules = rules_kept(session, actor)
    if wrong := _wrong(rules, typed):
        raise InvalidError(errors=wrong)
    repository = KeptForRepository(session)
    chosen = repository.of(actor.organisation_id)
    proposals = {rule.code: rule.days for rule in proposed()}
    for rule in rules:
        days = int(typed[rule.code])
        if days == rule.days:
            continue
        if before := chosen.get(rule.code):
            repository.remove(before)
        if days != proposals[rule.code]:
            repository.add(
                KeptFor(
                    rule=rule.code,
                    days=days,
                    chosen_by=actor.person_id,
                    chosen_at=now(),
                )
            )
        detail: Detail = {"rule": rule.code, "days": days, "before": rule.days}
        whose = actor.organisation_id
        record(session, actor, "retention.changed", "retention", whose, detail)


def check_because(because: str, until: date | None) -> None:
    """Refuse to erase for no reason, or in time before its day; None is no day.

    Raises
    ------
    InvalidError
        Saying which it is.
    """
    said = None
    if because not in BECAUSE:
        said = "Select why everything about them is erased"
    elif because == IN_TIME and until is None:
        said = "No time runs for them yet. Select another reason"
    elif because == IN_TIME and until is not None and until > today():
        day = f"{until.day} {until:%B %Y}"
        said = f"The time they are kept runs until {day}. Select another reason"
    if said:
        raise InvalidError(errors=[FieldError(pointer="/because", detail=said)])


def _wrong(rules: Sequence[Rule], typed: Mapping[str, str]) -> list[FieldError]:
    wrong = []
    for rule in rules:
        given = typed.get(rule.code, "")
        is_number = given.isascii() and given.isdigit() and len(given) <= 5
        if not is_number or not rule.least <= int(given) <= rule.most:
            said = f"Days must be a number from {rule.least:,} to {rule.most:,}"
            wrong.append(FieldError(pointer=f"/{rule.code}", detail=said))
    return wrong
