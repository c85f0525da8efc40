"""An agency adds a home and changes what is recorded of it, a subject a page."""

import re

import pytest

from app.audit.models import AuditEntry
from app.core.clock import today
from app.households.form.sections import named, sections
from app.households.history import differences
from app.households.words import FACTS, OF_A_CARER
from app.web.forms.reading import wrong_on
from matching.case import Carer, HouseholdFacts
from matching.region import region
from tests.app.browser import Browser

WHERE = {"label": "Bea and Cy", "location": "st4", "setting": "rural"}
SAID = {"source": "carers"}


@pytest.fixture
def page(app, world):
    browser = Browser(app)
    browser.sign_in(world.agency.email)
    return browser


@pytest.fixture
def at(household):
    return f"/households/{household['id']}/record"


def record(world, household_id):
    answer = world.client("agency").get(f"/api/v1/households/{household_id}")
    return answer.json()


def version_on(answer):
    return re.search(r'name="version" value="(\d+)"', answer.text)[1]


def test_a_home_is_added_and_described_page_by_page(world, page):
    assert "/households/new" in page.get("/households").text
    answer = page.post("/households/new", WHERE | SAID)
    path = answer.headers["location"].split("?")[0]
    assert "Only your agency sees it so far" in page.get(f"{path}?added=true").text
    key = path.split("/")[2]
    for number, (name, typed, then) in enumerate(
        (
            ("approval", {"status": "approved"}, "record/terms"),
            (
                "terms",
                {
                    "terms": "some",
                    "terms_places": "2",
                    "terms_youngest": "8",
                    "terms_oldest": "17",
                    "terms_types": "step-down",
                },
                "record/exemptions",
            ),
            ("carers", {"carers": "1"}, "record/carer-1"),
            (
                "carer-1",
                {
                    "gender": "female",
                    "drives": "yes",
                    "smokes": "not known",
                    "at_home": "none",
                    "languages": "English\r\nUrdu",
                    "training": "autism",
                },
                "record/experience-1",
            ),
            (
                "experience-1",
                {"more-1-what": "ASD", "more-1-level": "some"},
                "record/training-booked-1",
            ),
            (
                "children",
                {"children": "yes", "children-1-age": "9", "children-1-kind": "birth"},
                "record/other-adults",
            ),
            ("other-adults", {"other_adults": "no"}, "record/placements"),
            (
                "animals",
                {"animals": "yes", "animals-1-species": "dog"},
                "record?saved=true",
            ),
            ("adaptations", {"adaptations": "hoist"}, "record?saved=true"),
            ("offers", {"takes_alone": "can be"}, "record/support"),
            (
                "offered",
                {"offered_to": world.authority.organisation.id},
                "record?saved=true",
            ),
        ),
        1,
    ):
        sent = typed | SAID | {"version": str(number)}
        answer = page.post(f"{path}/{name}", sent)
        assert answer.headers.get("location") == f"/households/{key}/{then}", name
    kept = record(world, key)
    stamp = {"source": "carers", "confirmed_on": today().isoformat()}
    assert kept["label"] == "Bea and Cy"
    assert kept["offered_to"] == [world.authority.organisation.id]
    (carer,) = kept["record"].pop("carers")["value"]
    assert carer == {
        "gender": "female",
        "drives": {"value": True, **stamp},
        "at_home": {"value": [], **stamp},
        "languages": {"value": ["English", "Urdu"], **stamp},
        "training": {"value": ["autism"], **stamp},
        "experience": {"value": {"ASD": "some"}, **stamp},
    }
    terms = {"places": 2, "ages": [8, 17], "types": ["step-down"]}
    assert kept["record"] == {
        "location": {"value": {"postcode": "ST4"}, **stamp},
        "setting": {"value": "rural", **stamp},
        "status": {"value": "approved", **stamp},
        "terms": {"value": terms, **stamp},
        "children": {"value": [{"age": 9}], **stamp},
        "other_adults": {"value": [], **stamp},
        "animals": {"value": [{"species": "dog"}], **stamp},
        "adaptations": {"value": ["hoist"], **stamp} | adaptations_of(kept),
        "takes_alone": {"value": "can be", **stamp},
    }


