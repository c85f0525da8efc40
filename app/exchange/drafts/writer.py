"""Young people who are referred, as the list that can be imported, and what is more.

The reader of the list leaves the columns that are more alone, and knows by Hearth's own
id that somebody is referred already: reading the file back begins nothing.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.clock import today
from app.core.spreadsheet import Value
from app.exchange.cells import CellError, is_unknown, joined, plain
from app.exchange.columns import Column
from app.exchange.drafts.columns import COLUMNS, MOST_YEARS_BACK
from app.exchange.drafts.shapes import MORE
from app.exchange.port import Written
from app.identity import service as identity
from app.referral_form import service as form
from app.referrals import service as referrals
from app.web.forms.asking import Answers, Kind, Question, chosen, lines_of, text_of
from matching.criteria.asking import completed_years

CHILD_ID = "child_id"


def write(session: Session, actor: Actor) -> Written:
    """Return the authority's own young people, live and closed, as rows."""
    names = {one.id: one.name for one in identity.list_organisations(session)}
    made = Written([*(column.heading for column in COLUMNS), *MORE])
    for referral, person in referrals.own_people(session, actor):
        answers = form.told_of(session, actor, person)
        row: list[Value] = [person.id]
        for column in COLUMNS[1:]:
            cell, lost = _cell(column, form.QUESTIONS[column.key], answers)
            row.append(cell)
            if lost:
                made.left_out[column.heading] += 1
        made.rows.append([*row, *_more(referral, person, answers, names)])
        made.ids.append(person.id)
    return made


def _cell(column: Column, question: Question, answers: Answers) -> tuple[Value, bool]:
    """Return an answer as the reader reads it back, and whether there is none such."""
    wanted, cell = _written(question, answers)
    if is_unknown(cell):
        # Not known is an answer too, and reading it says nothing.
        return cell or None, False
    try:
        is_same = _compared(column.read(cell)) == _compared(wanted)
    except CellError:
        is_same = False
    if question.name == "born" and is_same:
        age = completed_years(date.fromisoformat(cell), today())
        is_same = 0 <= age < MOST_YEARS_BACK
    return (cell, False) if is_same else (None, True)


def _written(question: Question, answers: Answers) -> tuple[Any, str]:
    """Return an answer as the reader keeps it, and as it stands in a cell."""
    if question.kind is Kind.DATE:
        day, month, year = (text_of(answers, field) for field in question.fields)
        written = f"{year}-{month:0>2}-{day:0>2}" if year else ""
        return written, written
    if question.kind is Kind.CHECKBOXES:
        several = chosen(answers, question.name)
        return several, joined(several)
    if question.kind is Kind.LINES:
        lines = lines_of(answers, question.name)
        return "\n".join(lines), joined(lines)
    written = text_of(answers, question.name).replace("\r\n", "\n")
    return written, written


def _compared(value: Any) -> Any:
    """Return an answer as it is compared: a postcode may be written two ways."""
    return "".join(value.upper().split(" ")) if isinstance(value, str) else value


def _more(
    referral: Any, person: Any, answers: Answers, names: Mapping[str, str]
) -> Sequence[Value]:
    record = person.record
    others = [one.sharing_name for one in referral.young_people if one is not person]
    shared = [names.get(share.agency_id, share.agency_id) for share in referral.shares]
    closed = referral.closed_at
    return (
        text_of(answers, CHILD_ID),
        referral.state,
        referral.created_at.date(),
        closed.date() if closed else None,
        (referral.closed_because or "").replace("_", " "),
        joined(others),
        joined(shared),
        "\n".join(_behaviour(*one) for one in record.get("behaviours", {}).items()),
        "\n".join(_need(one) for one in record.get("needs", [])),
        "\n".join(_avoided(one) for one in record.get("avoid_places", [])),
        text_of(answers, "team"),
    )


def _behaviour(code: str, about: Mapping[str, Any]) -> str:
    said = [f"{code}: {about['level']}"]
    for key, before in (
        ("last_incident", "last "),
        ("frequency", ""),
        ("what_helps", "helps: "),
        ("source", "said by "),
        ("confirmed_on", "confirmed "),
    ):
        if about.get(key):
            said.append(f"{before}{about[key]}")
    return "; ".join(said)


def _need(need: Mapping[str, Any]) -> str:
    asked = ", ".join(
        f"{plain(key)} {_in_words(value)}"
        for key, value in need.get("parameters", {}).items()
    )
    said = [f"{plain(need['criterion'])}{f' ({asked})' if asked else ''}"]
    said.append(str(need["strength"]))
    for key, before in (("reason", ""), ("source", "said by "), ("confirmed_on", "")):
        if need.get(key):
            said.append(f"{before}{need[key]}")
    return "; ".join(said)


def _avoided(one: Mapping[str, Any]) -> str:
    where = _in_words(one["place"])
    why = f"; {one['reason']}" if one.get("reason") else ""
    return f"{where}, {one['radius_km']:g} km around it{why}"


def _in_words(value: Any) -> str:
    if isinstance(value, Mapping):
        return " ".join(_in_words(one) for one in value.values())
    if isinstance(value, list):
        return " and ".join(_in_words(one) for one in value)
    return value.isoformat() if isinstance(value, date) else str(value)
