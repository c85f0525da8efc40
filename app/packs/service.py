"""Making a pack, for whoever asks, of what they may see and nothing else."""

from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.orm import Session

from app.audit.service import record
from app.core.actor import Actor, OrganisationKind
from app.core.clock import now
from app.core.errors import ConflictError, FieldError, InvalidError
from app.core.permissions import Permission, require
from app.households import service as households
from app.match_runs import service as runs
from app.notes import service as notes
from app.notes.schemas import Reader, Written
from app.packs import tables
from app.packs.content import PACK as PACK
from app.packs.content import About, Pack, Sheet
from app.packs.pdf import as_pdf
from app.packs.word import as_word
from app.referrals import service as referrals
from app.web.templates import day, moment, plural, policy
from matching.criteria import CRITERIA

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FILES = {"pdf": (as_pdf, "application/pdf"), "docx": (as_word, WORD)}
"""What a pack can be taken along as, by the end of its name."""
MOST_PEOPLE = 120
MOST_OPTIONS = 3
LETTERS = "ABC"
STRENGTHS = ("essential", "strongly preferred", "preferred")
HOW_TO_READ = [
    "Each young person has a page: what they say, what was asked for, and up to three "
    "homes side by side. People decide; the pack is advice.",
    "Met, part met, not met and not known are said in words for each need. Not known "
    "is a question to ask, not a no.",
    "Fit says how much of what was asked a home offers. It is not a chance of success.",
    "What it means for others compares the plan for everyone with and without it.",
]
OWN_NAMES = "Your homes stand under your own names for them: do not pass this copy on."
METHOD = [
    "Every home that is offered is judged against every need with the same rules. A "
    "home is an option where no essential need and no rule speaks against it.",
    "The plan for everyone is advice: first as many young people as possible have a "
    "home, then nobody is left far behind, then fit.",
    "Hearth knows what is recorded. What people know besides belongs on the page too.",
]


@dataclass(frozen=True, slots=True)
class Recipient:
    """An organisation somebody else makes a pack for, and what it may see.

    ``actor`` is as whom records are shown.
    """

    name: str
    actor: Actor
    people: Set[str]
    homes: Set[str]

    @property
    def is_agency(self) -> bool:
        """Tell whether it sees homes of its own alone."""
        return self.actor.organisation_kind is OrganisationKind.AGENCY


def choices(session: Session, actor: Actor, run_id: str) -> list[dict[str, str]]:
    """Return the young people of a run a pack can be made of, by name."""
    run = runs.finished(session, actor, run_id)
    if run.summary is None:
        raise ConflictError("This run has not found anything yet.")
    names = runs.names(session, actor, run)
    needed = names.get("needed_by", {})
    rows = [
        {"id": key, "name": name, "needed_by": needed[key]}
        for key, name in names["young_people"].items()
    ]
    return sorted(rows, key=lambda row: (row["name"], row["id"]))