def adaptations_of(kept):
    return {"value": kept["record"]["adaptations"]["value"]}


def test_every_page_is_filled_in_so_that_saving_it_changes_nothing():
    made = region(young_people=1, households=400, seed=3)
    for home in made.content["households"]:
        kept = {**home, "label": "Bea"}
        areas = {f"A{n}": f"Area {n}" for n in range(9)}
        for section in sections(kept, areas, areas):
            for subject in section.subjects:
                answers = {"source": "carers", **subject.recorded(kept)}
                boxes = {k: v[::-1] for k, v in answers.items() if isinstance(v, list)}
                answers |= boxes
                changed = subject.changes(answers, kept, today())
                assert changed == {}, (home["id"], subject.page.id)


def test_what_is_recorded_is_nothing_to_put_right(world, page):
    made = region(young_people=1, households=200, seed=4)
    for home in made.content["households"]:
        kept = {**home, "label": "Bea"}
        areas = {f"{n}": f"Area {n}" for n in (*home["offered_to"], home["authority"])}
        for section in sections(kept, areas, areas):
            for subject in section.subjects:
                answers = {"source": "carers", **subject.recorded(kept)}
                left = {
                    field: said
                    for field, said in wrong_on(subject.page, answers, today())
                    # What nobody has recorded has to be said, not known as well.
                    if field in answers
                }
                assert left == {}, (home["id"], subject.page.id)


def test_only_what_is_different_gets_todays_date(world, page, at, household):
    was = record(world, household["id"])["record"]
    page.post(f"{at}/carers", {"carers": "2", "version": "1"} | SAID)
    typed = {"gender": "female", "drives": "no", "smokes": "not known"}
    typed |= {"faith": "Muslim", "version": "2"}
    assert page.post(f"{at}/carer-1", typed | SAID).status_code == 303
    now = record(world, household["id"])["record"]
    first, second = now.pop("carers")["value"]
    assert second == {}
    assert first["faith"] == was["carers"]["value"][0]["faith"]
    assert first["drives"]["confirmed_on"] == today().isoformat()
    assert now == {name: fact for name, fact in was.items() if name != "carers"}
    version = record(world, household["id"])["version"]
    same = page.post(f"{at}/carer-1", typed | SAID | {"version": str(version)})
    assert same.status_code == 303
    assert record(world, household["id"])["version"] == version


