"""Which brothers and sisters should live together: asked once for all of them."""

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any

from app.web.forms.asking import (
    Answers,
    Choice,
    Kind,
    Page,
    Question,
    Wrong,
    chosen,
    text_of,
)
from matching.case import Strength
from matching.criteria.words import listed

MOST = 12
"""Young people in one referral; `app.referrals.schemas` takes no more."""
ALL, PARTS, IF_POSSIBLE, NO = "all", "parts", "if possible", "no"
ESSENTIAL = (ALL, PARTS)
APART = "apart-"
"""What the fields begin with that say who must not live with whom."""
OF_OTHERS = ("together", APART)
"""What the fields begin with that name brothers and sisters by their drafts."""

People = Mapping[str, str]
"""What each is called, by the id of their draft, the one who leads first."""


def together_page(people: People) -> Page:
    """Return the page that asks who should live together."""
    groups = tuple(
        Choice(str(n), f"Group {n}") for n in range(1, min(len(people), MOST) + 1)
    )
    return Page(
        "together",
        "Which of them should live together?",
        (
            Question(
                "together",
                Kind.RADIOS,
                "Should they live together?",
                choices=(
                    Choice(ALL, "All together"),
                    Choice(PARTS, "In the groups below", "If they have to be split"),
                    Choice(IF_POSSIBLE, "Together if at all possible"),
                    Choice(NO, "They do not need to live together"),
                ),
                missing="Select which of them must live together",
            ),
            *(
                Question(
                    f"together-{one}",
                    Kind.RADIOS,
                    f"If in groups, where does {name} belong? (optional)",
                    choices=groups,
                )
                for one, name in people.items()
            ),
            Question(
                "together-why",
                Kind.AREA,
                "Why?",
                "Needed, unless together if at all possible",
            ),
            *(
                Question(
                    f"{APART}{one}",
                    Kind.CHECKBOXES,
                    f"With whom must {name} not live? (optional)",
                    "Only where living together would not be safe",
                    choices=tuple(
                        Choice(other, called)
                        for other, called in people.items()
                        if other != one
                    ),
                )
                for one, name in people.items()
            ),
        ),
        at_odds=partial(_at_odds, people),
    )


def together_need(answers: Answers, people: People) -> dict[str, Any] | None:
    """Return the need for brothers and sisters, or None where nothing was asked.

    People are named by their place, from 1, as the API takes them.
    """
    how = text_of(answers, "together")
    if how not in (*ESSENTIAL, IF_POSSIBLE):
        return None
    essential = how in ESSENTIAL
    need: dict[str, Any] = {
        "criterion": "siblings_together",
        "strength": Strength.ESSENTIAL if essential else Strength.STRONGLY_PREFERRED,
        "parameters": {},
    }
    if how == PARTS:
        need["parameters"]["sub_groups"] = list(_parts(answers, people).values())
    if why := text_of(answers, "together-why"):
        need["reason"] = why[:2000]
    return need


def together_said(answers: Answers, people: People) -> list[str]:
    """Say in sentences who must live together and who must not."""
    how, everybody = text_of(answers, "together"), listed(people.values())
    names = list(people.values())
    said = {
        ALL: [f"{everybody} must live together."],
        IF_POSSIBLE: [f"{everybody} should live together if at all possible."],
        NO: [f"{everybody} do not need to live together."],
    }.get(how, [])
    if how == PARTS:
        parts = [
            [names[n - 1] for n in part] for part in _parts(answers, people).values()
        ]
        said = [f"{listed(p)} must live together." for p in parts if len(p) > 1]
        said += [
            f"{one} may live in another home."
            for p in parts
            if len(p) == 1
            for one in p
        ]
    barred = apart(answers, people)
    for place, (one, name) in enumerate(people.items()):
        others = [people[o] for o in list(people)[place + 1 :] if o in barred[one]]
        if others:
            said.append(f"{name} must not live with {listed(others, 'or')}.")
    return said


def apart(answers: Answers, people: People) -> dict[str, list[str]]:
    """Return with whom each must not live, by the ids of their drafts, both ways."""
    found: dict[str, list[str]] = {one: [] for one in people}
    for one in people:
        for other in chosen(answers, f"{APART}{one}"):
            if other in found and other != one:
                found[one].append(other)
                found[other].append(one)
    return {one: [p for p in people if p in others] for one, others in found.items()}


def apart_answers(
    barred: Mapping[str, list[str]], ids: Mapping[str, str]
) -> dict[str, str | list[str]]:
    """Return the answers that say who must not live with whom.

    ``barred`` holds for each young person whom they cannot live with, whoever that is;
    ``ids`` says which draft is whose.
    """
    return {
        f"{APART}{ids[one]}": [ids[other] for other in others if other in ids]
        for one, others in barred.items()
    }


def together_answers(
    need: Mapping[str, Any] | None, ids: Mapping[str, str], earlier: Answers
) -> dict[str, str | list[str]]:
    """Return the answers that make a need for brothers and sisters.

    ``need`` is as it is kept, with the ids of young people; ``ids`` says which draft is
    whose. Without a need it is what was answered earlier, unless that made one.
    """
    if need is None:
        asked = text_of(earlier, "together") == NO
        return {
            "together": NO if asked else "",
            "together-why": text_of(earlier, "together-why") if asked else "",
        }
    parts = need.get("parameters", {}).get("sub_groups")
    essential = need["strength"] == Strength.ESSENTIAL
    found: dict[str, str | list[str]] = {
        "together": PARTS if parts else ALL if essential else IF_POSSIBLE,
        "together-why": need.get("reason", ""),
    }
    for place, part in enumerate(parts or [], 1):
        found |= {f"together-{ids[one]}": str(place) for one in part if one in ids}
    return found


def _parts(answers: Answers, people: People) -> dict[str, list[int]]:
    parts: dict[str, list[int]] = {}
    for place, one in enumerate(people, 1):
        parts.setdefault(text_of(answers, f"together-{one}"), []).append(place)
    return parts


def _at_odds(people: People, answers: Answers, _today: date) -> list[Wrong]:
    wrong: list[Wrong] = []
    how = text_of(answers, "together")
    if how == PARTS:
        wrong += [
            (f"together-{one}", f"Select a group for {name}")
            for one, name in people.items()
            if not text_of(answers, f"together-{one}")
        ]
        parts = _parts(answers, people)
        if not wrong and not 1 < len(parts) < len(people):
            said = "Put at least two in the same group, and somebody in another"
            wrong.append((f"together-{next(iter(people))}", said))
    parts_of = {
        one: how if how == ALL else text_of(answers, f"together-{one}")
        for one in people
        if how in ESSENTIAL
    }
    for one, others in apart(answers, people).items():
        for other in others:
            if other in chosen(answers, f"{APART}{one}") and (
                parts_of.get(one, "") and parts_of[one] == parts_of[other]
            ):
                said = f"{people[one]} and {people[other]} cannot both live together"
                wrong.append((f"{APART}{one}", f"{said} and be kept apart"))
    if how in ESSENTIAL and not text_of(answers, "together-why"):
        wrong.append(("together-why", "Enter why this is essential"))
    if how == NO and not text_of(answers, "together-why"):
        said = "Enter why they do not need to live together"
        wrong.append(("together-why", said))
    return wrong
