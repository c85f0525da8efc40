"""A request with an Idempotency-Key is done once, however often it is sent."""

import threading

import pytest

from app.core.db import open_session
from app.repeats.models import DoneRequest
from app.repeats.service import KEPT

HOUSEHOLDS, RUNS = "/api/v1/households", "/api/v1/match-runs"
BODY = {"label": "Amara and Jo", "offered_to": [], "record": {}}


def post(client, key, json=BODY, path=HOUSEHOLDS):
    return client.request("POST", path, json=json, headers={"Idempotency-Key": key})


def test_the_second_time_gives_what_the_first_made(world):
    client = world.client("agency")
    first, second = post(client, "k1"), post(client, "k1")
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    assert post(client, "k2").json()["id"] != first.json()["id"]
    assert client.get(HOUSEHOLDS).json()["total"] == 2


def test_a_run_asked_for_twice_is_one_run(world):
    client = world.client("authority")
    first, second = (post(client, "k", {}, RUNS) for _ in range(2))
    assert (first.status_code, second.status_code) == (202, 202)
    assert first.json()["id"] == second.json()["id"]


def test_a_key_is_for_one_request(world):
    client = world.client("agency")
    assert post(client, "k").status_code == 201
    answer = post(client, "k", {**BODY, "label": "Someone else"})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "header/idempotency-key"
    assert client.get(HOUSEHOLDS).json()["total"] == 1


def test_a_refused_request_may_be_put_right_under_its_key(world):
    client = world.client("agency")
    assert post(client, "k", {**BODY, "record": {"bedrooms_free": -1}}).status_code == (
        422
    )
    assert post(client, "k").status_code == 201


def test_another_organisations_key_is_another_key(world):
    first = post(world.client("agency"), "k")
    other = post(world.client("other_agency"), "k")
    assert other.status_code == 201
    assert other.json()["id"] != first.json()["id"]


@pytest.mark.parametrize("key", ["", "two words", "x" * 201])
def test_a_key_is_short_and_without_spaces(world, key):
    answer = post(world.client("agency"), key)
    assert answer.status_code == 422
    assert world.client("agency").get(HOUSEHOLDS).json()["total"] == 0


def test_many_at_once_make_one(world):
    client = world.client("agency")
    answers = []
    racers = [
        threading.Thread(target=lambda: answers.append(post(client, "k")))
        for _ in range(8)
    ]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join(60)
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert client.get(HOUSEHOLDS).json()["total"] == 1


def test_a_key_is_forgotten_after_a_while(world, engine):
    client = world.client("agency")
    first = post(client, "k").json()
    with open_session(engine, world.agency.actor) as session:
        for kept in session.query(DoneRequest):
            kept.created_at -= KEPT
        session.commit()
    assert post(client, "k").json()["id"] != first["id"]