def test_what_did_not_change_is_confirmed_where_somebody_says_so(
    world, page, at, household
):
    assert "I have checked it" in page.get(f"{at}/terms").text
    assert "I have checked it" not in page.get(f"{at}/animals").text
    assert "I have checked it" not in page.get("/households/new").text
    typed = {"terms": "some", "terms_places": "2", "still": "yes", "source": "panel"}
    page.post(f"{at}/terms", typed | {"version": "1"})
    kept = record(world, household["id"])["record"]["terms"]
    stamp = {"source": "panel", "confirmed_on": today().isoformat()}
    assert kept == {"value": {"places": 2}, **stamp}
    shown = page.get(at.replace("/record", "/history")).text
    assert "Confirmed as still true: terms of approval" in shown
    first = {"gender": "female", "drives": "not known", "smokes": "not known"}
    first |= {"faith": "Muslim", "still": "yes", "version": "2"}
    page.post(f"{at}/carer-1", first | SAID)
    (carer,) = record(world, household["id"])["record"]["carers"]["value"]
    assert carer["faith"]["confirmed_on"] == today().isoformat()


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("where", {"label": ""}, ["Enter what you call this home"]),
        ("where", {"label": "x" * 101}, ["Name must be 100 characters or fewer"]),
        ("where", {"location": "ZZ99"}, ["We do not recognise this postcode"]),
        ("approval", {}, ["Select where approval stands", "Select who says so"]),
        (
            "approval",
            {"status": "approved", "approved_on-day": "1", "approved_on-month": "1"},
            ["Date must include a year"],
        ),
        (
            "approval",
            {"approved_on-day": "1", "approved_on-month": "1"}
            | {"approved_on-year": "2099"},
            ["Date must be today or in the past"],
        ),
        (
            "approval",
            {"approved_on-day": "1", "approved_on-month": "1"}
            | {"approved_on-year": "9" * 30},
            ["Enter a date, for example 27 3 2027"],
        ),
        (
            "approval",
            {"status": "approved", "approval_ended-day": "1"}
            | {"approval_ended-month": "2", "approval_ended-year": "2026"},
            ["Leave this empty, or select above that approval has ended"],
        ),
        ("terms", {"terms": "some"}, ["Enter at least one term"]),
        (
            "terms",
            {"terms": "some", "terms_places": "two", "terms_youngest": "9"},
            [
                "Places must be a whole number from 0 to 50",
                "Enter the oldest age too",
            ],
        ),
        (
            "terms",
            {"terms": "some", "terms_youngest": "9", "terms_oldest": "8"},
            ["Oldest age must be the same as the youngest or more"],
        ),
        ("carers", {"carers": "7"}, ["Select how many carers live here"]),
        (
            "carer-1",
            {"at_home": ["none", "nights"]},
            ["Select what there is, or none of these", "Select whether they drive"],
        ),
        (
            "experience-1",
            {"more-1-what": "ASD", "more-2-level": "some"},
            ["Select how much of it they have met", "Select what they have met"],
        ),
        ("experience-1", {"more-1-what": "HAT"}, ["Select one of the answers"]),
        ("children", {"children": "yes"}, ["Enter at least one child, or select no"]),
        (
            "children",
            {"children": "yes", "children-1-gender": "male", "children-2-age": "30"},
            [
                "Enter their age, or say that they no longer live here",
                "Child 2: age in years must be a whole number from 0 to 25",
            ],
        ),
        (
            "children",
            {"children": "no", "children-1-age": "3"},
            ["Select yes, or take away what you wrote of child 1"],
        ),
        (
            "animals",
            {"animals": "yes", "animals-2-count": "0"},
            ["Enter which animal", "Animal 2: how many must be a whole number"],
        ),
        (
            "adaptations",
            {"planned_1": "hoist"},
            ["Enter the date it is planned for"],
        ),
        ("offers", {"hopes_oldest": "9"}, ["Enter the youngest age too"]),
    ],
)
def test_all_that_is_wrong_is_said_at_once_and_what_was_typed_is_kept(
    world, page, at, household, name, typed, said
):
    before = record(world, household["id"])
    answer = page.post(f"{at}/{name}", typed | {"version": "1"})
    assert answer.status_code == 422
    assert version_on(answer) == "1"
    for each in said:
        assert answer.text.count(each) >= 2, each
    for field, value in typed.items():
        # A list can show only what it offers.
        if isinstance(value, str) and field != "more-1-what":
            assert value in answer.text
    # Every error leads to its field.
    for target in re.findall(r'<li><a href="#([^"]+)"', answer.text):
        assert f'id="{target}"' in answer.text, target
    assert record(world, household["id"]) == before


def test_what_is_wrong_with_a_new_home_is_said_and_nothing_is_kept(world, page):
    answer = page.post("/households/new", {"location": "nowhere"})
    assert answer.status_code == 422
    for said in ("Enter what you call", "do not recognise", "Select who says so"):
        assert answer.text.count(said) == 2
    assert 'value="nowhere"' in answer.text
    assert "No homes yet" in page.get("/households").text


def test_a_home_is_added_once_however_often_the_button_is_pressed(page):
    once = re.search(r'name="once" value="([^"]+)"', page.get("/households/new").text)
    typed = WHERE | SAID | {"once": once[1]}
    first, again = (page.post("/households/new", typed) for _ in range(2))
    assert first.headers["location"] == again.headers["location"]
    other = page.post("/households/new", typed | {"label": "Di"})
    assert other.headers["location"] != first.headers["location"]
    assert "Showing 1 to 2 of 2" in page.get("/households").text


