"""Who is on the agenda of a meeting, in which order, and who may see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from app.audit.service import record
from app.core.actor import Actor
from app.core.clock import now
from app.core.errors import ConflictError, FieldError, InvalidError, NotFoundError
from app.core.permissions import Permission, may, require
from app.decisions import service as decisions
from app.forum.models import AgendaItem, Meeting
from app.forum.repository import ForumRepository
from app.forum.service import in_the_room, is_own, to_change
from app.households import holds
from app.identity import service as identity
from app.match_runs import service as runs
from app.referrals import service as referrals
from app.requests import service as requests

USUAL_MINUTES = 15
MOST_HOMES = 3
"""Options of each young person the room is shown."""


@dataclass(frozen=True, slots=True)
class Line:
    """A young person on the agenda, as the reader may see them."""

    item: AgendaItem
    number: int
    name: str
    authority: str
    needed_by: date
    options: int | None
    open_options: int | None
    decision: Any
    changed: bool
    """Whether a decision about somebody else has taken a home among their options."""


def agenda(session: Session, actor: Actor, meeting: Meeting) -> list[Line]:
    """Return the agenda as far as the actor may see the young people on it."""
    require(actor, Permission.READ_FORUMS)
    if not may(actor, Permission.READ_DECISIONS):
        # An agency has its pack, and its part of the minutes.
        return []
    items = ForumRepository(session).agenda(meeting.id)
    shown = referrals.people(session, actor, (i.young_person_id for i in items))
    decided = decisions.made_on(session, actor, meeting.run_id)
    areas = {area.id: area.name for area in referrals.areas(session)}
    counts: dict[str, Any] = {}
    overtaken: set[str] = set()
    if is_own(actor, meeting):
        run = runs.get(session, actor, meeting.run_id)
        counts = runs.counts(session, actor, run)
        overtaken = _overtaken(session, actor, meeting.run_id, decided)
    lines = []
    for number, item in enumerate(items, 1):
        key = item.young_person_id
        if key not in shown:
            continue
        person = shown[key]
        found = counts.get(key)
        lines.append(
            Line(
                item=item,
                number=number,
                name=person.sharing_name,
                authority=areas.get(item.authority_id, ""),
                needed_by=date.fromisoformat(person.record["needed_by"]),
                options=found.options if found else None,
                open_options=found.open_options if found else None,
                decision=decided.get(key),
                changed=key in overtaken,
            )
        )
    return lines


def unasked(
    session: Session, actor: Actor, meeting: Meeting, lines: Sequence[Line]
) -> int:
    """Count those on the agenda with questions about whom nobody was asked."""
    keys = [
        line.item.young_person_id
        for line in lines
        if (line.options or 0) > (line.open_options or 0) and not line.decision
    ]
    run = runs.get(session, actor, meeting.run_id)
    asked = requests.asked_about(session, actor, keys, run.created_at)
    return len(set(keys) - asked)


def options_shown(
    session: Session, actor: Actor, meeting: Meeting
) -> dict[str, list[dict[str, Any]]]:
    """Return the options the room is shown of everybody on the agenda, by id."""
    run = runs.get(session, actor, meeting.run_id)
    shown = {}
    for item in ForumRepository(session).agenda(meeting.id):
        found = runs.found(session, actor, run, item.young_person_id)
        shown[item.young_person_id] = found["options"][:MOST_HOMES] if found else []
    return shown


def could_be_added(
    session: Session, actor: Actor, meeting: Meeting
) -> list[dict[str, Any]]:
    """Return those of the meeting's run who are not on its agenda, by day needed."""
    require(actor, Permission.RUN_FORUMS)
    run = runs.finished(session, actor, meeting.run_id)
    there = {i.young_person_id for i in ForumRepository(session).agenda(meeting.id)}
    counts = runs.counts(session, actor, run)
    needed = (run.names or {}).get("needed_by", {})
    rows = [
        {"id": key, "name": name, "needed_by": needed[key], "found": counts.get(key)}
        for key, name in runs.names(session, actor, run)["young_people"].items()
        if key not in there
    ]
    return sorted(rows, key=lambda row: (row["needed_by"], row["name"]))


def add(
    session: Session, actor: Actor, meeting_id: str, young_people: Sequence[str]
) -> None:
    """Put young people on the agenda, after those who are on it."""
    meeting = to_change(session, actor, meeting_id)
    repository = ForumRepository(session)
    known = [row["id"] for row in could_be_added(session, actor, meeting)]
    chosen = [key for key in known if key in set(young_people)]
    if not chosen:
        said = "Select at least one young person"
        raise InvalidError(errors=[FieldError(pointer="/young_person", detail=said)])
    last = max((i.position for i in repository.agenda(meeting.id)), default=0)
    for position, key in enumerate(chosen, last + 1):
        person = referrals.young_person(session, actor, key)
        repository.add(
            AgendaItem(
                meeting_id=meeting.id,
                young_person_id=person.id,
                authority_id=person.organisation_id,
                position=position,
                minutes=USUAL_MINUTES,
                not_reached=False,
                said={},
            )
        )
        _agenda_changed(session, actor, meeting, person.id)


