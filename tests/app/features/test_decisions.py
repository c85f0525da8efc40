"""Decisions: with reasons, by people, on record; and a place promised once."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.exc import ProgrammingError

from app.audit.models import AuditEntry
from app.audit.service import verify
from app.core.clock import today
from app.core.db import open_session, open_system_session
from app.decisions.models import Decision
from app.decisions.service import about, said_hash
from app.households.models import Hold
from app.match_runs.freeze import freeze
from matching.case_file import read_case
from tests.app import builders
from tests.app.browser import ApiClient, Browser
from tests.app.features.conftest import job
from tests.app.features.test_answers import signed_in
from tests.app.features.test_match_runs import start
from tests.app.features.test_withdrawn_homes import withdraw

WHY = "A calm home with no other children."
RECORD = {
    "status": "approved",
    "terms": {"places": 1},
    "available_from": "2026-11-01",
    "bedrooms_free": 1,
    "children": [],
}


@pytest.fixture
def second(world):
    """Another home of the agency, for one young person."""
    return home(world, "Sana", RECORD)


@pytest.fixture
def run(world, household, second, referral, engine):
    """A finished run of the authority that found two options."""
    started = start(world)
    job(engine)(started)
    return started


@pytest.fixture
def robin(referral):
    return referral["young_people"][0]["id"]


def home(world, label, record):
    answer = world.client("agency").request(
        "POST",
        "/api/v1/households",
        json={
            "label": label,
            "offered_to": [
                world.authority.organisation.id,
                world.other_authority.organisation.id,
            ],
            "record": record,
        },
    )
    assert answer.status_code == 201, answer.text
    return answer.json()["id"]


def options(world, run, person, who="authority"):
    path = f"/api/v1/match-runs/{run}/young-people/{person}/options"
    return [one["household"] for one in world.client(who).get(path).json()["items"]]


def decided(world, person, run, who="authority", **wanted):
    body = {
        "run": run,
        "after": 0,
        "outcome": "explore",
        "because": WHY,
        "closeness": "as_planned",
        "their_view": "Would like to meet them.",
        "decided_by": [{"name": "Ade Moss", "role": "placement officer"}],
    } | wanted
    client = who if isinstance(who, ApiClient) else world.client(who)
    return client.request("POST", f"/api/v1/young-people/{person}/decisions", json=body)


def frozen(engine, who):
    """Return the case a run would look at now."""
    with open_session(engine, who.actor) as session:
        content, _ = freeze(session, who.actor, "step-down", today())
    return read_case(content)


def test_a_decision_is_recorded_on_its_pages_and_holds_the_place(
    world, app, run, robin, engine
):
    browser = signed_in(app, world.authority)
    first, other = options(world, run, robin)
    path = f"/young-people/{robin}/decision"
    page = browser.get(f"{path}?run={run}&household={other}").text
    assert f'value="{other}" selected' in page
    form = {"run": run, "after": "0", "step": "check", "outcome": "explore"}
    form |= {"household": other, "because": "<b>Calm</b>", "dissent": "Nobody"}
    page = browser.post(path, form).text
    for said in (
        "Select why the first option was not chosen",
        "Enter why the first option was not chosen",
        "Select how close this is to what was asked",
        "Enter what they say, or below why they were not asked",
        "Enter at least one person who decided",
    ):
        assert said in page
    assert "&lt;b&gt;Calm" in page
    form |= {
        "passed_over": ["distance", "wish"],
        "passed_over_because": "Too far from school.",
        "closeness": "compromise",
        "compromise": "Further from friends; visits every week.",
        "their_view": "Fine with me.",
        "decided_by": "Ade Moss, placement officer\nKit Lowe, director",
        "rule_out": [first],
    }
    page = browser.post(path, form).text
    assert "It does not offer it." in page
    assert "Ade Moss, placement officer" in page
    assert "Nothing has been decided" in (
        browser.get(f"/young-people/{robin}/decisions").text
    )
    assert "Too far from school." in browser.post(path, form | {"step": "change"}).text
    answer = browser.post(path, form | {"step": "record"})
    assert answer.status_code == 303
    page = browser.get(answer.headers["location"]).text
    for said in ("Decision recorded", "In force", "held until", "Kit Lowe, director"):
        assert said in page
    case = frozen(engine, world.authority)
    assert [(p.young_person, p.household) for p in case.decisions.fixed] == [
        (robin, other)
    ]
    assert [p.household for p in case.decisions.ruled_out] == [first]
    browser.post(f"/young-people/{robin}/decisions/let-go")
    page = browser.get(f"/young-people/{robin}/decisions").text
    assert "No place is held for this any more." in page
    assert frozen(engine, world.authority).decisions.fixed == []


def test_everything_to_put_right_is_said_at_once(world, app, run, robin):
    """What cannot be read stands beside what is missing."""
    _, other = options(world, run, robin)
    form = {"run": run, "after": "0", "outcome": "explore", "household": other}
    form |= {"hold_days": "9", "because": "x" * 4001, "decided_by": "Ade"}
    form |= {"rule_out": ["nowhere"]}
    answer = signed_in(app, world.authority).post(
        f"/young-people/{robin}/decision", form | {"step": "record"}
    )
    assert answer.status_code == 422
    for said in (
        "Select how long to hold the place",
        "You have used 4,001",
        "Enter each person on a line of their own",
        "Select why the first option was not chosen",
        "Select how close this is to what was asked",
        "Enter what they say",
        "Select homes this run looked at",
    ):
        assert said in answer.text, said


def test_a_home_left_out_before_stays_left_out(world, app, run, robin, engine):
    """It is ticked in the next form, and stays so while it cannot be shown."""
    first, _ = options(world, run, robin)
    later = {"outcome": "later", "closeness": None}
    assert decided(world, robin, run, rule_out=[first], **later).status_code == 201
    again = start(world)
    job(engine)(again)
    browser = signed_in(app, world.authority)
    page = browser.get(f"/young-people/{robin}/decision?run={again}").text
    assert re.search(rf'value="{first}"[^>]*checked', page)
    withdraw(world, first)
    assert decided(world, robin, again, after=1, **later).status_code == 201
    with open_session(engine, world.authority.actor) as session:
        newest = about(session, world.authority.actor, robin)[0]
        assert newest.content["rule_out"] == [first]


def test_what_was_decided_is_in_the_audit_trail_and_cannot_be_changed(
    world, run, robin, engine, settings
):
    [first, _] = options(world, run, robin)
    made = decided(world, robin, run, household=first).json()
    with open_system_session(engine) as session:
        kept = session.get_one(Decision, made["id"])
        entry = next(
            one
            for one in session.query(AuditEntry).all()
            if one.action == "decision.recorded"
        )
        assert entry.detail["said"] == said_hash(kept)
        assert (kept.content["shown"]["options"][0]["household"]) == first
        assert verify(session, world.authority.organisation.id).fault is None
    if settings.database.get_backend_name() == "postgresql":
        with (
            open_session(engine, world.authority.actor) as session,
            pytest.raises(ProgrammingError, match="permission denied"),
        ):
            session.execute(update(Decision).values(number=7))


def test_who_decides_second_is_told_and_reads_first(world, run, robin):
    [first, other] = options(world, run, robin)
    assert decided(world, robin, run, household=first).status_code == 201
    again = decided(world, robin, run, household=first)
    assert again.status_code == 409
    assert "Read theirs first" in again.json()["detail"]
    now_other = decided(
        world,
        robin,
        run,
        household=other,
        after=1,
        passed_over=["wish"],
        passed_over_because="They met.",
    )
    assert now_other.status_code == 201, now_other.text
    read = world.client("authority").get(f"/api/v1/young-people/{robin}/decisions")
    rows = read.json()["items"]
    assert [(one["number"], one["in_force"]) for one in rows] == [(2, True), (1, False)]
    # The place of the first decision is free again.
    assert [one["held_until"] is None for one in rows] == [False, True]


def test_the_forum_and_the_authority_see_each_others_decisions(
    world, app, run, robin, engine
):
    [first, _] = options(world, run, robin)
    assert decided(world, robin, run, household=first).status_code == 201
    page = signed_in(app, world.chair).get(f"/young-people/{robin}/decisions").text
    assert WHY in page
    assert "Let the place go" not in page
    forums = start(world, "chair")
    job(engine)(forums)
    answer = decided(
        world, robin, forums, "chair", outcome="none", after=1, closeness=None
    )
    assert answer.status_code == 409
    assert "Ask them to let it go" in answer.json()["detail"]
    assert frozen(engine, world.chair).decisions.fixed[0].household == first


def test_a_held_place_is_not_free_for_another_authority(
    world, run, robin, household, engine
):
    [first, other] = options(world, run, robin)
    if first == household["id"]:
        first = other
    decided(
        world,
        robin,
        run,
        household=first,
        passed_over=["wish"],
        passed_over_because="They met.",
    )
    free = today() + timedelta(days=15)
    for who in (world.other_authority, world.agency):
        homes = {one.id: one for one in frozen(engine, who).households}
        assert homes[first].available_from.value == free
    with open_system_session(engine) as session:
        for hold in session.query(Hold).all():
            hold.until = today() - timedelta(days=1)
        session.commit()
    homes = {one.id: one for one in frozen(engine, world.other_authority).households}
    assert homes[first].available_from.value < today()


# Places, racers who each want one, and how many are to have one.
RACES = [
    ({"terms": {"places": 1}}, False, 6, 1),
    ({"terms": {"places": 2}, "bedrooms_free": 2}, False, 3, 2),
    ({"terms": {"places": 2}, "bedrooms_free": 2}, True, 4, 1),
]


@pytest.mark.parametrize(("room", "alone", "racers", "places"), RACES)
def test_a_place_is_promised_once(
    world, system, app, engine, room, alone, racers, places
):
    """Young people of two authorities, all for one home at the same moment."""
    wanted = home(world, "Sana", RECORD | room)
    asked = []
    for authority in (world.authority, world.other_authority):
        member = builders.member(system, of=authority.organisation)
        client = ApiClient(app, builders.api_key(system, member))
        people = [one_of(client, alone) for _ in range(racers // 2 + 1)]
        key = client.request("POST", "/api/v1/match-runs", json={}).json()["id"]
        job(engine)(key)
        asked += [(client, person, key) for person in people]
    asked = asked[:1] + asked[-(racers - 1) :]

    def race(one):
        client, person, key = one
        return decided(world, person, key, client, household=wanted)

    with ThreadPoolExecutor(racers) as pool:
        answers = list(pool.map(race, asked))
    assert sorted(a.status_code for a in answers) == (
        [201] * places + [409] * (racers - places)
    )
    for answer in answers:
        if answer.status_code == 409:
            assert "promised to someone else" in answer.json()["detail"]
    with open_system_session(engine) as session:
        assert session.query(Decision).count() == places
        held = {hold.decision_id for hold in session.query(Hold).all()}
        assert len(held) == places


def one_of(client, alone):
    needs = [{"criterion": "solo", "strength": "essential"}] if alone else []
    answer = client.request(
        "POST",
        "/api/v1/referrals",
        json={
            "young_people": [
                {
                    "sharing_name": "Wren",
                    "record": {
                        "born": "2013-04-01",
                        "needed_by": "2027-01-15",
                        "placement_type": "step-down",
                        "needs": needs,
                    },
                }
            ]
        },
    )
    return answer.json()["young_people"][0]["id"]


def test_a_home_suspended_meanwhile_is_not_held(world, run, robin, engine):
    [first, _] = options(world, run, robin)
    read = world.client("agency").get(f"/api/v1/households/{first}").json()
    answer = world.client("agency").request(
        "PUT",
        f"/api/v1/households/{first}",
        headers={"If-Match": str(read["version"])},
        json={
            "label": "Sana",
            "offered_to": [world.authority.organisation.id],
            "record": read["record"] | {"status": "suspended"},
        },
    )
    assert answer.status_code == 200, answer.text
    answer = decided(world, robin, run, household=first)
    assert answer.status_code == 409
    assert "not approved any more" in answer.json()["detail"]
    with open_system_session(engine) as session:
        assert session.query(Decision).count() == 0


def test_a_place_that_is_held_until_soon_is_on_your_work(app, world, run, robin):
    [first, _] = options(world, run, robin)
    browser = signed_in(app, world.authority)
    assert "Held until" not in browser.get("/").text
    decided(world, robin, run, household=first, hold_days=7)
    page = browser.get("/").text
    assert "The place held for Robin will be free for others" in page
    assert f"/young-people/{robin}/decisions" in page
    assert "Held until" not in signed_in(app, world.chair).get("/").text


def test_an_agency_reads_no_decision(app, world, run, robin):
    browser = Browser(app)
    browser.sign_in(world.agency.email)
    assert browser.get(f"/young-people/{robin}/decisions").status_code == 403