def test_fewer_places_than_young_people_is_said_where_it_was_typed(page, at):
    living = {"placements": "yes", "placements-1-young_person": "A", "version": "1"}
    living |= {"placements-1-age": "9", "placements-2-young_person": "B"}
    refused = page.post(f"{at}/placements", living | SAID)
    assert refused.text.count("Enter their age, or say that") == 2
    assert 'href="#placements-2-age"' in refused.text
    living |= {"placements-2-age": "11"}
    assert page.post(f"{at}/placements", living | SAID).status_code == 303
    typed = {"terms": "some", "terms_places": "1", "version": "2"}
    refused = page.post(f"{at}/terms", typed | SAID)
    assert refused.status_code == 422
    assert refused.text.count("2 young people live here and the terms") == 2
    assert version_on(refused) == "2"


def test_one_who_moved_out_goes_and_of_the_other_everything_stays(
    world, page, household
):
    body = {
        "label": "Amara and Jo",
        "offered_to": [],
        "record": {
            "placements": [
                {"young_person": "A", "age": 9},
                {"young_person": "B", "age": 11, "cannot_live_with": ["C"]},
            ]
        },
    }
    client = world.client("agency")
    path = f"/api/v1/households/{household['id']}"
    client.request("PUT", path, json=body, headers={"If-Match": "1"})
    typed = {"placements": "yes", "version": "2", "placements-1-gone": "yes"}
    typed |= {"placements-1-young_person": "A", "placements-1-age": "9"}
    typed |= {"placements-2-young_person": "B", "placements-2-age": "12", "more": "y"}
    at = f"/households/{household['id']}/record/placements"
    assert page.post(at, typed | SAID).headers["location"] == at
    kept = record(world, household["id"])["record"]["placements"]["value"]
    assert kept == [{"young_person": "B", "age": 12, "cannot_live_with": ["C"]}]


def test_exemptions_and_booked_training_are_kept_as_the_engine_reads_them(
    world, page, at, household
):
    authority = world.authority.organisation.id
    typed = {"exemptions": "yes", "exemptions-1-authority": authority, "version": "1"}
    refused = page.post(f"{at}/exemptions", typed | SAID)
    for said in ("Enter the date it holds from", "reference for each child it is for"):
        assert refused.text.count(said) == 2
    from_day = {f"exemptions-1-valid_from-{k}": "1" for k in ("day", "month")}
    typed |= from_day | {"exemptions-1-valid_from-year": "2026"}
    typed |= {"exemptions-1-young_people": "A\nB"}
    assert page.post(f"{at}/exemptions", typed | SAID).status_code == 303
    kept = record(world, household["id"])["record"]["exemptions"]
    held = {"authority": authority, "young_people": ["A", "B"]}
    assert kept == [held | {"valid_from": "2026-01-01"}]
    typed = {"training_booked": "yes", "training_booked-1-course": "autism"}
    day = {"day": "3", "month": "5", "year": "2030"}
    typed |= {f"training_booked-1-booked_for-{k}": v for k, v in day.items()}
    page.post(f"{at}/training-booked-1", typed | SAID | {"version": "2"})
    (carer,) = record(world, household["id"])["record"]["carers"]["value"]
    booked = [{"course": "autism", "booked_for": "2030-05-03"}]
    assert carer["training_booked"]["value"] == booked


def test_whoever_saves_second_sees_both_and_overwrites_nothing(
    world, page, at, household
):
    animals = {"animals": "yes", "animals-1-species": "dog", "version": "1"}
    page.post(f"{at}/animals", animals | SAID)
    late = {"animals": "yes", "animals-1-species": "cat", "version": "1"}
    # A mistake on the way does not make an old page a new one.
    answer = page.post(f"{at}/animals", late)
    assert answer.status_code == 409
    assert "Someone else changed this home" in answer.text
    row = re.search(r"Animal 1: which\?</th>(.*?)</tr>", answer.text)
    assert re.findall(r">(\w+)</td>", row[1]) == ["dog", "cat"]
    assert version_on(answer) == "2"
    kept = record(world, household["id"])["record"]["animals"]["value"]
    assert kept == [{"species": "dog"}]
    refused = page.post(f"{at}/animals", late | {"version": "2"})
    assert (refused.status_code, version_on(refused)) == (422, "2")
    again = page.post(f"{at}/animals", late | SAID | {"version": "2"})
    assert again.status_code == 303
    kept = record(world, household["id"])["record"]["animals"]["value"]
    assert kept == [{"species": "cat"}]


