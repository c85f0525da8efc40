"""What carers say about each behaviour and need: the grid, a part of it a page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.core.errors import FieldError, InvalidError
from app.households.availability import SOURCES
from matching.case import Answer, Code
from matching.criteria.words import BEHAVIOURS

A_PAGE = 8
LONGEST = 500
ANSWERS = {
    Answer.YES: "Yes",
    Answer.YES_WITH_SUPPORT: "Yes, with support",
    Answer.DISCUSS: "Discuss",
    Answer.NO: "No",
    Answer.NOT_RECORDED: "Not asked yet",
}
_CODES = tuple(BEHAVIOURS)
PARTS = -(-len(_CODES) // A_PAGE)


@dataclass(frozen=True, slots=True)
class Asked:
    """One need as it is asked, with what was said or typed."""

    code: Code
    text: str
    answer: str
    words: str


def part(number: int) -> Sequence[Code]:
    """Return the needs on one page, which count from 1."""
    return _CODES[(number - 1) * A_PAGE : number * A_PAGE]


def part_about(sentence: str) -> int:
    """Return the page of the grid with the need a sentence speaks of; else the first.

    The longest words that stand in it: some needs are part of what others are called.
    """
    named = [code for code in _CODES if BEHAVIOURS[code] in sentence]
    if not named:
        return 1
    longest = max(named, key=lambda code: len(BEHAVIOURS[code]))
    return _CODES.index(longest) // A_PAGE + 1


def as_recorded(record: Mapping[str, Any], number: int) -> list[Asked]:
    """Fill a part of the grid in with what is recorded."""
    said = record.get("considerations", {})
    return [_asked(code, *_read(said.get(code))) for code in part(number)]


def as_typed(typed: Mapping[str, str], number: int) -> list[Asked]:
    """Fill a part of the grid in with what was typed."""
    return [
        _asked(code, typed.get(f"answer-{code}", ""), typed.get(f"words-{code}", ""))
        for code in part(number)
    ]


def as_facts(
    asked: Sequence[Asked], record: Mapping[str, Any], source: str, today: date
) -> dict[str, Any]:
    """Return what carers say, as it will be kept.

    What is not different from what is recorded stays as it is, with its date.

    Raises
    ------
    InvalidError
        With everything there is to put right; pointers name the form's fields.
    """
    wrong = [(f"words-{one.code}", said) for one in asked if (said := _wrong(one))]
    wrong += [
        (f"answer-{one.code}", f"Select an answer for {one.text}, or Not asked yet")
        for one in asked
        if one.answer not in list(ANSWERS)
    ]
    if source not in SOURCES:
        wrong.append(("source", "Select who says so"))
    if wrong:
        raise InvalidError(
            errors=[FieldError(pointer=f"/{at}", detail=said) for at, said in wrong]
        )
    kept = dict(record.get("considerations", {}))
    for one in asked:
        if (one.answer, one.words) == _read(kept.get(one.code)):
            continue
        before = kept.pop(one.code, None)
        if one.answer != Answer.NOT_RECORDED:
            kept[one.code.value] = _kept(one, before, source, today)
    return kept


def counted(record: Mapping[str, Any]) -> str:
    """Say how many answers there are of each kind: 18 yes, 6 with support."""
    said = [_read(one)[0] for one in record.get("considerations", {}).values()]
    missing = len(_CODES) - len(said)
    counts = [
        f"{said.count(answer)} {text.lower()}"
        for answer, text in ANSWERS.items()
        if answer != Answer.NOT_RECORDED and answer in said
    ]
    return " · ".join([*counts, f"{missing} not asked yet"])


def _asked(code: Code, answer: str, words: str) -> Asked:
    return Asked(code, BEHAVIOURS[code], answer, words.strip())


def _read(said: Any) -> tuple[str, str]:
    """Return an answer and its words; a bare answer has none."""
    if said is None:
        return Answer.NOT_RECORDED, ""
    if isinstance(said, str):
        return said, ""
    return said["answer"], said.get(_told(said["answer"])) or ""


def _told(answer: str) -> str:
    """Return as what the words beside an answer are kept."""
    return "support" if answer == Answer.YES_WITH_SUPPORT else "may_say"


def _kept(one: Asked, before: Any, source: str, today: date) -> dict[str, str]:
    made = {"answer": one.answer, "source": source, "confirmed_on": today.isoformat()}
    if isinstance(before, dict) and before.get("may_say"):
        # Beside what support would help, the form does not show it: it stays.
        made["may_say"] = before["may_say"]
    told = _told(one.answer)
    made.pop(told, None)
    if one.words:
        made[told] = one.words
    return made


def _wrong(one: Asked) -> str:
    if one.answer == Answer.YES_WITH_SUPPORT and not one.words:
        return f"Enter what support would help with {one.text}"
    if len(one.words) > LONGEST:
        used = len(one.words)
        return f"Words must be {LONGEST} characters or fewer. You have used {used:,}"
    return ""
