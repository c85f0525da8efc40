"""What match runs found: it goes by itself on its day, and figures stay."""

from datetime import timedelta

from app.audit.service import record
from app.core.actor import OPERATOR, Actor, Role
from app.core.clock import now
from app.core.db import SystemSession
from app.erasure.choosing import days_of
from app.erasure.rules import RUN, rules
from app.identity import service as identity
from app.match_runs import erasing as runs
from app.what_ifs import erasing as what_ifs

ENDED = "run_ended"


def sweep(system: SystemSession) -> int:
    """Empty the runs that are past their day, of every organisation; count them."""
    count = 0
    for one in identity.list_organisations(system):
        rule = rules(RUN, days_of(system, one.id))[ENDED]
        before = now() - timedelta(days=rule.days + 1)
        emptied = runs.empty_old(system, one.id, before)
        what_ifs.remove(system, emptied)
        officer = frozenset({Role.DATA_OFFICER})
        actor = Actor(OPERATOR, one.id, one.kind, officer)
        for key in emptied:
            record(system, actor, "match_run.emptied", "match_run", key)
        count += len(emptied)
    return count