@pytest.mark.parametrize("who", ["other_agency", "authority", "chair"])
def test_nobody_else_can(app, world, at, who):
    browser = Browser(app)
    browser.sign_in(getattr(world, who).email)
    expected = 404 if who == "other_agency" else 403
    for path in (at, f"{at}/where"):
        assert browser.get(path).status_code == expected
    typed = WHERE | SAID | {"version": "1"}
    assert browser.post(f"{at}/where", typed).status_code == expected
    assert "/record" not in browser.get(at.removesuffix("/record")).text
    if who != "other_agency":
        assert browser.post("/households/new", WHERE | SAID).status_code == 403
        assert "/households/new" not in browser.get("/households").text


def test_what_is_not_asked_is_not_there(page, at):
    for name in ("nonsense", "carer-2", "experience-9", "carer-"):
        assert page.get(f"{at}/{name}").status_code == 404
        assert page.post(f"{at}/{name}", {"version": "1"}).status_code == 404


def test_every_page_about_facts_asks_who_says_so():
    without = [
        subject.page.id
        for section in sections({"offered_to": [], "carers": [{}, {}]}, {}, {})
        for subject in section.subjects
        if "source" not in {question.name for question in subject.page.questions}
    ]
    assert without == ["exemptions", "offered"]
    assert named(sections({"offered_to": []}, {}, {}), "carer-1") is None


def test_the_history_says_who_changed_what_and_never_what_it_said(
    app, world, page, at, household, system
):
    history = at.replace("/record", "/history")
    assert "Added this home" in page.get(history).text
    animals = {"animals": "yes", "animals-1-species": "axolotl", "version": "1"}
    page.post(f"{at}/animals", animals | SAID)
    page.post(f"{at}/carers", {"carers": "2", "version": "2"} | SAID)
    typed = {"gender": "female", "drives": "no", "smokes": "not known"}
    page.post(f"{at}/carer-1", typed | SAID | {"version": "3", "faith": "Jedi"})
    page.post(f"{at}/carer-1", typed | SAID | {"version": "4", "faith": ""})
    page.post(f"{at}/where", WHERE | SAID | {"version": "5"})
    shown = page.get(history).text
    said = re.findall(r"<li>([A-Z][^<]*)</li>", shown)
    assert said == [
        "Recorded: where it is and town or country",
        "Changed: what it is called",
        "Took away: faith of carer 1",
        "Recorded: driving of carer 1",
        "Changed: faith of carer 1",
        "Changed: how many carers there are",
        "Recorded: animals",
        "Added this home",
    ]
    assert shown.count(world.agency.person.name) >= 6
    assert "There is no such page" in page.get(f"{history}?page=9").text
    assert f'href="{history}"' in page.get(history.removesuffix("/history")).text
    for who, status in (("other_agency", 404), ("authority", 403), ("chair", 403)):
        browser = Browser(app)
        browser.sign_in(getattr(world, who).email)
        assert browser.get(history).status_code == status
        assert "/history" not in browser.get(history.removesuffix("/history")).text
    kept = str([entry.detail for entry in system.query(AuditEntry)])
    for told in ("axolotl", "Jedi", "Muslim", "Bea", "ST4"):
        assert told not in shown.replace("Bea and Cy", "")
        assert told not in kept


def test_what_was_confirmed_is_told_from_what_was_changed():
    old, new = (
        {"value": 1, "confirmed_on": day} for day in ("2026-01-01", "2026-02-01")
    )
    assert differences({"a": old, "b": 1}, {"a": new, "b": 2}) == {
        "a": "confirmed",
        "b": "changed",
    }


def test_every_fact_has_a_name_in_words():
    assert FACTS.keys() == {*HouseholdFacts.model_fields, "label", "offered_to"}
    assert OF_A_CARER.keys() == Carer.model_fields.keys()
