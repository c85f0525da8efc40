"""What is kept about one young person, for them or whoever asks on their behalf.

UK GDPR articles 12 and 15: in a form people can read, and machines too. Only the young
person's own authority takes it out, with a reason, and that is on record.
"""

from typing import Any

from sqlalchemy.orm import Session

from app.audit import service as audit
from app.core.actor import Actor
from app.core.clock import now
from app.core.errors import NotFoundError
from app.core.permissions import Permission, require
from app.decisions import service as decisions
from app.forum import service as forum
from app.identity import service as identity
from app.match_runs import service as runs
from app.moves import service as moves
from app.notes import service as notes
from app.referral_form import service as form
from app.referrals import service as referrals
from app.releases import service as releases
from app.requests import service as requests
from app.subject_access.bundle import (
    About,
    Seen,
    as_json,
    check_reason,
    packed,
    who_saw,
)
from app.what_ifs import service as what_ifs

HOW_TO_READ = """What Hearth keeps about {name}, taken out on {day}.

record.json     what their authority has recorded: facts, needs, what carers should know
                and what they say themselves
form.json       what was typed on the form they were referred with, if there was one
runs.json       what each match run of their authority found for them
what-ifs.json   changes their authority tried for them, why, and which it adopted
decisions.json  what was decided for them, why and by whom
notes.json      what people know that is not in the record, and who wrote it down
moves.json      where they moved and when, in the codes of the return (SSDA903)
released.json   which agency reads all of the referral, since when, and what it reads
forums.json     what was written about them at meetings of a forum
requests.json   what was asked about them, of whom and by whom, and the answers
who-saw.txt     who read or changed any of this, and when. People of other
                organisations are named by their organisation only

Options are other families' homes: they are named by their reference. What other
organisations keep about {name} is for them to say.
"""


def about(session: Session, actor: Actor, key: str) -> About:
    """Return whom it is about; that they were read goes on record.

    Raises
    ------
    NotFoundError
        When there is no such young person, or another authority keeps the record.
    """
    person = _own(session, actor, key)
    records = referrals.records_of(session, actor, person)
    address = f"/young-people/{person.id}"
    return About(person.id, person.sharing_name, address, records)


def bundle(
    session: Session, actor: Actor, key: str, reason: str, seen_by: list[Seen]
) -> bytes:
    """Return everything kept about a young person as a ZIP of files to read.

    Raises
    ------
    InvalidError
        When the reason is not one of the list.
    NotFoundError
        When there is no such young person, or another authority keeps the record.
    """
    person = _own(session, actor, key)
    check_reason(reason)
    detail = {"reason": reason}
    audit.record(session, actor, "young_person.exported", "young_person", key, detail)
    referral = referrals.get(session, actor, person.referral_id)
    record = {
        "name_to_use_when_sharing": person.sharing_name,
        "in_their_words": person.voice,
        "record": person.record,
        "referred_at": referral.created_at,
        "last_changed_at": referral.updated_at,
        "brothers_and_sisters_in_this_referral": len(referral.young_people) - 1,
        "shared_with": [
            organisation.name
            for organisation in identity.list_organisations(session)
            if organisation.id in {share.agency_id for share in referral.shares}
        ],
    }
    files = {
        "read-me.txt": HOW_TO_READ.format(name=person.sharing_name, day=now().date()),
        "record.json": as_json(record),
        "form.json": as_json(form.typed_of(session, actor, person.id)),
        "runs.json": as_json(runs.results_about(session, actor, person.id)),
        "what-ifs.json": as_json(what_ifs.about(session, actor, person.id)),
        "decisions.json": as_json(decisions.kept_about(session, actor, person.id)),
        "released.json": as_json(releases.released_about(session, actor, person.id)),
        "notes.json": as_json(notes.kept_about(session, actor, person.id)),
        "moves.json": as_json(moves.kept_about(session, actor, person.id)),
        "forums.json": as_json(forum.kept_about(session, actor, person.id)),
        "requests.json": as_json(requests.kept_about(session, actor, person.id)),
        "who-saw.txt": who_saw(seen_by),
    }
    return packed(files)


def _own(session: Session, actor: Actor, key: str) -> Any:
    require(actor, Permission.TAKE_OUT_RECORDS)
    person = referrals.young_person(session, actor, key)
    if not referrals.is_own(actor, person):
        raise NotFoundError
    return person
