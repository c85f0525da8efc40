"""Every feature's tables, so that migrations and relationships know them all."""

from app.audit import models as audit
from app.changes import models as changes
from app.core import sharing
from app.core.db import Base
from app.decisions import models as decisions
from app.erasure import models as erasure
from app.exchange import models as exchange
from app.exports import models as exports
from app.external_ids import models as external_ids
from app.forum import models as forum
from app.households import models as households
from app.identity import models as identity
from app.jobs import models as jobs
from app.match_runs import models as match_runs
from app.moves import models as moves
from app.not_right import models as not_right
from app.notes import models as notes
from app.notifications import models as notifications
from app.postcodes import models as postcodes
from app.referral_form import models as referral_form
from app.referrals import models as referrals
from app.releases import models as releases
from app.repeats import models as repeats
from app.requests import models as requests
from app.webhooks import models as webhooks
from app.what_ifs import models as what_ifs

FEATURES = (
    audit,
    changes,
    decisions,
    erasure,
    exchange,
    exports,
    external_ids,
    forum,
    households,
    identity,
    jobs,
    match_runs,
    moves,
    postcodes,
    not_right,
    notes,
    notifications,
    referral_form,
    referrals,
    releases,
    repeats,
    requests,
    sharing,
    webhooks,
    what_ifs,
)
METADATA = Base.metadata
