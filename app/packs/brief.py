"""A recruitment brief: which homes a region needs, for whoever looks for carers.

It goes to people who may see nobody's record, so it names nobody, says no count of few,
no place smaller than an authority, and no need beyond the kind of home.
"""

from typing import Any

from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.clock import now
from app.core.errors import ConflictError
from app.core.permissions import Permission, require
from app.match_runs import service as runs
from app.packs.content import Paper, PaperPart, Sheet
from app.web.templates import day, listed, plural

FEW = 3
"""What is fewer is not said: it could tell who it is about."""
TAKEN = [
    "A spare bedroom for the young person.",
    "Time during the week, for school, family and health.",
    "Training before the first move, and support that goes on after it.",
    "Carers who say yes, with support, to what a young person brings.",
]
METHOD = [
    "Each kind of home was tried by itself, as if one more of it were there, with "
    "everyone who waits and every home that is offered.",
    "Numbers are of young people and overlap between kinds: they do not add up.",
    "Where two kinds in one area would do as well, the one that asks less of people "
    "is named.",
]


def brief(session: Session, actor: Actor, run_id: str) -> Paper:
    """Return the brief of a run.

    Raises
    ------
    ConflictError
        When the run has found nothing.
    """
    require(actor, Permission.READ_MATCH_RUNS)
    run = runs.finished(session, actor, run_id)
    if run.summary is None or run.emptied_at is not None:
        raise ConflictError("This run has not found anything to write a brief of.")
    kinds = run.summary.get("recruitment", [])
    told = [kind for kind in kinds if kind["suits"] >= FEW]
    left = len(kinds) - len(told)
    return Paper(
        title="Homes this region needs: a recruitment brief",
        lead=[
            f"Made on {day(now().date())} from what a match run found on "
            f"{day(run.looked_from)}. It names nobody.",
        ],
        parts=[
            _kinds(told, left),
            PaperPart("What each of these homes is taken to have", points=TAKEN),
            PaperPart("How this was worked out", points=METHOD),
        ],
    )


def _kinds(told: list[dict[str, Any]], left: int) -> PaperPart:
    title = "Kinds of home that would help most"
    few = []
    if left:
        others = plural(left, "other kind")
        few = [
            f"{others} of home would help fewer than {FEW} young people each and "
            f"{'is' if left == 1 else 'are'} left out."
        ]
    if not told:
        nothing = f"No one kind of home would help {FEW} young people or more."
        return PaperPart(title, [nothing])
    rows = [
        [
            [f"A home with {kind['profile']}"],
            [listed([kind["area"], *kind["also"]])],
            [str(kind["suits"])],
            [str(kind["opens"]) if kind["opens"] >= FEW else f"Fewer than {FEW}"],
        ]
        for kind in told
    ]
    head = ["Kind of home", "Where", "Young people it would suit", "Who have none now"]
    return PaperPart(title, few, Sheet(head, rows))
