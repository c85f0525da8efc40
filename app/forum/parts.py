"""What each organisation in the room has of a meeting: a pack, a part of the minutes.

The forum makes them of what that organisation may see. They are kept, so that who is
not of the forum can read them, and shown while all they tell of is still shared.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from app.audit.service import record
from app.core.actor import Actor
from app.core.clock import now
from app.core.errors import (
    ConflictError,
    FieldError,
    InvalidError,
    or_not_found,
)
from app.core.permissions import Permission, require
from app.forum.models import Meeting, Part, PartOpened
from app.forum.repository import ForumRepository
from app.forum.service import get, in_the_room
from app.households import service as households
from app.identity import service as identity
from app.notifications import service as notifications
from app.packs import service as packs
from app.packs.service import Recipient
from app.referrals import service as referrals

PACK, MINUTES = "pack", "minutes"
OUT_OF_DATE = (
    "What is shared with you has changed since this was made. Ask the chair to make it "
    "again."
)
AGENDA_CHANGED = "The agenda was changed."


@dataclass(frozen=True, slots=True)
class PackLine:
    """The pack of one organisation in the room; ``why_old`` says why to make it again.

    ``people`` is how many on the agenda it may see.
    """

    id: str
    name: str
    people: int
    made_at: datetime | None
    opened: Sequence[PartOpened]
    why_old: str


def recipients(
    session: Session, actor: Actor, meeting: Meeting
) -> dict[str, Recipient]:
    """Return the forum and each organisation in the room, by id.

    Each with whom and what it may see; the forum itself first.
    """
    agenda = ForumRepository(session).agenda(meeting.id)
    about = [item.young_person_id for item in agenda]
    own = meeting.organisation_id
    [name] = [o.name for o in identity.list_organisations(session) if o.id == own]
    found = {own: Recipient(name, actor, set(about), set())}
    for key, (named, other) in in_the_room(session, actor, meeting).items():
        found[key] = Recipient(
            named,
            other,
            referrals.seen_also_by(session, actor, other, about),
            households.seen_also_by(session, actor, other),
        )
    return found


def to_make(
    session: Session, actor: Actor, meeting: Meeting, only_for: str = ""
) -> dict[str, list[str]]:
    """Return the young people of each pack that can be made, by whom it is for.

    Everybody in the room who may see somebody on the agenda, and the forum itself; or
    one organisation alone, by its id.

    Raises
    ------
    InvalidError
        When there is none.
    """
    agenda = [i.young_person_id for i in ForumRepository(session).agenda(meeting.id)]
    found = {
        key: people
        for key, to in recipients(session, actor, meeting).items()
        if only_for in ("", key)
        and (people := [one for one in agenda if one in to.people])
    }
    if not found:
        said = "Nobody in the room may see anybody on the agenda"
        raise InvalidError(errors=[FieldError(pointer="/pack", detail=said)])
    return found


def make_pack(
    session: Session, actor: Actor, meeting: Meeting, key: str, people: Sequence[str]
) -> None:
    """Make the pack of one organisation, with its files, in place of an earlier one."""
    to = recipients(session, actor, meeting)[key]
    is_own = key == meeting.organisation_id
    pack = packs.make(
        session,
        actor,
        meeting.run_id,
        people,
        to.name,
        in_order=not meeting.hides_order,
        names_homes=not meeting.hides_homes,
        recipient=None if is_own else to,
    )
    pack = replace(pack, title=f"Forum pack: {meeting.name}, {meeting.when}")
    kept = {
        "people": list(people),
        "homes": pack.homes,
        "run": meeting.run_id,
        "pack": asdict(pack),
    }
    files = {name: write(pack) for name, (write, _) in packs.FILES.items()}
    _keep(session, meeting, key, PACK, kept, files)


def tell_made(
    session: Session, actor: Actor, meeting: Meeting, made: Collection[str]
) -> None:
    """Put on record that packs were made, and tell whom they are for."""
    record(session, actor, "forum.packs_made", "forum", meeting.id)
    others = [key for key in made if key != meeting.organisation_id]
    notifications.tell(session, actor, "forum.pack", meeting.id, others)


def keep_minutes(
    session: Session, actor: Actor, meeting: Meeting, told: dict[str, dict[str, Any]]
) -> None:
    """Keep the part of the minutes of each agency that has one, by its id."""
    for key, content in told.items():
        _keep(session, meeting, key, MINUTES, content)
    notifications.tell(session, actor, "forum.minutes", meeting.id, told)


def lines(session: Session, actor: Actor, meeting: Meeting) -> list[PackLine]:
    """Return the packs of a meeting of one's own, by organisation."""
    require(actor, Permission.RUN_FORUMS)
    repository = ForumRepository(session)
    made = {part.to_id: part for part in repository.parts(meeting.id, PACK)}
    opened = repository.openings([part.id for part in made.values()])
    return [
        PackLine(
            key,
            to.name,
            len(to.people),
            made[key].made_at if key in made else None,
            [one for one in opened if key in made and one.part_id == made[key].id],
            _why_old(session, actor, meeting, made[key], to) if key in made else "",
        )
        for key, to in recipients(session, actor, meeting).items()
    ]


