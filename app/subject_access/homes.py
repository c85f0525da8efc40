"""What is kept about one home and its carers, for them.

Only their own agency takes it out, with a reason, and that is on record.
"""

from sqlalchemy.orm import Session

from app.audit import service as audit
from app.core.actor import Actor
from app.core.clock import now
from app.core.permissions import Permission, require
from app.households import holds
from app.households import service as households
from app.match_runs import service as runs
from app.not_right import service as not_right
from app.notes import service as notes
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

HOW_TO_READ = """What Hearth keeps about {name}, taken out on {day}.

record.json     what their agency has recorded: the home, the carers, everybody who
                lives there, and what the carers say
profile.json    what is released to authorities in their words, and to which
runs.json       how many young people each match run of their agency found it could
                welcome
notes.json      what people know about it that is not in the record, as far as
                the agency reads it
not-right.json  young people the agency has said it is not right for, by their id, and
                why
held.json       when places in it were held
requests.json   what was asked about it, by whom, and the answers
who-saw.txt     who read or changed any of this, and when. People of other
                organisations are named by their organisation only

It tells of everybody in the home, of young people who live there too: take out what is
about somebody else before you hand it to one of them. What other organisations keep
about {name} is for them to say.
"""


def about(session: Session, actor: Actor, key: str) -> About:
    """Return whom it is about; that they were read goes on record.

    Raises
    ------
    NotFoundError
        When there is no such home, or it is another agency's.
    """
    require(actor, Permission.TAKE_OUT_RECORDS)
    home = households.own(session, actor, key)
    audit.record(session, actor, "household.read", "household", home.id)
    return About(home.id, home.label, f"/households/{home.id}", frozenset({home.id}))


def bundle(
    session: Session, actor: Actor, key: str, reason: str, seen_by: list[Seen]
) -> bytes:
    """Return everything kept about a home as a ZIP of files to read.

    Raises
    ------
    InvalidError
        When the reason is not one of the list.
    NotFoundError
        When there is no such home, or it is another agency's.
    """
    require(actor, Permission.TAKE_OUT_RECORDS)
    home = households.own(session, actor, key)
    check_reason(reason)
    detail = {"reason": reason}
    audit.record(session, actor, "household.exported", "household", key, detail)
    names = households.authorities(session)
    kept = releases.kept(session, actor, key)
    profile = kept.profile
    record = {
        "called": home.label,
        "reference": home.reference,
        "offered_to": [names[one.authority_id] for one in home.offers],
        "last_changed_at": home.updated_at,
        "record": home.record,
    }
    said = profile and {
        "names": profile.names,
        "about": profile.about,
        "agreed_on": profile.agreed_on,
        "released_to": [
            {"to": name, "since": one.released_at, "agreed_on": one.agreed_on}
            for name, one in kept.released.values()
        ],
    }
    files = {
        "read-me.txt": HOW_TO_READ.format(name=home.label, day=now().date()),
        "record.json": as_json(record),
        "profile.json": as_json(said),
        "runs.json": as_json(runs.counts_of_home(session, actor, key)),
        "notes.json": as_json(notes.kept_about(session, actor, key)),
        "not-right.json": as_json(not_right.kept_about(session, actor, key)),
        "held.json": as_json(holds.kept_of(session, actor, key)),
        "requests.json": as_json(requests.kept_about(session, actor, key)),
        "who-saw.txt": who_saw(seen_by),
    }
    return packed(files)
