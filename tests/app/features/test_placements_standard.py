"""Referrals in the Placements Data Standard: out, in, and the same answers again."""

import io
import json
from datetime import date
from html import unescape
from itertools import product

import pytest

from app.audit.repository import AuditRepository, Sought
from app.core import clock
from app.core.db import open_session
from app.exchange.port import Problem
from app.exchange.standard.fields import ENTITIES, RECORDS, RISKS
from app.exchange.standard.meaning import (
    LABELS,
    OTHER_RISKS,
    RISK_OF,
    in_the_standard,
    meaning_of,
)
from app.exchange.standard.reader import meant_by
from app.exchange.tables import File
from app.referral_form.models import ReferralDraft
from tests.app.browser import ADDRESS, Browser
from tests.app.features.test_import_referrals import placements
from tests.app.features.test_imports import sent

__all__ = ["placements"]

DAY = date(2026, 11, 20)
RECORD = {
    "born": "2013-04-01",
    "gender": "female",
    "needed_by": "2027-01-15",
    "placement_type": "long-term",
    "priority": "high",
    "home": {"postcode": "ST4 2AB"},
    "behaviours": {
        code: {"level": "medium"}
        for code in ("SUICIDAL", "CSE", "MISSING", "PHYS_CHILD", "WEAPON", "THEFT")
    },
    "needs": [
        {
            "criterion": "near",
            "strength": "essential",
            "parameters": {
                "place": {"postcode": "ST4 2AB"},
                "why": "home",
                "max_miles": 10,
            },
        },
        {"criterion": "solo", "strength": "essential"},
        {
            "criterion": "animals",
            "strength": "preferred",
            "parameters": {"avoid": "any"},
        },
    ],
    "support_offered": [{"kind": "transport"}],
}
SAME = ("how_soon", "near", "home", "other_children", "animals", "support")


@pytest.fixture
def officer(app, world):
    browser = Browser(app)
    browser.sign_in(world.authority.email)
    return browser


@pytest.fixture
def drafts(engine, world):
    def do():
        with open_session(engine, world.authority.actor) as session:
            return [
                (dict(one.answers), one.origin, one.origin_day, list(one.done))
                for one in session.query(ReferralDraft).order_by(ReferralDraft.id)
            ]

    return do


def upload(browser, content):
    browser.post("/nowhere")
    return browser.request(
        "POST",
        "/referrals/from-file",
        data={"form_token": browser._token_on_forms()},
        files=[("files", ("referral.json", content))],
        headers={"Origin": ADDRESS},
    )


def test_a_referral_taken_out_begins_one_of_the_same_answers(
    officer, placements, world, drafts, engine
):
    client = world.client("authority")
    body = {"young_people": [{"sharing_name": "Robin", "record": RECORD}]}
    made = client.request("POST", "/api/v1/referrals", json=body).json()
    path = f"/referrals/{made['id']}/placements-standard"
    file = officer.get(path)
    assert file.headers["content-disposition"].startswith("attachment")
    assert client.get(f"/api/v1{path}").json() == file.json()
    page = officer.get(f"/young-people/{made['young_people'][0]['id']}").text
    assert path in page
    [said] = file.json()[RECORDS]
    assert "Robin" not in file.text
    # Read back by the import of such files it is no news: they are referred already.
    today = f"{clock.today():%d/%m/%Y}"
    read = sent(placements, file.content, kind="standard", day=today)
    shown = placements.get(read.headers["location"]).text
    assert "0 new young people · 0 changes · 0 conflicts · 0 rows not read" in shown
    assert said[RISKS]["riskMissing"] == "Risk Present"
    assert said[RISKS]["riskToOthersFire"] == "No known risk"

    answer = upload(officer, file.content)
    assert answer.status_code == 303, unescape(answer.text)
    shown = officer.get(answer.headers["location"]).text
    assert "begun from a file of the Placements Data Standard" in shown
    [(answers, origin, day, done)] = drafts()
    assert (origin, done) == ("standard", [])
    assert day.isoformat() == said["QualityAssurance"]["referralDate"]
    expected = {"how_soon": "high", "near": "yes", "home": "ST4 2AB"}
    expected |= {"other_children": "only", "animals": "none", "support": ["transport"]}
    assert {name: answers[name] for name in SAME} == expected
    ticked = {c for k, v in answers.items() if k.startswith("care-") for c in v}
    assert ticked == set(RECORD["behaviours"])
    # What the file has not stays to be asked.
    assert not {"sharing_name", "born-day", "gender", "near_furthest"} & answers.keys()
    with open_session(engine, world.authority.actor) as session:
        entries = AuditRepository(session).every(Sought(record=made["id"]))
        actions = [one.action for one in entries]
    assert actions.count("referral.exported") == 2


