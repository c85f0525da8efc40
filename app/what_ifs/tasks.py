"""The job of a what-if. It can be run again from the start at any time."""

import json
import zlib

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from app.audit.service import record
from app.jobs.apart import StoppedError
from app.jobs.attempt import Attempt
from app.jobs.engine import Job
from app.jobs.models import JobState
from app.match_runs import service as runs
from app.what_ifs.models import WhatIf
from app.what_ifs.repository import WhatIfRepository
from app.what_ifs.solving import compare


def work(engine: Engine) -> Job:
    """Return all a worker needs to know about what-ifs, bound to a database."""
    return WhatIfAttempt.job(engine)


class WhatIfAttempt(Attempt[WhatIf]):
    """One attempt at a what-if: both sides are worked out, and the difference kept."""

    failed = "what_if_failed"
    first_stage = "Reading the copy"
    repository = WhatIfRepository

    def work(self) -> None:
        """Compare the frozen case with the same case changed."""
        with self.open() as session:
            tried = self.held(session)
            run = runs.get(session, self.actor, tried.run_id)
            if runs.why_older(session, self.actor, run):
                # Something of it was withdrawn while this waited.
                raise StoppedError
            case = runs.frozen(session, self.actor, tried.run_id)
            changes = json.dumps(tried.changes).encode()
        found = compare(case, changes, self.progress, self.asked_to_stop)
        with self.open() as session:
            tried = self.held(session)
            tried.difference = zlib.compress(found)
            self.end(session, tried, JobState.DONE)

    def note(self, session: Session, undertaking: WhatIf) -> None:
        """Put on record that the what-if ended."""
        done = undertaking.state == JobState.DONE
        what = "finished" if done else undertaking.state
        record(session, self.actor, f"what_if.{what}", "what_if", undertaking.id)
