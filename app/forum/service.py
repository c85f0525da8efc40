"""What can be done with the meetings of a forum."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from app.audit.service import record
from app.core.actor import Actor
from app.core.clock import now
from app.core.errors import ConflictError, FieldError, InvalidError, NotFoundError
from app.core.paging import Page
from app.core.permissions import Permission, may, require
from app.decisions import service as decisions
from app.forum.models import AgendaItem, Meeting
from app.forum.repository import ForumRepository
from app.forum.schemas import LONGEST_MEETING, LONGEST_NAME, ItemWrite, MeetingWrite
from app.households import holds
from app.identity import service as identity
from app.match_runs import service as runs
from app.referrals import service as referrals
from app.web.typed import LONGEST, too_long

USUAL_MINUTES = 15
SIGNED_OFF = "These minutes are signed off. Add a correction instead."


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


def page(session: Session, actor: Actor, number: int) -> Page[Meeting]:
    """Return one page of the meetings the actor may see, the latest first."""
    require(actor, Permission.READ_FORUMS)
    return ForumRepository(session).page(number)


def get(session: Session, actor: Actor, meeting_id: str) -> Meeting:
    """Return one meeting; that it was read goes on record."""
    require(actor, Permission.READ_FORUMS)
    found = ForumRepository(session).get(meeting_id)
    if found is None:
        raise NotFoundError
    record(session, actor, "forum.read", "forum", found.id)
    return found


def own(session: Session, actor: Actor, meeting_id: str) -> Meeting:
    """Return a meeting of the actor's own forum, to run it; others' are not there."""
    require(actor, Permission.RUN_FORUMS)
    found = get(session, actor, meeting_id)
    if not is_own(actor, found):
        raise NotFoundError
    return found


def is_own(actor: Actor, meeting: Meeting) -> bool:
    """Tell whether the actor's forum holds the meeting, and the actor may run it."""
    own = meeting.organisation_id == actor.organisation_id
    return own and may(actor, Permission.RUN_FORUMS)


def members(session: Session, actor: Actor) -> dict[str, str]:
    """Return the organisations that share with the actor's forum, by name."""
    require(actor, Permission.RUN_FORUMS)
    sharing = set(ForumRepository(session).members(actor.organisation_id))
    named = {one.id: one.name for one in identity.list_organisations(session)}
    pairs = ((key, name) for key, name in named.items() if key in sharing)
    return dict(sorted(pairs, key=lambda pair: pair[1]))


def arrange(session: Session, actor: Actor, wanted: MeetingWrite) -> Meeting:
    """Arrange a meeting that looks at what the newest run found."""
    require(actor, Permission.RUN_FORUMS)
    run = runs.newest(session, actor)
    wrong = _wrong_with(wanted, members(session, actor))
    if run is None:
        said = "Look for homes first: a meeting looks at what a match run found"
        wrong.append(FieldError(pointer="/name", detail=said))
    if run is None or wrong:
        raise InvalidError(errors=wrong)
    meeting = Meeting(run_id=run.id, corrections=[], created_at=now())
    _write(meeting, wanted)
    ForumRepository(session).add(meeting)
    record(session, actor, "forum.arranged", "forum", meeting.id)
    return meeting


def change(
    session: Session, actor: Actor, meeting_id: str, wanted: MeetingWrite
) -> Meeting:
    """Change when a meeting is and who is there."""
    meeting = _to_change(session, actor, meeting_id)
    wrong = _wrong_with(wanted, members(session, actor))
    if wrong:
        raise InvalidError(errors=wrong)
    _write(meeting, wanted)
    record(session, actor, "forum.changed", "forum", meeting.id)
    return meeting


def look_at_newest(session: Session, actor: Actor, meeting_id: str) -> None:
    """Have a meeting look at what the newest run found."""
    meeting = _to_change(session, actor, meeting_id)
    run = runs.newest(session, actor)
    if run is not None:
        meeting.run_id = run.id
        record(session, actor, "forum.changed", "forum", meeting.id, {"run": run.id})


def agenda(session: Session, actor: Actor, meeting: Meeting) -> list[Line]:
    """Return the agenda as far as the actor may see the young people on it."""
    require(actor, Permission.READ_FORUMS)
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
    meeting = _to_change(session, actor, meeting_id)
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
        _agenda_changed(session, actor, meeting.id, person.id)


def remove(session: Session, actor: Actor, meeting_id: str, item_id: str) -> None:
    """Take a young person off the agenda; a decision about them stays."""
    meeting = _to_change(session, actor, meeting_id)
    item = _item(session, meeting, item_id)
    if item.said:
        raise ConflictError("What was said about them is written down already.")
    ForumRepository(session).remove(item)
    _agenda_changed(session, actor, meeting.id, item.young_person_id)


def move(
    session: Session, actor: Actor, meeting_id: str, item_id: str, by: int
) -> None:
    """Move a young person up (``by`` -1) or down (1) the agenda."""
    meeting = _to_change(session, actor, meeting_id)
    items = list(ForumRepository(session).agenda(meeting.id))
    at = items.index(_item(session, meeting, item_id))
    if 0 <= at + by < len(items):
        items[at], items[at + by] = items[at + by], items[at]
    for position, item in enumerate(items, 1):
        item.position = position
    record(session, actor, "forum.agenda_changed", "forum", meeting.id)


def line(session: Session, actor: Actor, meeting: Meeting, item_id: str) -> Line:
    """Return one line of the agenda."""
    for found in agenda(session, actor, meeting):
        if found.item.id == item_id:
            return found
    raise NotFoundError


