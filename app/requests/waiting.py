"""What of requests waits for somebody: to answer, and answers to go on from."""

from sqlalchemy.orm import Session

from app.core.actor import Actor, Role
from app.core.clock import today
from app.core.permissions import Permission, may
from app.core.to_do import ToDo, soonest
from app.identity import service as identity
from app.match_runs import service as runs
from app.requests.looking import seen
from app.requests.models import CHANGES, SUGGESTION, AnswerOutcome, Ask
from app.requests.repository import RequestRepository, Show

FEEDS_A_RUN = (*CHANGES, AnswerOutcome.ANSWERED)


def waiting(session: Session, actor: Actor) -> list[ToDo]:
    """Return what to answer, whom an answer is late from, and what came back."""
    if not may(actor, Permission.READ_REQUESTS):
        return []
    found: list[ToDo] = []
    repository, own = RequestRepository(session), actor.organisation_id
    names = {one.id: one.name for one in identity.list_organisations(session)}
    if may(actor, Permission.WRITE_REQUESTS):
        asked = [
            one
            for one in repository.open(Show.FOR_YOU, own)
            if Role.SOCIAL_WORKER in actor.roles or not one.talk_first
        ]
        found += soonest(
            [
                ToDo(
                    f"Answer what {names[one.organisation_id]} asks about {name}",
                    f"/requests/{one.id}",
                    one.due,
                    "Answer by",
                )
                for one, name in seen(session, actor, asked)
            ],
            lambda count: f"{count:,} more requests to answer",
            "/requests",
        )
    from_you = repository.open(Show.FROM_YOU, own)
    late = [one for one in from_you if one.due < today()]
    found += soonest(
        [
            ToDo(
                f"No answer yet about {name} from {names[one.to_id]}",
                f"/requests/{one.id}",
                one.due,
                "Was due",
            )
            for one, name in seen(session, actor, late)
        ],
        lambda count: f"{count:,} more answers are late",
        "/requests?show=from-you",
    )
    last = {one.ask_id: one for one in repository.answers([a.id for a in from_you])}
    talk = [
        one
        for one in from_you
        if one.id in last and last[one.id].outcome is AnswerOutcome.TALK
    ]
    found += soonest(
        [
            ToDo(f"{names[one.to_id]} want to talk about {name}", f"/requests/{one.id}")
            for one, name in seen(session, actor, talk)
        ],
        lambda count: f"{count:,} more want to talk",
        "/requests?show=from-you",
    )
    return [*found, *_came_back(session, actor, repository)]


def _came_back(
    session: Session, actor: Actor, repository: RequestRepository
) -> list[ToDo]:
    """Return whom an answer came about since the last look for homes."""
    if not may(actor, Permission.START_MATCH_RUNS):
        return []
    newest = runs.newest(session, actor)
    answers = {
        answer.ask_id
        for answer in repository.answers_to(actor.organisation_id)
        if answer.outcome in FEEDS_A_RUN
        and (newest is None or answer.answered_at > newest.created_at)
    }
    asks: list[Ask] = [
        one
        for one in (repository.some(answers) if answers else ())
        if one.content.get("about") != SUGGESTION
    ]
    first = {
        one.young_person_id: (one, name) for one, name in seen(session, actor, asks)
    }
    return soonest(
        [
            ToDo(
                f"An answer came about {name}: look for homes again",
                f"/requests/{one.id}",
            )
            for one, name in first.values()
        ],
        lambda count: f"Answers came about {count:,} more young people",
        "/requests?show=settled",
    )
