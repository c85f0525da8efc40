"""Writes docs/sentences.md: every sentence a verdict can be told in, with an example.

Run as ``python -m tests.sentences``. The examples come from a
fictional region and from random cases, judged by the engine itself.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from matching.case import Case
from matching.criteria import CRITERIA
from matching.criteria.asking import people
from matching.criteria.base import Clause
from matching.policy import load_policy
from matching.recruitment import recruit, upskilling
from matching.region import region
from matching.report import to_json
from matching.run import run
from matching.sentences import line
from matching.siblings import judge_group
from matching.table import Table
from matching.travel import EstimatedTravel, MatrixTravel, Travel
from matching.verdicts import PersonVerdicts, Ruling, judge, judge_person
from tests.matching.check.random_cases import random_case

DOCUMENT = Path(__file__).parents[1] / "docs" / "sentences.md"
RANDOM = 600
FORMS = 12
PLACED = ("P1", "P2", "P3")
ALL_SIBLINGS = {
    "as_of": "2026-11-22",
    "young_people": [
        {
            "id": "C1",
            "authority": "A1",
            "born": "2013-04-01",
            "needed_by": "2027-01-15",
            "placement_type": "long-term",
        }
    ],
    "households": [
        {
            "id": "H1",
            "offered_to": ["A1"],
            "terms": {},
            "placements": [
                {
                    "young_person": one,
                    "age": 9,
                    "gender": "male",
                    "authority": "A1",
                    "siblings": ["C1", *(other for other in PLACED if other != one)],
                }
                for one in PLACED
            ],
        }
    ],
}
SENTENCES = frozenset({"sentence", "support", "sure", "question", "profile"})
VERDICTS = frozenset(
    {
        "young_people options verdicts sentence",
        "young_people options questions sentence",
        "young_people excluded failed sentence",
    }
)
FIGURES = re.compile(r"“[^”]*”|\d+ \w+ \d{4}|\d+(\.\d+)?")
Example = tuple[str, str]
"""A sentence and a question, either may be empty."""


def every_case() -> Iterator[Case]:
    """Yield cases in which between them every clause comes up."""
    yield region(seed=1).case
    for seed in range(RANDOM):
        yield random_case(seed)
    yield Case.model_validate_json(json.dumps(ALL_SIBLINGS))


def judged(case: Case, travel: Travel | None = None) -> Iterator[PersonVerdicts]:
    """Yield everyone's verdicts, with and without their brothers and sisters."""
    policy = load_policy(case.policy)
    table = Table(case, travel or EstimatedTravel(policy.travel))
    everyone = people(case, policy)
    alone = {name: judge_person(one, table) for name, one in everyone.items()}
    yield from alone.values()
    groups = {p.group.id: p.group for p in everyone.values() if p.group}
    for group in groups.values():
        own = {member: alone[member] for member in group.members}
        yield from judge_group(group, own, table, policy).values()


def rulings(verdicts: PersonVerdicts) -> Iterator[Ruling]:
    """Yield what decides and what only weighs."""
    yield from verdicts.deciding
    for criterion, asked in verdicts.asked_besides:
        yield judge(criterion, asked, verdicts.homes)


def examples(cases: Iterable[Case]) -> dict[tuple[str, int], Example]:
    """Return the first example of each clause, by criterion and number."""
    found: dict[tuple[str, int], Example] = {}
    wanted = {(c.code, k) for c in CRITERIA.values() for k in range(len(c.clauses))}
    for case in cases:
        for verdicts in (*judged(case), *judged(case, MatrixTravel({}))):
            for ruling in rulings(verdicts):
                clause = ruling.judgement.clause
                for k, at in zip(*np.unique(clause, return_index=True), strict=True):
                    key = (ruling.criterion.code, int(k))
                    if key not in found:
                        home = verdicts.homes.household(int(at))
                        said = line(ruling, int(at), home)
                        question = said.question.sentence if said.question else ""
                        found[key] = said.verdict.sentence, question
        if found.keys() >= wanted:
            break
    return found


def lines() -> Iterator[str]:
    """Yield the lines of docs/sentences.md."""
    yield "# What Hearth says"
    yield ""
    yield "Every sentence a verdict can be told in, by criterion. What is in braces is"
    yield "filled from the figures the verdict was judged with; the examples are from"
    yield "invented cases. Written by `python -m tests.sentences`."
    found = examples(every_case())
    for criterion in CRITERIA.values():
        yield ""
        yield f"## {criterion.title} (`{criterion.code}`)"
        yield ""
        yield f"Basis: {criterion.basis or 'what was asked'}."
        yield ""
        yield "| verdict | sentence | example | who may change it |"
        yield "|---|---|---|---|"
        for k, clause in enumerate(criterion.clauses):
            yield from _rows(clause, *found.get((criterion.code, k), ("", "")))
    yield from others()


def _rows(clause: Clause, said: str, question: str) -> Iterator[str]:
    # A rule that holds and that nobody needs to read of has no sentence.
    if clause.sentence:
        lifters = " or ".join(" with ".join(who) for who in clause.lifted_by)
        yield _row(clause.verdict.word, clause.sentence, said, lifters)
    if clause.question:
        yield _row(f"question to {clause.ask}", clause.question, question, "")


def others() -> Iterator[str]:
    """Yield the lines on every other sentence of a report, as they come up."""
    yield ""
    yield "## Besides verdicts"
    yield ""
    yield "Sentences of whole reports, up to a dozen of each kind: where in the report,"
    yield "and what it says there."
    yield ""
    yield "| where | example |"
    yield "|---|---|"
    seen: dict[str, dict[str, str]] = {}
    for case in (region(seed=1).case, *map(random_case, range(12))):
        report = run(case)
        report = replace(report, recruitment=recruit(case), upskilling=upskilling(case))
        for where, said in sorted(_said(json.loads(to_json(report)))):
            form = FIGURES.sub("…", said)
            forms = seen.setdefault(where, {})
            if len(forms) < FORMS and where not in VERDICTS:
                forms.setdefault(form, said)
    for where, forms in sorted(seen.items()):
        for said in forms.values():
            yield _row(where, said)


def _said(part: Any, where: str = "") -> Iterator[tuple[str, str]]:
    """Yield every sentence in a part of a report, and where it stands."""
    if isinstance(part, list):
        for each in part:
            yield from _said(each, where)
    elif isinstance(part, dict):
        for name, each in part.items():
            inside = f"{where} {name}".strip()
            if isinstance(each, str) and name in SENTENCES:
                yield inside, each
            else:
                yield from _said(each, inside)


def _row(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", "/") or "–" for cell in cells) + " |"


if __name__ == "__main__":
    DOCUMENT.write_text("\n".join(lines()) + "\n", encoding="utf-8")
