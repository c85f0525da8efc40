"""What the newest match run found, as rows: each young person's options, and why."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.spreadsheet import Value
from app.match_runs import service as runs
from app.match_runs.words import title_of

HEADER = (
    "Young person ID",
    "Name to use when sharing",
    "Looked at on",
    "Policy",
    "Rank",
    "Home",
    "Where it stands",
    "Fit (of 100)",
    "In the plan",
    "Met",
    "Part met or not met",
    "To ask",
    "What it means for others",
    "Why no home, or what would open one",
)
SHORT = ("part met", "not met")


def rows_of(
    session: Session, actor: Actor
) -> tuple[Sequence[Sequence[Value]], Sequence[str]]:
    """Return a row for each option, one for who has none, and the ids of them all.

    It is what the reader may see of the run today: who or what is shared no more is
    left out. Without a run that found something there are no rows.
    """
    run = runs.newest(session, actor)
    if run is None:
        return [], []
    run = runs.finished(session, actor, run.id)
    names = runs.names(session, actor, run)
    rows: list[Sequence[Value]] = []
    ids = []
    people = sorted(names["young_people"].items(), key=lambda one: (one[1], one[0]))
    for key, name in people:
        found = runs.found(session, actor, run, key)
        if found is None:
            continue
        ids.append(key)
        about = (key, name, run.looked_from, run.policy)
        planned = runs.place_in_plan(session, actor, run, key).get("household")
        rows += [(*about, *each) for each in _of_one(found, names["homes"], planned)]
    return rows, ids


def _of_one(
    found: dict[str, Any], homes: dict[str, str], planned: str | None
) -> Iterator[tuple[Value, ...]]:
    for option in found["options"]:
        lines, home = option["verdicts"], option["household"]
        cost = option["cost_to_others"]
        yield (
            option["rank"],
            homes.get(home, home),
            option["standing"],
            round(option["fit"], 1),
            home == planned,
            "; ".join(title_of(one) for one in lines if one["verdict"] == "met"),
            " ".join(one["sentence"] for one in lines if one["verdict"] in SHORT),
            " ".join(one["sentence"] for one in option["questions"]),
            cost["sentence"] if cost else None,
            None,
        )
    if not found["options"]:
        opens = " ".join(one["sentence"] for one in found["openings"])
        said = opens or "No single change would open a home."
        yield None, None, "no option", None, False, None, None, None, None, said
