"""Pages about the young people who wait for a family."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from app.closing.words import BECAUSE
from app.core.actor import OrganisationKind
from app.core.permissions import Permission, may, requires
from app.identity.dependencies import PageActor, PageNoting, PageReading
from app.referral_form import service as form
from app.referrals import service
from app.releases import service as releases
from app.web.templates import render
from matching.criteria import CRITERIA

CLOSED = "closed"
router = APIRouter(
    prefix="/young-people",
    dependencies=[requires(Permission.READ_REFERRALS)],
    include_in_schema=False,
)


@router.get("")
def young_people(
    request: Request,
    session: PageReading,
    actor: PageActor,
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
    show: Annotated[str, Query(max_length=10)] = "",
) -> HTMLResponse:
    """List the young people waiting whom the actor may see, or those closed."""
    refers = may(actor, Permission.WRITE_REFERRALS)
    closed = refers and show == CLOSED
    found = (service.closed if closed else service.waiting)(session, actor, page)
    names = {area.id: area.name for area in service.areas(session)}
    rows = [
        {
            "id": person.id,
            "name": person.sharing_name,
            "age": service.age_of(person),
            "authority": names.get(person.organisation_id, ""),
            "needed_by": person.record["needed_by"],
            "priority": person.record.get("priority", "standard"),
            "needs": len(person.record.get("needs", [])),
        }
        for person in found.rows
    ]
    return render(
        request,
        "referrals/list.html",
        page=found,
        rows=rows,
        closed=closed,
        refers=refers,
    )


@router.get("/{young_person_id}")
def young_person(
    request: Request,
    session: PageNoting,
    actor: PageActor,
    young_person_id: str,
    saved: Annotated[str, Query(max_length=10)] = "",
) -> HTMLResponse:
    """Show one young person: what they say, and what they need of a home."""
    person = service.young_person(session, actor, young_person_id)
    referral = service.get(session, actor, person.referral_id)
    seen = service.shown(actor, person)
    names = {area.id: area.name for area in service.areas(session)}
    needs = [
        {
            "title": CRITERIA[need["criterion"]].title,
            "strength": need["strength"],
            **{part: need.get(part) for part in service.WHY},
        }
        for need in seen.get("needs", [])
    ]
    refers = service.is_own(actor, person) and may(actor, Permission.WRITE_REFERRALS)
    return render(
        request,
        "referrals/young_person.html",
        person=person,
        saved=saved,
        closed_at=referral.closed_at,
        closed_because=BECAUSE.get(referral.closed_because or "")
        if service.is_own(actor, person)
        else None,
        refers=refers,
        may_release=releases.may_release_referral(actor, person),
        released=releases.may_read_referral(session, actor, person.id),
        real_name=form.real_name_of(session, actor, person.id) if refers else "",
        age=service.age_of(person),
        authority=names.get(person.organisation_id, ""),
        needed_by=seen["needed_by"],
        needs=needs,
        says_why=actor.organisation_kind is not OrganisationKind.AGENCY,
        may_take_out=may(actor, Permission.TAKE_OUT_RECORDS)
        and service.is_own(actor, person),
    )