def may_not_see(
    session: Session, actor: Actor, meeting: Meeting, item: AgendaItem
) -> list[str]:
    """Return the names of organisations in the room that may not see this."""
    person = referrals.young_person(session, actor, item.young_person_id)
    referral = referrals.get(session, actor, person.referral_id)
    may_see = {item.authority_id, *(share.agency_id for share in referral.shares)}
    present = members(session, actor)
    return [
        present[key]
        for key in meeting.room["organisations"]
        if key not in may_see and key in present
    ]


def show(session: Session, actor: Actor, meeting: Meeting, item: AgendaItem) -> None:
    """Put on record that a young person's page is shown in the room."""
    require(actor, Permission.RUN_FORUMS)
    detail = {"forum": meeting.id}
    key = item.young_person_id
    record(session, actor, "forum.shown", "young_person", key, detail)


def write(
    session: Session, actor: Actor, meeting_id: str, item_id: str, wanted: ItemWrite
) -> None:
    """Write down what was said about a young person."""
    meeting = _to_change(session, actor, meeting_id)
    item = _item(session, meeting, item_id)
    said = {
        "views": wanted.views.strip(),
        "actions": wanted.actions.strip(),
        "knows_family": wanted.knows_family.strip(),
    }
    wrong = [
        FieldError(pointer=f"/{field}", detail=too)
        for field, text in said.items()
        if (too := too_long("This", text))
    ]
    if not 1 <= wanted.minutes <= LONGEST_MEETING:
        detail = f"Minutes must be between 1 and {LONGEST_MEETING}"
        wrong.append(FieldError(pointer="/minutes", detail=detail))
    if wrong:
        raise InvalidError(errors=wrong)
    item.said = {key: text for key, text in said.items() if text}
    item.minutes, item.not_reached = wanted.minutes, wanted.not_reached
    at = {"forum": meeting.id}
    about = item.young_person_id
    record(session, actor, "forum.minuted", "young_person", about, at)


def sign_off(session: Session, actor: Actor, meeting_id: str) -> None:
    """Sign the minutes off. Whoever was looked at has a decision, or was not reached.

    Raises
    ------
    InvalidError
        Naming the numbers on the agenda of those who have neither.
    """
    meeting = _to_change(session, actor, meeting_id)
    wrong = [
        FieldError(
            pointer=f"/item-{row.number}",
            detail=f"Decision for {row.name} is not recorded. Record it, or say that "
            "they were not reached",
        )
        for row in agenda(session, actor, meeting)
        if row.decision is None and not row.item.not_reached
    ]
    if wrong:
        raise InvalidError(errors=wrong)
    meeting.signed_by, meeting.signed_at = actor.person_id, now()
    record(session, actor, "forum.signed", "forum", meeting.id)


def correct(session: Session, actor: Actor, meeting_id: str, text: str) -> None:
    """Add a correction to minutes that are signed off."""
    meeting = own(session, actor, meeting_id)
    if meeting.signed_at is None:
        raise ConflictError("These minutes are not signed off yet. Change them.")
    said = text.strip()
    if not 0 < len(said) <= LONGEST:
        detail = f"Enter the correction, in {LONGEST:,} characters or fewer"
        raise InvalidError(errors=[FieldError(pointer="/correction", detail=detail)])
    added = {"text": said, "by": actor.person_id, "at": now().isoformat()}
    meeting.corrections = [*meeting.corrections, added]
    record(session, actor, "forum.corrected", "forum", meeting.id)


def kept_about(
    session: Session, actor: Actor, young_person_id: str
) -> list[dict[str, Any]]:
    """Return what meetings of forums have written about a young person."""
    require(actor, Permission.TAKE_OUT_RECORDS)
    repository = ForumRepository(session)
    found = []
    for item in repository.items_about(young_person_id):
        meeting = repository.get(item.meeting_id)
        if meeting is not None:
            found.append({"forum": meeting.name, "on": meeting.held_on, **item.said})
    return found


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


def _to_change(session: Session, actor: Actor, meeting_id: str) -> Meeting:
    meeting = own(session, actor, meeting_id)
    if meeting.signed_at is not None:
        raise ConflictError(SIGNED_OFF)
    return meeting


def _item(session: Session, meeting: Meeting, item_id: str) -> AgendaItem:
    for item in ForumRepository(session).agenda(meeting.id):
        if item.id == item_id:
            return item
    raise NotFoundError


def _agenda_changed(
    session: Session, actor: Actor, meeting_id: str, young_person_id: str
) -> None:
    detail = {"forum": meeting_id}
    key = young_person_id
    record(session, actor, "forum.agenda_changed", "young_person", key, detail)


def _wrong_with(wanted: MeetingWrite, known: dict[str, str]) -> list[FieldError]:
    wrong = []
    if not 0 < len(wanted.name.strip()) <= LONGEST_NAME:
        wrong.append(("name", f"Enter a name of up to {LONGEST_NAME} characters"))
    if wanted.held_on is None:
        wrong.append(("day", "Enter the date, for example 27 3 2027"))
    if not 1 <= wanted.length <= LONGEST_MEETING:
        wrong.append(("length", f"Minutes must be between 1 and {LONGEST_MEETING}"))
    if not wanted.organisations or not known.keys() >= set(wanted.organisations):
        wrong.append(("organisations", "Select who is in the room"))
    if too := too_long("Names", wanted.people):
        wrong.append(("people", too))
    return [FieldError(pointer=f"/{field}", detail=said) for field, said in wrong]


def _write(meeting: Meeting, wanted: MeetingWrite) -> None:
    if wanted.held_on is not None:
        meeting.held_on = wanted.held_on
    meeting.name = wanted.name.strip()
    meeting.length, meeting.hides_order = wanted.length, wanted.hides_order
    meeting.room = {
        "organisations": list(wanted.organisations),
        "people": wanted.people.strip(),
    }
