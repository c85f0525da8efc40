"""What nobody else may read is planted everywhere, and looked for as everybody else.

Each reader follows every link from their first page on, and asks the API for all it
gives. Words that are shared by design (what is asked for, what carers say may be said)
carry no canary.
"""

import re

import pytest

from app.core.db import open_session
from app.households.models import Household
from app.main import API_PREFIX
from app.referrals.models import YoungPerson
from tests.app.browser import Browser, without_nonces
from tests.app.features.conftest import job
from tests.app.features.test_decisions import decided
from tests.app.features.test_forum import arranged
from tests.app.features.test_match_runs import start

THEIRS = "Zephyrine"
"""In everything about the young person that an agency may not read."""
OURS = "Quillon"
"""In everything about the carers that an authority or a forum may not read."""
MOST_PAGES = 200


def said(value, canary):
    return {"value": value, "source": canary, "confirmed_on": "2026-11-02"}


YOUNG_PERSON = {
    "born": "2013-04-17",
    "gender": "female",
    "needed_by": "2027-01-15",
    "placement_type": "step-down",
    "current_household": THEIRS,
    "home": said({"postcode": "BA22"}, THEIRS),
    "school": said({"postcode": "PL19"}, THEIRS),
    "languages": said(["Welsh"], THEIRS),
    "interests": said(["football"], THEIRS),
    "behaviours": {
        "SELF_HARM": {
            "level": "medium",
            "last_incident": "2026-03",
            "frequency": THEIRS,
            "what_helps": THEIRS,
            "source": THEIRS,
        }
    },
    "needs": [
        {
            "criterion": "near",
            "strength": "preferred",
            "parameters": {"place": {"postcode": "TR13"}, "max_miles": 500},
            "reason": THEIRS,
            "source": THEIRS,
        },
        {
            "criterion": "solo",
            "strength": "preferred",
            "reason": THEIRS,
            "source": THEIRS,
        },
    ],
    "avoid_places": [
        {
            "place": {"postcode": "NE71"},
            "radius_km": 5,
            "reason": THEIRS,
            "source": THEIRS,
        }
    ],
    "cannot_live_with": [THEIRS],
}
HOUSEHOLD = {
    "location": said({"postcode": "EX39 2AB"}, OURS),
    "status": said("approved", OURS),
    "terms": said({"places": 3}, OURS),
    "available_from": said("2026-11-01", OURS),
    "bedrooms_free": said(2, OURS),
    "carers": said(
        [
            {
                "gender": "female",
                "drives": said(True, OURS),
                "faith": said(OURS, OURS),
                "ethnicity": OURS,
                "training": said([OURS], OURS),
                "languages": said([OURS], OURS),
            }
        ],
        OURS,
    ),
    "children": said([{"id": OURS, "age": 9}], OURS),
    "placements": [{"young_person": OURS, "age": 15}],
    "considerations": {
        "SELF_HARM": {
            "answer": "yes with support",
            "support": "A course",
            "source": OURS,
        }
    },
    "interests": said([OURS], OURS),
    "can_support": said({"faiths": [OURS]}, OURS),
}
PLACES = ("BA22", "PL19", "TR13", "NE71", "2013-04-17", "17 April 2013")


@pytest.fixture
def planted(world, household, referral, engine):
    """The records with their canaries; the id of the young person."""
    with open_session(engine, world.agency.actor) as session:
        home = session.get_one(Household, household["id"])
        home.label, home.record = OURS, HOUSEHOLD
        session.commit()
    key = referral["young_people"][0]["id"]
    with open_session(engine, world.authority.actor) as session:
        session.get_one(YoungPerson, key).record = YOUNG_PERSON
        session.commit()
    # What each has written down for its own people alone.
    for who, canary in (("authority", THEIRS), ("agency", OURS)):
        path = f"{API_PREFIX}/young-people/{key}/notes"
        note = {"text": canary, "household": household["id"], "everyone": False}
        answer = world.client(who).request("POST", path, json=note)
        assert answer.status_code == 201, answer.text
    return key


def crawled(app, who):
    """Follow every link from the first page on; return what the pages say."""
    browser = Browser(app)
    browser.sign_in(who.email)
    waiting, found = ["/"], {}
    while waiting:
        path = waiting.pop()
        if path in found:
            continue
        answer = browser.get(path)
        found[path] = without_nonces(answer.text)
        links = re.findall(r'(?:href|action)="(/[^"#]*)"', answer.text)
        left = ("/static", "/sign-out", "/help", "/audit")
        waiting += [
            link.replace("&amp;", "&") for link in links if not link.startswith(left)
        ]
        assert len(found) < MOST_PAGES, sorted(found)
    return found


def asked(app, client, ids):
    """Return everything the API gives to whoever may ask."""
    paths = app.openapi()["paths"]
    asked_for = {
        path: path.format(**ids)
        for path, each in paths.items()
        if "get" in each and path.startswith(API_PREFIX) and _known(path, ids)
    }
    assert len(asked_for) > 8
    return {path: client.get(where).text for path, where in asked_for.items()}


def _known(path, ids):
    return ids.keys() >= set(re.findall(r"{(\w+)}", path))


@pytest.mark.parametrize(
    ("who", "canaries"),
    [
        ("agency", (THEIRS, *PLACES)),
        ("authority", (OURS, "2AB")),
        ("chair", (OURS, "2AB")),
        ("other_agency", (THEIRS, OURS, "Robin", "R-1", *PLACES)),
        ("other_authority", (THEIRS, OURS, "Robin", "R-1", *PLACES)),
    ],
)
def test_nobody_finds_what_is_not_theirs_to_read(
    app, world, planted, household, referral, engine, who, canaries
):
    run = start(world, who)
    job(engine)(run)
    if who == "chair":
        arranged(app, world, engine)
    if who == "authority":
        answer = decided(world, planted, run, household=household["id"])
        assert answer.status_code == 201, answer.text
    ids = {
        "household_id": household["id"],
        "referral_id": referral["id"],
        "young_person_id": planted,
        "run_id": run,
    }
    pages = crawled(app, getattr(world, who))
    pages |= asked(app, world.client(who), ids)
    told = [
        (path, text[text.index(c) - 150 : text.index(c) + 60])
        for path, text in pages.items()
        for c in canaries
        if c in text
    ]
    assert told == []
    sees_both = who in ("agency", "authority", "chair")
    assert any("Robin" in text for text in pages.values()) is sees_both


def test_the_crawl_finds_what_is_ones_own(app, world, planted, household):
    """A check that could not fail would show nothing."""
    own = crawled(app, world.agency)
    assert any(OURS in text for text in own.values())
    theirs = crawled(app, world.authority)
    assert any(THEIRS in text for text in theirs.values())
