"""Making a pack, for whoever asks, of what they may see and nothing else."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy.orm import Session

from app.audit.service import record
from app.core.actor import Actor, OrganisationKind
from app.core.clock import now
from app.core.errors import ConflictError, FieldError, InvalidError
from app.core.permissions import Permission, require
from app.households import service as households
from app.match_runs import service as runs
from app.match_runs.words import title_of
from app.packs.content import About, Pack, Sheet
from app.referrals import service as referrals
from app.web.templates import day, listed, moment, plural, points
from matching.criteria import CRITERIA

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
) -> Pack:
    """Make a pack of these young people; that it was made goes on record for each.

    ``reader`` is whose copy it is. Without ``in_order`` homes stand by chance, and fit
    is not said.

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
    people, ages = [], [0, 0]
    for key in chosen:
        found = runs.found(session, actor, run, key)
        options = found["options"][:MOST_OPTIONS] if found else []
        if not in_order:
            options = runs.by_chance(f"{run_id}:{key}", options)
        for option in options:
            ages[0] += sum(bool(line["old"]) for line in option["verdicts"])
            ages[1] += len(option["verdicts"])
        person = referrals.young_person(session, actor, key)
        area = names.get("authorities", {}).get(person.organisation_id, "")
        side_by_side = _side_by_side(session, actor, options, in_order=in_order)
        heads = _heads(options, names["homes"], in_order=in_order)
        about = _about(actor, person, area, found, heads, side_by_side)
        people.append(replace(about, verdicts=_grid(options, heads)))
        record(session, actor, "pack.made", "young_person", key, {"run": run_id})
    return Pack(
        title=f"Forum pack, {day(run.looked_from)}",
        confidential=f"Confidential. Copy for {reader}.",
        lead=[
            f"Made on {moment(now())} from a match run that looked on "
            f"{day(run.looked_from)} with policy {run.policy}.",
            OWN_NAMES
            if actor.organisation_kind is OrganisationKind.AGENCY
            else "Carers’ names are hidden.",
            *([] if in_order else ["Order and fit are hidden."]),
        ],
        how_to_read=HOW_TO_READ,
        agenda=Sheet(
            ["Young person", "Needed by"],
            [[[known[key]["name"]], [day(known[key]["needed_by"])]] for key in chosen],
        ),
        people=people,
        scarce=_scarce(plan, names),
        age_of_facts=f"Of {ages[1]:,} facts behind the options shown, {ages[0]:,} are "
        "older than their limit or carry no date. They are to be asked again.",
        method=[*METHOD, *_how_good(plan), f"Case {run.case_hash or 'not kept'}."],
    )


def _heads(
    options: list[dict[str, Any]], homes: dict[str, str], *, in_order: bool
) -> list[str]:
    if not in_order:
        return [f"Home {letter}" for letter in LETTERS[: len(options)]]
    return [
        f"Option {option['rank']}: {homes.get(option['household'], 'Home')}"
        for option in options
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
    options = plural(len(found["options"]), "option")
    return f"{looked}, {options}. More in appendix A."


def _side_by_side(
    session: Session,
    actor: Actor,
    options: list[dict[str, Any]],
    *,
    in_order: bool,
) -> list[list[list[str]]]:
    """Return a row a subject, with a cell for each of the homes."""
    rows = [
        ("What fits", [_fits(option) for option in options]),
        (
            "To find out",
            [
                [q["sentence"] for q in option["questions"][:2]]
                or ["Nothing to find out."]
                for option in options
            ],
        ),
        (
            "Support needed",
            [
                list(dict.fromkeys(gap["support"] for gap in option["gaps"]))[:3]
                or ["No gaps recorded."]
                for option in options
            ],
        ),
        ("Children there", [[_children(session, actor, option)] for option in options]),
        (
            "For others",
            [
                [(option["cost_to_others"] or {}).get("sentence", "Not worked out.")]
                for option in options
            ],
        ),
    ]
    if in_order:
        rows.append(("Fit", [[f"{points(o['fit'])} of 100"] for o in options]))
    return [[[title], *cells] for title, cells in rows]


def _fits(option: dict[str, Any]) -> list[str]:
    met = [
        line["sentence"]
        for line in option["verdicts"]
        if line["verdict"] == "met" and line["kind"] != "gate"
    ]
    return met[:3] or ["The basic rules are met."]


def _children(session: Session, actor: Actor, option: dict[str, Any]) -> str:
    home = households.get(session, actor, option["household"])
    told = households.shown(actor, home).get("children")
    children = told.get("value") if isinstance(told, dict) else told
    if children is None:
        return "Not recorded"
    ages = [str(child["age"]) for child in sorted(children, key=lambda c: c["age"])]
    if not ages:
        return "No children of the family"
    return f"{plural(len(ages), 'child', 'children')}, aged {listed(ages)}"


def _grid(options: list[dict[str, Any]], heads: list[str]) -> Sheet | None:
    """Return every need and what was judged, with the verdict of each home."""
    if not options:
        return None
    rows: dict[str, list[list[str]]] = {}
    for place, option in enumerate(options):
        for line in option["verdicts"]:
            if line["kind"] == "gate" and line["verdict"] == "met":
                continue
            title = title_of(line)
            cells = rows.setdefault(title, [["–"] for _ in options])
            cells[place] = [line["verdict"].capitalize()]
    return Sheet(["Need", *heads], [[[title], *cells] for title, cells in rows.items()])


def _how_good(plan: dict[str, Any] | None) -> list[str]:
    """Say of each level of the plan what it reached and whether that is proved."""
    if plan is None:
        return ["There is no plan in this run."]
    return [level["sentence"] for level in plan["levels"]] or [plan["sentence"]]


def _scarce(plan: dict[str, Any] | None, names: dict[str, Any]) -> Sheet | None:
    rows = (plan or {}).get("scarce", [])
    if not rows:
        return None
    people, homes = names["young_people"], names["homes"]
    return Sheet(
        ["Home", "Among the options of", "In the plan"],
        [
            [
                [homes.get(row["household"], "Home")],
                [plural(len(row["among_options_of"]), "young person", "young people")],
                [
                    listed([people[key] for key in row["planned_for"] if key in people])
                    or "Nobody"
                ],
            ]
            for row in rows[:30]
        ],
    )