def _why_old(
    session: Session, actor: Actor, meeting: Meeting, part: Part, to: Recipient
) -> str:
    if part.content["run"] != meeting.run_id:
        return "The meeting looks at a newer match run."
    if set(part.content["people"]) != to.people:
        return "Somebody else is on the agenda, or shared."
    if agenda_changed_since(meeting, part):
        return AGENDA_CHANGED
    people = part.content["people"]
    count = referrals.changed_since(session, actor, people, part.made_at)
    if count:
        return f"{count:,} {'referral' if count == 1 else 'referrals'} changed."
    return ""


def agenda_changed_since(meeting: Meeting, part: Part) -> bool:
    """Tell whether who is on the agenda, or in which order, was changed since."""
    changed = meeting.agenda_changed_at
    return changed is not None and changed > part.made_at


def file(
    session: Session, actor: Actor, meeting_id: str, form: str
) -> tuple[bytes, str]:
    """Return the pack of the actor's organisation as a file, and its media type.

    ``form`` is one of packs.FILES; that it was read is kept.
    """
    content = read(session, actor, meeting_id, PACK).content
    write, media_type = packs.FILES[form]
    key = actor.organisation_id
    part = or_not_found(ForumRepository(session).part_for(key, meeting_id, PACK))
    set_before = part.pdf if form == "pdf" else part.word
    # Packs of earlier versions were kept without their files.
    return set_before or write(packs.PACK.validate_python(content["pack"])), media_type


def has(session: Session, actor: Actor, meeting: Meeting, kind: str) -> bool:
    """Tell whether the actor's organisation has this of a meeting."""
    key = actor.organisation_id
    return ForumRepository(session).part_for(key, meeting.id, kind) is not None


def read(session: Session, actor: Actor, meeting_id: str, kind: str) -> Part:
    """Return what the actor's organisation has of a meeting; that it was read is kept.

    Raises
    ------
    NotFoundError
        When it has nothing.
    ConflictError
        When somebody or a home in it is not shared any more.
    """
    meeting = get(session, actor, meeting_id)
    repository = ForumRepository(session)
    part = or_not_found(repository.part_for(actor.organisation_id, meeting.id, kind))
    content: dict[str, Any] = part.content
    people, homes = set(content["people"]), set(content["homes"])
    seen = referrals.still_seen(session, actor, people)
    if seen != people or not homes <= households.still_seen(session, actor):
        raise ConflictError(OUT_OF_DATE)
    for key in content["people"]:
        detail = {"forum": meeting.id}
        record(session, actor, "pack.read", "young_person", key, detail)
    if repository.opened(part.id, actor.person_id) is None:
        names = identity.names_of(session, {actor.person_id})
        repository.add(
            PartOpened(
                part_id=part.id,
                to_id=part.organisation_id,
                person_id=actor.person_id,
                name=names.get(actor.person_id, "Somebody"),
                opened_at=now(),
            )
        )
    return part


def _keep(
    session: Session,
    meeting: Meeting,
    to_id: str,
    kind: str,
    content: dict[str, Any],
    files: Mapping[str, bytes] | None = None,
) -> None:
    """Keep a part anew: who opened the one before opened another."""
    repository = ForumRepository(session)
    before = repository.part_for(to_id, meeting.id, kind)
    if before is not None:
        repository.remove(before)
    repository.add(
        Part(
            meeting_id=meeting.id,
            to_id=to_id,
            kind=kind,
            content=content,
            pdf=files["pdf"] if files else None,
            word=files["docx"] if files else None,
            made_at=now(),
        )
    )
