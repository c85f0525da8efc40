"""Every feature's tables, so that migrations and relationships know them all."""

from app.audit import models as audit
from app.core.db import Base
from app.identity import models as identity

FEATURES = (audit, identity)
METADATA = Base.metadata