def test_all_the_standard_says_comes_back_as_it_was():
    ways = ("", "Makaton", "Uses BSL and pictures")
    companions = (("only", "fine"), ("company", "fine"), ("any", "youngest"))
    companions += (("any", "oldest"), ("any", "fine"), ("not known", "not known"))
    animals = ("any", "none", "no dogs", "not known")
    risks = [
        code for codes in (*RISK_OF.values(), *OTHER_RISKS.values()) for code in codes
    ]
    several = [[], risks, *([one] for one in risks), ["SELF_HARM", "SUICIDAL", "GANG"]]
    for way, (others, younger), pets, known in product(
        ways, companions, animals, several
    ):
        answers = {
            "child_id": "412",
            "how_soon": "urgent",
            "communication": way,
            "other_children": others,
            "younger": younger,
            "animals": pets,
            "care-safe": known,
            "support": ["supervision"],
            "liberty_order": "no" if known else "not known",
        }
        out = in_the_standard(answers, {}, 2, DAY)
        for entity, fields in out.items():
            for name, value in fields.items():
                assert ENTITIES[entity][name].read(value) == value, (entity, name)
        meant = meaning_of(out)
        again = in_the_standard(meant.answers, {}, 2, DAY)
        assert again == out
        ticked = {c for k, v in meant.answers.items() if k[:5] == "care-" for c in v}
        assert ticked - {"SLCN"} == set(known)
        assert meant.day == DAY


def test_what_has_no_answer_is_put_in_words_and_never_lost(officer, drafts):
    file = {
        "PlacementAvailability": {
            "childId": 7,
            "siblingCount": 2,
            "preferredLocation": "North of the river",
        },
        "PlacementRequirements": {
            "homeAdaptation": True,
            "culturalNeeds": "required",
            "pets": "Yes - must",
            "deprivationOfLiberty": True,
        },
        "Risks": {
            "riskOther": "Lights candles; Has thought about not living",
            "riskToOthersPhysical": "Risk Present",
        },
        "QualityAssurance": {"referralDate": "2026-11-20"},
        "Extra": {"a": 1},
    }
    assert upload(officer, json.dumps(file).encode()).status_code == 303
    [(answers, _, day, _)] = drafts()
    assert day == DAY
    assert answers["care-safe"] == ["SUICIDAL"]
    assert (answers["animals"], answers["liberty_order"]) == ("any", "yes")
    for said in (
        "Preferred location: North of the river",
        "to be placed with them: 2",
        "The home needs to be adapted",
        "There are cultural needs",
        "There must be animals in the home",
        "Another risk to them: Lights candles",
        f"Say which: “{LABELS['PHYS_ADULT']}” or",
    ):
        assert said in answers["why_now"]


IN_QUESTIONS = {
    "Identifying the child": {
        "Child ID": "7",
        "Is this a planned emergency home search?": "Emergency",
        "Latest date for placement to start by": "15/1/2027",
    },
    "Location(s) of search": {
        "Primary family location (postcode sector - e.g. GL71)": "ST42",
        "Is it recommended to find a home close to the primary family location?": "Y",
        "Does child go to school currently?": "Y",
        "School location (postcode sector - e.g. GL71)": "gl7 1",
        "Does the child need to continue to attend this school?": "Y",
        "Please specify which location ": ["Nan's house", "The stables"],
        "How often does the child need to go to other location  "
        "of importance?": "weekly",
        "Are you aware of any locations to avoid? ": "Y",
        "Location(s) to avoid (leave blank if not applicable)": ["ST61", "The park"],
    },
    "Provision recommendation": {
        "Can child live with pets/animals?": "Y",
        "Minimum adult support ratio\t": ">2:1",
    },
    "Risk to child": {
        "Risk to child: Going missing\t": "High risk",
        "Risk to child: Self-harm": "Low risk",
        "Risk to child: Eating disorder": "No known risk",
    },
    "Risks": {"riskToOthersPhysical": "High risk"},
    "Placement information": {"Whether Sibling Split": "N"},
    "Finance Information": {"Total agreed weekly cost": 900},
}
IN_SHORT = {
    "PlacementAvailability": {"childId": 7, "planned_or_emergency": "emergency"},
    "latestStartDate": "2027-01-15",
    "Primary Family Location": "ST4 2",
    "near-primary-family-location": True,
    "attendsSchool": True,
    "schoolPostcodeSector": "GL71",
    "mustContinueAtThisSchool": True,
    "otherLocationsToVisit": ["Nan's house", "The stables"],
    "otherLocationsFrequency": "weekly",
    "locationsToAvoid": ["ST6 1", "The park"],
    "PlacementRequirements": {"pets": "Yes - can", "minimumAdultRatio": ">2:1"},
    "Risks": {
        "riskMissing": "High risk",
        "riskSelfHarm": "Low risk",
        "riskToOthersPhysical": "High risk",
    },
    "siblingSplit": False,
}


