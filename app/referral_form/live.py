"""What the form would say now of a young person whose referral is live."""

from typing import Any

from app.referral_form.questions import answers_of
from app.referral_form.read_back import ReadBack, read_back
from app.referral_form.repository import DraftRepository


def answers_now(repository: DraftRepository, person: Any) -> ReadBack:
    """Return the answers that give a young person's record, and all typed beside it."""
    earlier = repository.of_young_person(person.id)
    answers = answers_of(earlier) if earlier else {}
    return read_back(person.sharing_name, person.voice, person.record, answers)