def remove(session: Session, actor: Actor, meeting_id: str, item_id: str) -> None:
    """Take a young person off the agenda; a decision about them stays."""
    meeting = to_change(session, actor, meeting_id)
    item = item_of(session, meeting, item_id)
    if item.said:
        raise ConflictError("What was said about them is written down already.")
    ForumRepository(session).remove(item)
    _agenda_changed(session, actor, meeting, item.young_person_id)


def move(
    session: Session, actor: Actor, meeting_id: str, item_id: str, by: int
) -> None:
    """Move a young person up (``by`` -1) or down (1) the agenda."""
    meeting = to_change(session, actor, meeting_id)
    items = list(ForumRepository(session).agenda(meeting.id))
    at = items.index(item_of(session, meeting, item_id))
    if 0 <= at + by < len(items):
        items[at], items[at + by] = items[at + by], items[at]
        meeting.agenda_changed_at = now()
    for position, item in enumerate(items, 1):
        item.position = position
    record(session, actor, "forum.agenda_changed", "forum", meeting.id)


def line(session: Session, actor: Actor, meeting: Meeting, item_id: str) -> Line:
    """Return one line of the agenda."""
    for found in agenda(session, actor, meeting):
        if found.item.id == item_id:
            return found
    raise NotFoundError


def outside(
    session: Session, actor: Actor, meeting: Meeting, young_people: Sequence[str]
) -> dict[str, list[str]]:
    """Return for each of these who in the room may not see them, by name."""
    found: dict[str, list[str]] = {key: [] for key in young_people}
    for name, other in in_the_room(session, actor, meeting).values():
        seen = referrals.seen_also_by(session, actor, other, young_people)
        for key in found.keys() - seen:
            found[key].append(name)
    return found


def may_not_see(
    session: Session, actor: Actor, meeting: Meeting, item: AgendaItem
) -> list[str]:
    """Return the names of organisations in the room that may not see this."""
    key = item.young_person_id
    return outside(session, actor, meeting, [key])[key]


def owners(
    session: Session, actor: Actor, meeting: Meeting, item: AgendaItem
) -> dict[str, str]:
    """Return who can be asked to do something for a young person: id and name.

    The forum, and those in the room who may see them.
    """
    out = may_not_see(session, actor, meeting, item)
    names = {one.id: one.name for one in identity.list_organisations(session)}
    able = {
        key: name
        for key, (name, _) in in_the_room(session, actor, meeting).items()
        if name not in out
    }
    return able | {actor.organisation_id: names[actor.organisation_id]}


def start(session: Session, actor: Actor, meeting_id: str, item_id: str) -> None:
    """Start the time of a young person, or start it again."""
    meeting = to_change(session, actor, meeting_id)
    item = item_of(session, meeting, item_id)
    item.started_at = now()
    about, at = item.young_person_id, {"forum": meeting.id}
    record(session, actor, "forum.started", "young_person", about, at)


def show(session: Session, actor: Actor, meeting: Meeting, item: AgendaItem) -> None:
    """Put on record that a young person's page is shown in the room."""
    require(actor, Permission.RUN_FORUMS)
    detail = {"forum": meeting.id}
    key = item.young_person_id
    record(session, actor, "forum.shown", "young_person", key, detail)


def item_of(session: Session, meeting: Meeting, item_id: str) -> AgendaItem:
    """Return one item of a meeting's agenda; another's is not there."""
    for item in ForumRepository(session).agenda(meeting.id):
        if item.id == item_id:
            return item
    raise NotFoundError


def _overtaken(
    session: Session, actor: Actor, run_id: str, decided: dict[str, Any]
) -> set[str]:
    """Return those among whose options is a home held for somebody else by now.

    ``decided`` are the decisions of this meeting, by young person.
    """
    whose = {decision.id: key for key, decision in decided.items()}
    held_for: dict[str, set[str]] = {}
    for held in holds.standing(session):
        if held.decision_id in whose:
            held_for.setdefault(held.household_id, set()).add(whose[held.decision_id])
    run = runs.get(session, actor, run_id)
    options = runs.optional_for(session, actor, run, held_for)
    return {key for home, people in options.items() for key in people - held_for[home]}


def _agenda_changed(
    session: Session, actor: Actor, meeting: Meeting, young_person_id: str
) -> None:
    meeting.agenda_changed_at = now()
    detail = {"forum": meeting.id}
    key = young_person_id
    record(session, actor, "forum.agenda_changed", "young_person", key, detail)
