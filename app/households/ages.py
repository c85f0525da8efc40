"""How old what is recorded of an agency's homes is, as a chart and a table."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.clock import today
from app.core.permissions import Permission, require
from app.households.confirming import STANDING
from app.households.models import Household
from app.households.repository import HouseholdRepository
from app.households.summary import facts_of
from app.web.charts import Chart

DAYS_A_MONTH = 30.44
UNDER_MONTHS = (
    (1, "Less than a month"),
    (3, "1 to 3 months"),
    (6, "3 to 6 months"),
    (12, "6 to 12 months"),
)
OLDER, NEVER = "Over a year", "No date"


def ages_chart(homes: Sequence[Household], on: date) -> Chart:
    """Count what is known of homes by when it was last confirmed."""
    count = Counter(
        _age(fact.confirmed_on, on)
        for home in homes
        for facts in [facts_of(home.record)]
        for name in STANDING
        if (fact := getattr(facts, name)).value is not None
    )
    labels = [*(label for _, label in UNDER_MONTHS), OLDER, NEVER]
    fresh = sum(count[label] for _, label in UNDER_MONTHS[:3])
    said = (
        f"{fresh:,} of {count.total():,} facts about places, bedrooms, children and "
        "animals were confirmed within the last 6 months."
    )
    return Chart(said, ("Facts",), [(label, (count[label],)) for label in labels])


def ages_of_own(session: Session, actor: Actor) -> Chart | None:
    """Count what is known of the agency's own homes by age; None where it has none."""
    require(actor, Permission.READ_HOUSEHOLDS)
    homes = list(HouseholdRepository(session).own(actor.organisation_id))
    return ages_chart(homes, today()) if homes else None


def _age(confirmed_on: date | None, on: date) -> str:
    if confirmed_on is None:
        return NEVER
    months = (on - confirmed_on).days / DAYS_A_MONTH
    return next((label for most, label in UNDER_MONTHS if months < most), OLDER)
