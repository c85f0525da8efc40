"""The kinds of source Hearth takes in. A new one is named here and nowhere else."""

from app.core.actor import Actor, OrganisationKind
from app.core.permissions import Permission, may
from app.exchange.homes import reader as homes
from app.exchange.homes.target import HomesTarget
from app.exchange.port import Kind
from app.exchange.ssda903 import reader as ssda903
from app.exchange.ssda903.target import LongListTarget

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
    target=LongListTarget,
    path="/referrals/{id}/tasks",
)
KINDS = {kind.key: kind for kind in (HOMES, SSDA903)}


def kinds_for(actor: Actor) -> list[Kind]:
    """Return the kinds somebody may import."""
    return [
        kind
        for kind in KINDS.values()
        if actor.organisation_kind in kind.organisations and may(actor, kind.permission)
    ]