@pytest.mark.parametrize("db", ["sqlite"], indirect=True)
@pytest.mark.parametrize("file", [IN_QUESTIONS, IN_SHORT])
def test_what_the_draft_of_july_2025_asks_is_read_by_its_questions(
    placements, drafts, file
):
    content = json.dumps(file).encode()
    path = sent(placements, content, kind="standard").headers["location"]
    shown = unescape(placements.get(path).text)
    assert "1 new young person" in shown
    assert "Read from the standard’s draft of July 2025: " in shown
    assert "Latest date for placement to start by" in shown
    placements.post(f"{path}/confirm")
    [(answers, _, _, done)] = drafts()
    why = answers.pop("why_now")
    assert answers == {
        "child_id": "7",
        "placement_type": "emergency",
        "needed_by-day": "15",
        "needed_by-month": "1",
        "needed_by-year": "2027",
        "home": "ST4 2",
        "near": "yes",
        "school": "GL7 1",
        "keep_school": "yes",
        "avoid": "yes",
        "avoid_1": "ST6 1",
        "animals": "any",
        "carers": "two",
        "care-safe": ["SELF_HARM", "MISSING"],
        "MISSING-level": "high",
        "SELF_HARM-level": "low",
    }
    assert done == []
    for said in (
        "They go to school",
        "A place they need to go to regularly (weekly): Nan's house",
        "To stay away from: The park",
        "Minimum adult support ratio: >2:1",
        "Brothers and sisters were not placed apart",
        "Risk to others (high risk). Say which",
    ):
        assert said in why


def test_everything_wrong_is_said_at_once_and_nothing_is_begun(officer, drafts):
    wrong = {
        "PlacementAvailability": {"childId": "seven", "neededBy": "Soon"},
        "PlacementRequirements": {
            "pets": "Perhaps",
            "specificCommunicationRequirements": ["BSL", "Morse"],
            "homeAdaptation": "a ramp",
        },
        "Risks": "none",
        "QualityAssurance": {"referralDate": "31/2/2026"},
    }
    answer = upload(officer, json.dumps([{"Risks": {}}, wrong]).encode())
    assert answer.status_code == 422
    shown = unescape(answer.text)
    for said in (
        "Young person 2, PlacementAvailability.childId: is not a whole number",
        "PlacementAvailability.neededBy: Soon is not one of: Today, in less than",
        "PlacementRequirements.pets: Perhaps is not one of: Yes - must, Yes - can, No",
        "Morse is not one of: ESOL, BSL, Makaton, Other, None",
        "a ramp is neither yes nor no",
        "Risks: is not an object with fields",
        "QualityAssurance.referralDate: 31/2/2026 is not a date",
    ):
        assert said in shown, said
    assert drafts() == []


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"null", b"\xff\xfe", b"[" * 100_000, b'{"a": 1}', b"9" * 9_999],
)
def test_what_is_no_such_file_is_told(officer, drafts, content):
    answer = upload(officer, content)
    assert answer.status_code == 422
    assert "The selected file is" in answer.text or "Select a file" in answer.text
    assert drafts() == []


def test_many_are_imported_like_any_list_and_taken_back(placements, drafts):
    file = {RECORDS: [{"PlacementAvailability": {"childId": n}} for n in (1, 2, 2)]}
    file[RECORDS].append({"Risks": {}})
    content = json.dumps(file).encode()
    path = sent(placements, content, kind="standard").headers["location"]
    shown = placements.get(path).text
    assert "2 new young people · 0 changes · 0 conflicts · 2 rows not read" in shown
    assert "2 is there before, and was read there" in shown
    assert "is missing. It is how Hearth knows somebody again" in shown
    placements.post(f"{path}/confirm")
    assert [(one["child_id"], day) for one, _, day, _ in drafts()] == [
        ("1", DAY),
        ("2", DAY),
    ]
    again = sent(placements, content, kind="standard").headers["location"]
    assert "0 new young people" in placements.get(again).text
    placements.post(f"{path}/undo")
    assert drafts() == []


def test_text_no_page_could_hold_is_refused():
    file = json.dumps({"Risks": {"riskOther": "a\0b", "riskToOthersOther": "x" * 5000}})
    problems: list[Problem] = []
    content = file.encode()
    files = [File("a.json", io.BytesIO(content), len(content))]
    assert [meant for _, _, meant in meant_by(files, problems)] == [None]
    assert len(problems) == 2
