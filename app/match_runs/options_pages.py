"""Pages about one young person: options, compare, one option, why not, openings."""

from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from app.core.actor import OrganisationKind
from app.core.clock import today
from app.core.paging import PER_PAGE, Page
from app.core.permissions import Permission, may, requires
from app.households import service as households
from app.identity.dependencies import PageActor, PageSession
from app.match_runs import service
from app.match_runs.beside import side_by_side
from app.match_runs.charts import (
    contributions_chart,
    fit_chart,
    openings_chart,
    verdicts_chart,
)
from app.match_runs.filtering import OptionFilter, choices_of
from app.match_runs.view import View
from app.match_runs.words import title_of
from app.notes import service as notes
from app.referrals import service as referrals
from app.releases import service as releases
from app.requests import service as requests
from app.web.templates import render
from matching.criteria import CRITERIA
from matching.criteria.lift import LiftKind
from matching.openings import MOST as MOST_CHANGES

router = APIRouter(
    prefix="/young-people/{young_person_id}",
    dependencies=[requires(Permission.READ_MATCH_RUNS)],
    include_in_schema=False,
)
MOST = 4
Code = Annotated[str, Query(max_length=40)]
STRENGTHS = ("essential", "strongly preferred", "preferred")
FIRST_OPENINGS = 3
"""Openings of a kind that are shown at once; the others are folded away."""
OPENING_KINDS = (
    (LiftKind.SUPPORT, "Support that could be added", ""),
    (
        LiftKind.PERMISSION,
        "Permission someone could give",
        "The children already there come into such a decision.",
    ),
    (
        LiftKind.REQUEST,
        "Changes to what was asked",
        "What was asked has a reason. Read it before asking for less.",
    ),
)
SEE_OTHER = 303


@router.get("/options")
def options(
    request: Request,
    session: PageSession,
    actor: PageActor,
    young_person_id: str,
    run: Annotated[str | None, Query(max_length=40)] = None,
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
    problem: Annotated[str, Query(max_length=20)] = "",
    standing: Code = "",
    agency: Code = "",
    area: Code = "",
    free: Code = "",
    near: Code = "",
) -> HTMLResponse:
    """Show the ranked options of one young person."""
    view = View(session, actor, young_person_id, run)
    everything = view.found["options"] if view.found else []
    homes = households.offers(session, actor, [o["household"] for o in everything])
    asked = OptionFilter(standing, agency, area, free == "yes", near == "yes")
    wanted = asked.known(homes.values())
    rows = [
        option
        for option in everything
        if wanted is None
        or wanted.shows(option, homes.get(option["household"]), today())
    ]
    start = (page - 1) * PER_PAGE
    errors = (
        [{"field": "options", "text": "Select between 2 and 4 homes to compare"}]
        if problem == "compare"
        else []
    )
    shown = rows[start : start + PER_PAGE]
    ids = [row["household"] for row in shown]
    return render(
        request,
        "match_runs/options.html",
        page=Page(shown, page, len(rows)),
        wanted=wanted or OptionFilter(),
        unknown=wanted is None,
        choices=choices_of(session, homes.values()),
        where=view.where(session, actor, ids),
        glances=households.at_a_glance(session, actor, ids),
        asked_for=_asked_for(referrals.shown(actor, view.person)),
        changed=view.changed_since(session, actor),
        new=service.new_options(session, actor, view.run, young_person_id)
        if view.run and view.found
        else [],
        errors=errors,
        notes=notes.about(session, actor, young_person_id),
        **view.context,
    )


def _asked_for(record: dict[str, Any]) -> list[tuple[str, list[str]]]:
    """Return what was asked for by how important it is, the essential first."""
    needs = record.get("needs", [])
    found: dict[str, list[str]] = {strength: [] for strength in STRENGTHS}
    for need in needs:
        if need["strength"] in found:
            found[need["strength"]].append(CRITERIA[need["criterion"]].title)
    return [(strength, titles) for strength, titles in found.items() if titles]


@router.get("/options/compare")
def compare(
    request: Request,
    session: PageSession,
    actor: PageActor,
    young_person_id: str,
    home: Annotated[list[str] | None, Query()] = None,
    run: Annotated[str | None, Query(max_length=40)] = None,
    show: Annotated[str, Query(max_length=10)] = "",
) -> Response:
    """Show two to four options side by side, in groups, where they differ first."""
    view = View(session, actor, young_person_id, run)
    chosen = [o for o in (view.option(h) for h in dict.fromkeys(home or ())) if o]
    if not 2 <= len(chosen) <= MOST:
        where = f"/young-people/{young_person_id}/options?problem=compare"
        return RedirectResponse(where, SEE_OTHER)
    ids = [option["household"] for option in chosen]
    return render(
        request,
        "match_runs/compare.html",
        chosen=chosen,
        groups=side_by_side(chosen, differing=show == "differing"),
        differing=show == "differing",
        glances=households.at_a_glance(session, actor, ids),
        chart=verdicts_chart(chosen, view.homes),
        notes=notes.of(session, actor, young_person_id, ids),
        **view.context,
    )


@router.get("/options/{household_id}")
def option(
    request: Request,
    session: PageSession,
    actor: PageActor,
    young_person_id: str,
    household_id: str,
    run: Annotated[str | None, Query(max_length=40)] = None,
) -> Response:
    """Show one option in full."""
    view = View(session, actor, young_person_id, run)
    found = view.option(household_id)
    if found is None:
        where = (
            f"/young-people/{young_person_id}/why-not/{quote(household_id, safe='')}"
        )
        return RedirectResponse(
            f"{where}?run={view.run.id}" if view.run else where, SEE_OTHER
        )
    return render(
        request,
        "match_runs/option.html",
        option=found,
        glance=households.at_a_glance(session, actor, [household_id]).get(
            household_id, {}
        ),
        asked=requests.open_about(session, actor, young_person_id),
        chart=fit_chart(found),
        contributions=contributions_chart(found, title_of),
        profile=releases.may_read(session, actor, household_id),
        notes=notes.of(session, actor, young_person_id, [household_id]),
        **view.context,
    )


@router.get("/openings")
def openings(
    request: Request,
    session: PageSession,
    actor: PageActor,
    young_person_id: str,
    run: Annotated[str | None, Query(max_length=40)] = None,
) -> HTMLResponse:
    """Show the smallest changes that would open a home."""
    view = View(session, actor, young_person_id, run)
    found = view.found["openings"] if view.found else []
    groups = [
        (title, note, [o for o in found if o["kind"] == kind])
        for kind, title, note in OPENING_KINDS
    ]
    return render(
        request,
        "match_runs/openings.html",
        groups=[group for group in groups if group[2]],
        chart=openings_chart([o for group in groups for o in group[2]])
        if len(found) > 1
        else None,
        is_agency=actor.organisation_kind is OrganisationKind.AGENCY,
        own=referrals.is_own(actor, view.person)
        and may(actor, Permission.WRITE_REFERRALS),
        tries=may(actor, Permission.START_MATCH_RUNS),
        asked=requests.open_about(session, actor, young_person_id),
        most=MOST_CHANGES,
        first=FIRST_OPENINGS,
        **view.context,
    )
