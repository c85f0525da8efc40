"""Looking at runs, and at what of one is still shown to its reader."""

import json
import zlib
from collections.abc import Set
from typing import Any

from sqlalchemy.orm import Session

from app.audit.service import record
from app.core.actor import Actor
from app.core.errors import ConflictError, or_not_found
from app.core.paging import Page
from app.core.permissions import Permission, require
from app.households import service as households
from app.jobs.models import JobState
from app.match_runs.models import MatchHome, MatchResult, MatchRun
from app.match_runs.repository import MatchRunRepository
from app.match_runs.seen import OLDER, Seen
from app.referrals import service as referrals


def page(session: Session, actor: Actor, number: int) -> Page[MatchRun]:
    """Return one page of the organisation's runs."""
    require(actor, Permission.READ_MATCH_RUNS)
    return MatchRunRepository(session).page(number)


def get(session: Session, actor: Actor, run_id: str) -> MatchRun:
    """Return one run."""
    require(actor, Permission.READ_MATCH_RUNS)
    return or_not_found(MatchRunRepository(session).get(run_id))


def finished(session: Session, actor: Actor, run_id: str) -> MatchRun:
    """Return one run with what it found; that it was read goes on record."""
    require(actor, Permission.READ_MATCH_RUNS)
    found = or_not_found(MatchRunRepository(session).whole(run_id))
    record(session, actor, "run.read", "match_run", found.id)
    return found


def frozen(session: Session, actor: Actor, run_id: str) -> bytes:
    """Return the case a finished run looked at, as JSON."""
    require(actor, Permission.START_MATCH_RUNS)
    found = or_not_found(MatchRunRepository(session).whole(run_id))
    if found.state != JobState.DONE or found.frozen is None:
        raise ConflictError("This run has not found anything to start from.")
    return zlib.decompress(found.frozen)


def newest(session: Session, actor: Actor) -> MatchRun | None:
    """Return the newest run that found something."""
    require(actor, Permission.READ_MATCH_RUNS)
    return MatchRunRepository(session).newest_done()


def seen(session: Session, actor: Actor, run: MatchRun) -> Seen:
    """Return those of a run who are still shared with the actor, and which homes."""
    people, homes = people_of(run).keys(), homes_of(run).keys()
    people_now = referrals.still_seen(session, actor, people)
    homes_now = households.still_seen(session, actor) & homes
    all_there = people_now >= people and homes_now >= homes
    return Seen(people_now, homes_now, all_there and run.emptied_at is None)


def why_older(session: Session, actor: Actor, run: MatchRun) -> str | None:
    """Return why nothing is worked out from a run any more, if so."""
    return None if seen(session, actor, run).whole else OLDER


def must_be_whole(session: Session, actor: Actor, run: MatchRun) -> None:
    """Refuse to work anything out of a run that looked at what is withdrawn now.

    Raises
    ------
    ConflictError
        What came of it would tell of those who are no longer shared.
    """
    why = why_older(session, actor, run)
    if why is not None:
        raise ConflictError(why)


def names(session: Session, actor: Actor, run: MatchRun) -> dict[str, dict[str, str]]:
    """Return what those of a run are called who are still shared with the actor."""
    return names_of(run, seen(session, actor, run))


def names_of(run: MatchRun, shared: Seen) -> dict[str, dict[str, str]]:
    """Return what those of a run are called who are shared."""
    return {
        **(run.names or {}),
        "young_people": _only(people_of(run), shared.young_people),
        "homes": _only(homes_of(run), shared.homes),
    }


def people_of(run: MatchRun) -> dict[str, str]:
    """Return whom a run looked for, shared now or not: names by id."""
    found: dict[str, str] = (run.names or {}).get("young_people", {})
    return found


def homes_of(run: MatchRun) -> dict[str, str]:
    """Return the homes a run looked at, shared now or not: names by id."""
    found: dict[str, str] = (run.names or {}).get("homes", {})
    return found


def opened(kept: MatchResult | MatchHome) -> dict[str, Any]:
    """Return what a run found, as it was written."""
    content: dict[str, Any] = json.loads(zlib.decompress(kept.content))
    if isinstance(kept, MatchResult):
        # Runs of earlier versions looked for none.
        content.setdefault("openings", [])
    return content


def _only(names: dict[str, str], shared: Set[str]) -> dict[str, str]:
    return {key: name for key, name in names.items() if key in shared}
