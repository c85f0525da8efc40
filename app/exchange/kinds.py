"""The kinds of source Hearth takes in. A new one is named here and nowhere else."""

from app.core.actor import Actor, OrganisationKind
from app.core.permissions import Permission, may
from app.exchange.drafts import reader as young_people
from app.exchange.drafts.target import drafts_of
from app.exchange.drafts.writer import write as write_young_people
from app.exchange.homes import reader as homes
from app.exchange.homes.target import HomesTarget
from app.exchange.homes.writer import write as write_homes
from app.exchange.port import Kind
from app.exchange.ssda903 import reader as ssda903
from app.exchange.standard import reader as standard

HOMES = Kind(
    key="homes",
    name="Homes list (CSV or Excel)",
    hint="Fostering households of your agency, one a row",
    one="home",
    many="homes",
    permission=Permission.WRITE_HOUSEHOLDS,
    organisations=frozenset({OrganisationKind.AGENCY}),
    read=homes.read,
    target=HomesTarget,
    path="/households/{id}",
    sheet=homes.SHEET,
    write=write_homes,
    rests_on=(
        "household.created",
        "household.changed",
        "household.restored",
        "household.removed",
        "household.erased",
        "import.done",
        "import.undone",
    ),
)
SSDA903 = Kind(
    key="ssda903",
    name="Looked-after children return, SSDA903 (CSV or Excel)",
    hint="All its tables at once, of one year or several: who in residential care "
    "might be considered for a family",
    one="young person",
    many="young people",
    permission=Permission.WRITE_REFERRALS,
    organisations=frozenset({OrganisationKind.AUTHORITY}),
    read=ssda903.read,
    target=drafts_of(ssda903.ORIGIN),
    path="/referrals/{id}/tasks",
)
REFERRALS = Kind(
    key="referrals",
    name="List of young people (CSV or Excel)",
    hint="One a row. Each becomes a draft of a referral for you to go on with, and "
    "none of it is live",
    one="young person",
    many="young people",
    permission=Permission.WRITE_REFERRALS,
    organisations=frozenset({OrganisationKind.AUTHORITY}),
    read=young_people.read,
    target=drafts_of(young_people.ORIGIN),
    path="/referrals/{id}/tasks",
    sheet=young_people.SHEET,
    write=write_young_people,
)
STANDARD = Kind(
    key="standard",
    name="Referrals in the Placements Data Standard v2 (JSON)",
    hint="As other systems write them. Each young person becomes a draft of a referral "
    "for you to go on with, and none of it is live",
    one="young person",
    many="young people",
    permission=Permission.WRITE_REFERRALS,
    organisations=frozenset({OrganisationKind.AUTHORITY}),
    read=standard.read,
    target=drafts_of(standard.ORIGIN),
    path="/referrals/{id}/tasks",
)
KINDS = {kind.key: kind for kind in (HOMES, SSDA903, REFERRALS, STANDARD)}


def kinds_for(actor: Actor) -> list[Kind]:
    """Return the kinds somebody may import."""
    return [
        kind
        for kind in KINDS.values()
        if actor.organisation_kind in kind.organisations and may(actor, kind.permission)
    ]
