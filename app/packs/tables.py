"""The tables of a pack: homes side by side, verdicts, homes that several need."""

from typing import Any

from app.core.actor import Actor
from app.households import service as households
from app.match_runs.words import title_of
from app.packs.content import Sheet
from app.web.templates import listed, plural, points


def side_by_side(
    options: list[dict[str, Any]],
    children: list[list[str]],
    *,
    in_order: bool,
    for_others: bool,
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
        ("Children there", children),
    ]
    if for_others:
        costs = [option["cost_to_others"] or {} for option in options]
        said = [[cost.get("sentence", "Not worked out.")] for cost in costs]
        rows.append(("For others", said))
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


def children(actor: Actor, home: Any) -> str:
    """Say which children live in a home, as far as the reader may know."""
    told = households.shown(actor, home).get("children")
    children = told.get("value") if isinstance(told, dict) else told
    if children is None:
        return "Not recorded"
    ages = [str(child["age"]) for child in sorted(children, key=lambda c: c["age"])]
    if not ages:
        return "No children of the family"
    return f"{plural(len(ages), 'child', 'children')}, aged {listed(ages)}"


def grid(options: list[dict[str, Any]], heads: list[str]) -> Sheet | None:
    """Return every need and what was judged, with the verdict of each home."""
    if not options:
        return None
    rows: dict[str, list[list[str]]] = {}
    telling = set()
    for place, option in enumerate(options):
        for line in option["verdicts"]:
            title = title_of(line)
            cells = rows.setdefault(title, [["–"] for _ in options])
            cells[place] = [line["verdict"].capitalize()]
            if line["kind"] != "gate" or line["verdict"] != "met":
                telling.add(title)
    # A basic rule that every home meets says nothing.
    rows = {title: cells for title, cells in rows.items() if title in telling}
    return Sheet(["Need", *heads], [[[title], *cells] for title, cells in rows.items()])


def scarce(rows: list[dict[str, Any]], names: dict[str, Any]) -> Sheet | None:
    """Return the homes several need, and whom the plan has them for."""
    if not rows:
        return None
    people, homes = names["young_people"], names["homes"]
    return Sheet(
        ["Home", "Among the options of", "In the plan"],
        [
            [
                [homes.get(row["household"], f"Home {number}")],
                [plural(len(row["among_options_of"]), "young person", "young people")],
                [
                    listed([people[key] for key in row["planned_for"] if key in people])
                    or "Nobody"
                ],
            ]
            for number, row in enumerate(rows[:30], 1)
        ],
    )
