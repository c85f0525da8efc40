"""What can be exported. A new kind is named here and nowhere else."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from app.core.actor import Actor, OrganisationKind
from app.core.permissions import Permission, may
from app.core.spreadsheet import Value
from app.exchange import service as exchange
from app.exports import decisions, episodes, report

AGENCY = frozenset({OrganisationKind.AGENCY})
AUTHORITY = frozenset({OrganisationKind.AUTHORITY})


@dataclass(frozen=True, slots=True)
class Sheet:
    """Records as rows; ``ids`` are those of the records that are in it.

    ``left_out`` counts by heading the records of which it had no place for a fact.
    """

    header: Sequence[str]
    rows: Sequence[Sequence[Value]]
    ids: Sequence[str]
    left_out: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of record that can be exported.

    ``record_type`` and ``action`` are how it stands on record that one was in a file.
    """

    key: str
    name: str
    hint: str
    lacks: str
    """What is not in the file, in words."""
    organisations: frozenset[OrganisationKind]
    record_type: str
    action: str
    make: Callable[[Session, Actor], Sheet]
    permission: Permission = Permission.EXPORT_RECORDS
    """What one has to be allowed besides taking records out."""


def _homes(session: Session, actor: Actor) -> Sheet:
    made = exchange.as_sheet(session, actor, "homes")
    return Sheet(made.header, made.rows, made.ids, made.left_out)


def _referrals(session: Session, actor: Actor) -> Sheet:
    made = exchange.as_sheet(session, actor, "referrals")
    return Sheet(made.header, made.rows, made.ids, made.left_out)


def _decisions(session: Session, actor: Actor) -> Sheet:
    rows, ids = decisions.rows_of(session, actor)
    return Sheet(decisions.HEADER, rows, ids)


def _episodes(session: Session, actor: Actor) -> Sheet:
    rows, ids = episodes.rows_of(session, actor)
    return Sheet(episodes.HEADER, rows, ids)


def _report(session: Session, actor: Actor) -> Sheet:
    rows, ids = report.rows_of(session, actor)
    return Sheet(report.HEADER, rows, ids)


HOMES = Kind(
    key="homes",
    name="Homes",
    hint="Your agency’s own homes, in the columns of the list that can be imported",
    lacks="Not in it: what carers say about behaviours and needs, who is placed in a "
    "home, exemptions, adaptations, hopes, training and experience, fees, and the days "
    "of single facts: a row has the oldest of them.",
    organisations=AGENCY,
    record_type="household",
    action="household.in_export",
    make=_homes,
)
REFERRALS = Kind(
    key="referrals",
    name="Referrals",
    hint="Your authority’s own young people, live and closed: the columns of the list "
    "that can be imported, and more beside them",
    lacks="Not in it: real names, what the form asks beyond that list, such as legal "
    "status, drafts that were not sent, and what match runs found.",
    organisations=AUTHORITY,
    record_type="young_person",
    action="young_person.in_export",
    make=_referrals,
)
DECISIONS = Kind(
    key="decisions",
    name="Decisions",
    hint="What your authority decided for young people, one decision a row",
    lacks="Not in it: what a forum or another authority decided, and the options that "
    "were not chosen.",
    organisations=AUTHORITY,
    record_type="young_person",
    action="young_person.in_export",
    make=_decisions,
)
EPISODES = Kind(
    key="episodes",
    name="Placements made, as episodes of the return (SSDA903)",
    hint="Each move into a home that your authority recorded, one a row, in the "
    "columns of the return’s episodes",
    lacks="Not in it: the postcode of a home whose profile is not released to you, the "
    "family’s where the referral has only its first part, the number at Ofsted "
    "of an agency that has not entered it (XXXXXXX, not known, stands there), and "
    "placements that were not recorded in Hearth.",
    organisations=AUTHORITY,
    record_type="young_person",
    action="young_person.in_export",
    make=_episodes,
)
REPORT = Kind(
    key="report",
    name="Report of the newest match run",
    hint="For each young person their options, one a row: where each stands, its fit, "
    "why, what to ask, and what would open a home where there is none",
    lacks="Not in it: homes that are no option, and who or what is no longer shared "
    "with you. Options are advice; people decide.",
    organisations=AGENCY | AUTHORITY,
    record_type="young_person",
    action="young_person.in_export",
    make=_report,
    permission=Permission.READ_MATCH_RUNS,
)
KINDS = {kind.key: kind for kind in (HOMES, REFERRALS, DECISIONS, EPISODES, REPORT)}


def kinds_for(actor: Actor) -> list[Kind]:
    """Return the kinds somebody may export."""
    return [
        kind
        for kind in KINDS.values()
        if actor.organisation_kind in kind.organisations
        and may(actor, Permission.EXPORT_RECORDS)
        and may(actor, kind.permission)
    ]