def make(
    session: Session,
    actor: Actor,
    run_id: str,
    young_people: Sequence[str],
    reader: str,
    *,
    in_order: bool,
    names_homes: bool = True,
    recipient: Recipient | None = None,
) -> Pack:
    """Make a pack of these young people; that it was made goes on record for each.

    ``reader`` is whose copy it is. Without ``in_order`` homes stand by chance, and fit
    is not said. Without ``names_homes`` they stand without their references, but an
    agency's own. For a ``recipient`` it holds what they may see, and what choices take
    from others only the actor reads.

    Raises
    ------
    InvalidError
        When nobody is chosen, or too many are.
    """
    require(actor, Permission.READ_MATCH_RUNS)
    run = runs.finished(session, actor, run_id)
    known = {row["id"]: row for row in choices(session, actor, run_id)}
    chosen = [key for key in dict.fromkeys(young_people) if key in known]
    if not 0 < len(chosen) <= MOST_PEOPLE:
        said = f"Select between 1 and {MOST_PEOPLE} young people"
        raise InvalidError(errors=[FieldError(pointer="/young_person", detail=said)])
    names = runs.names(session, actor, run)
    plan = runs.plan(session, actor, run)
    shown_to = recipient.actor if recipient else actor
    own_homes = recipient is not None and recipient.is_agency
    if recipient is not None:
        own = households.names(session, shown_to, recipient.homes)
        names = {**names, "homes": own}
    if not (names_homes or own_homes):
        names = {**names, "homes": {}}
    people, ages, told = [], [0, 0], set()
    for key in chosen:
        found = runs.found(session, actor, run, key)
        if found is not None and recipient is not None:
            found = runs.as_seen_by(
                found, recipient.people, recipient.homes, agency=recipient.is_agency
            )
        options = found["options"][:MOST_OPTIONS] if found else []
        if not in_order:
            options = runs.by_chance(f"{run_id}:{key}", options)
        for option in options:
            told.add(option["household"])
            ages[0] += sum(bool(line["old"]) for line in option["verdicts"])
            ages[1] += len(option["verdicts"])
        person = referrals.young_person(session, actor, key)
        area = names.get("authorities", {}).get(person.organisation_id, "")
        heads = _heads(options, names["homes"], in_order=in_order)
        if own_homes:
            # Where its homes stand among others' is not for an agency to know.
            heads = [names["homes"][option["household"]] for option in options]
        homes = [households.get(session, actor, o["household"]) for o in options]
        children = [[tables.children(shown_to, home)] for home in homes]
        side_by_side = tables.side_by_side(
            options, children, in_order=in_order, for_others=recipient is None
        )
        about = _about(shown_to, person, area, found, heads, side_by_side)
        to = Reader(recipient.actor, recipient.homes) if recipient else None
        noted = notes.for_another(session, actor, key, to)
        told |= {note.household for note in noted if note.household}
        called = {o["household"]: h for o, h in zip(options, heads, strict=True)}
        people.append(
            replace(
                about,
                verdicts=tables.grid(options, heads),
                known=[_in_words(note, called) for note in noted],
            )
        )
        record(session, actor, "pack.made", "young_person", key, {"run": run_id})
    scarce, how_good = (plan or {}).get("scarce", []), _how_good(plan)
    if recipient is not None:
        scarce = runs.scarce_seen_by(plan, recipient.people, recipient.homes)
        how_good = []
    return Pack(
        title=f"Forum pack, {day(run.looked_from)}",
        confidential=f"Confidential. Copy for {reader}.",
        lead=[
            f"Made on {moment(now())} from a match run that looked on "
            f"{day(run.looked_from)} with the policy “{policy(run.policy)}”.",
            OWN_NAMES
            if shown_to.organisation_kind is OrganisationKind.AGENCY
            else "Carers’ names are hidden.",
            *([] if in_order else ["Order and fit are hidden."]),
            *([] if names_homes or own_homes else ["References of homes are hidden."]),
        ],
        how_to_read=HOW_TO_READ,
        agenda=Sheet(
            ["Young person", "Needed by"],
            [[[known[key]["name"]], [day(known[key]["needed_by"])]] for key in chosen],
        ),
        people=people,
        scarce=tables.scarce(scarce, names),
        age_of_facts=f"Of {ages[1]:,} facts behind the options shown, {ages[0]:,} are "
        "older than their limit or carry no date. They are to be asked again.",
        homes=sorted(told | {row["household"] for row in scarce}),
        method=[*METHOD, *how_good, f"Case {run.case_hash or 'not kept'}."],
    )


def _in_words(note: Written, called: dict[str, str]) -> str:
    """Say what somebody knows, who says so, and about which of the homes shown."""
    said = f"{note.by}, {note.of}, {day(note.written_at.date())}"
    if note.household is not None:
        said = f"{said}, about {called.get(note.household, 'another home')}"
    return f"{note.text} ({said})"


def _heads(
    options: list[dict[str, Any]], homes: dict[str, str], *, in_order: bool
) -> list[str]:
    if not in_order:
        return [f"Home {letter}" for letter in LETTERS[: len(options)]]
    return [
        f"Option {option['rank']}: {homes.get(option['household'], f'Home {letter}')}"
        for option, letter in zip(options, LETTERS, strict=False)
    ]


def _about(
    actor: Actor,
    person: Any,
    area: str,
    found: dict[str, Any] | None,
    heads: list[str],
    side_by_side: list[list[list[str]]],
) -> About:
    seen = referrals.shown(actor, person)
    needed = f"needed by {day(seen['needed_by'])}"
    strip = (f"{referrals.age_of(person)} years", area, needed)
    return About(
        name=person.sharing_name,
        strip=" · ".join(filter(None, strip)),
        voice=person.voice
        or "Their wishes are not recorded. Ask before choosing an option.",
        asked=[
            (strength.capitalize(), titles)
            for strength in STRENGTHS
            if (titles := _titles(seen.get("needs", []), strength))
        ],
        options=Sheet(["About", *heads], side_by_side) if heads else None,
        openings=[one["sentence"] for one in (found or {}).get("openings", [])[:5]],
        closing=_closing(found),
        verdicts=None,
        why_not=[
            f"{CRITERIA[code].title}: {plural(count, 'home')}"
            for code, count in sorted(
                (found or {}).get("excluded_by", {}).items(), key=lambda row: -row[1]
            )
        ],
    )


def _titles(needs: list[dict[str, Any]], strength: str) -> list[str]:
    return [CRITERIA[n["criterion"]].title for n in needs if n["strength"] == strength]


def _closing(found: dict[str, Any] | None) -> str:
    if found is None:
        return "They were not part of this run."
    looked = f"{plural(found['considered'], 'home')} looked at"
    if not found["options"]:
        return f"{looked}, no option. Why is in appendix B."
    options = plural(len(found["options"]), "option")
    return f"{looked}, {options}. Every verdict is in appendix A."


def _how_good(plan: dict[str, Any] | None) -> list[str]:
    """Say of each level of the plan what it reached and whether that is proved."""
    if plan is None:
        return ["There is no plan in this run."]
    return [level["sentence"] for level in plan["levels"]] or [plan["sentence"]]
