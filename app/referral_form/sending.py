"""Whom a draft is shared with, and sending it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.audit.service import record
from app.core.actor import Actor, OrganisationKind
from app.core.clock import now
from app.core.errors import FieldError, InvalidError, NotFoundError, or_not_found
from app.core.permissions import Permission, require
from app.frameworks import service as frameworks
from app.identity import service as identity
from app.referral_form.models import ReferralDraft
from app.referral_form.own import held
from app.referral_form.progress import left
from app.referral_form.questions import answers_of, names_of
from app.referral_form.record import young_person
from app.referral_form.repository import DraftRepository
from app.referral_form.siblings import apart, together_need
from app.referrals import service as referrals
from matching.criteria.words import listed


@dataclass(frozen=True, slots=True)
class Agency:
    """An agency a referral can be shared with."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Sent:
    """The young people whose referral was sent, and with how many it is shared."""

    young_people: list[tuple[str, str]]
    """Each one's id and name to use when sharing."""
    shared: int

    @property
    def names(self) -> str:
        """All their names."""
        return listed(name for _, name in self.young_people)


def sent(session: Session, actor: Actor, draft_id: str) -> Sent | None:
    """Return what became of a draft, or None while it is not sent."""
    require(actor, Permission.WRITE_REFERRALS)
    draft = or_not_found(DraftRepository(session).held(draft_id))
    if draft.referral_id is None:
        return None
    referral = referrals.get(session, actor, draft.referral_id)
    people = [(person.id, person.sharing_name) for person in referral.young_people]
    return Sent(people, len(referral.shares))


def agencies(session: Session, actor: Actor) -> list[Agency]:
    """Return the agencies a referral can be shared with, and frameworks of them."""
    one_by_one = [
        Agency(organisation.id, organisation.name)
        for organisation in identity.list_organisations(session)
        if organisation.kind is OrganisationKind.AGENCY
    ]
    every = [
        Agency(one.id, f"Every agency on {one.name}")
        for one in frameworks.of_actor(session, actor)
    ]
    return every + one_by_one


@dataclass(frozen=True, slots=True)
class Shares:
    """Names of the agencies that would see a referral, and what is new in that."""

    now: list[str]
    more: list[str]
    fewer: list[str]


def share_changes(session: Session, actor: Actor, draft: ReferralDraft) -> Shares:
    """Return who would see a live referral, beside who sees it."""
    names = {agency.id: agency.name for agency in agencies(session, actor)}
    before, after = (draft.base or {})["share_with"], draft.share_with
    now_, more, fewer = (
        [names[one] for one in ids if one in names]
        for ids in (
            after,
            [one for one in after if one not in before],
            [one for one in before if one not in after],
        )
    )
    return Shares(now_, more, fewer)


def share(
    session: Session, actor: Actor, draft_id: str, agency_ids: Sequence[str]
) -> ReferralDraft:
    """Keep which agencies it will be shared with, once it is sent."""
    draft = held(session, actor, draft_id)
    known = {organisation.id for organisation in agencies(session, actor)}
    draft.share_with = [one for one in dict.fromkeys(agency_ids) if one in known]
    draft.updated_at = now()
    record(session, actor, "draft.changed", "draft", draft.id, {"page": "sharing"})
    return draft


def send(session: Session, actor: Actor, draft_id: str, *, declared: bool) -> None:
    """Make the draft a live referral, shared with the agencies chosen.

    Raises
    ------
    InvalidError
        When something is left to do, or it was not declared to be right.
    """
    draft = held(session, actor, draft_id)
    if draft.lead or draft.changes_id:
        raise NotFoundError
    repository = DraftRepository(session)
    # Nobody changes a part of it while it is sent.
    drafts = [repository.held(one.id) or one for one in draft.together]
    wrong = [FieldError(pointer="/left", detail=said) for _, said in left(draft)]
    if not declared:
        said = "Confirm that this is right to the best of your knowledge"
        wrong.append(FieldError(pointer="/declared", detail=said))
    if wrong:
        raise InvalidError(errors=wrong)
    people = [young_person(answers_of(one), one.importance) for one in drafts]
    places = {one.id: str(place) for place, one in enumerate(drafts, 1)}
    kept_apart = apart(draft.answers, names_of(draft)) if len(drafts) > 1 else {}
    for one, given in zip(drafts, people, strict=True):
        if others := kept_apart.get(one.id):
            given.record["cannot_live_with"] = [places[other] for other in others]
    if need := together_need(draft.answers, names_of(draft)):
        for given in people:
            given.record["needs"].append(need)
    made = referrals.create(session, actor, people, draft.share_with)
    for one, person in zip(drafts, made.young_people, strict=True):
        one.referral_id, one.young_person_id = made.id, person.id
        one.updated_at = now()
    record(session, actor, "draft.sent", "draft", draft.id)
