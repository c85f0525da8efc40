"""A program makes webhooks, sees what nobody took, and has it sent again."""

import pytest

from app.core.actor import Role
from app.core.permissions import Permission
from tests.app import builders
from tests.app.browser import ApiClient
from tests.app.features.test_changes import write
from tests.app.features.test_webhooks import (
    kinds,
    later,
    receiver,
    run,
    sender,
)

__all__ = ["receiver", "sender"]
HOOKS = "/api/v1/webhooks"


@pytest.fixture
def client(app, world, system):
    """The program of the agency's administrator, with a key for this alone."""
    organisation = world.agency.organisation
    admin = builders.member(system, role=Role.ADMINISTRATOR, of=organisation)
    only = {Permission.MANAGE_PEOPLE}
    return ApiClient(app, builders.api_key(system, admin, scopes=only))


def test_made_followed_sent_again_and_ended(
    app, world, household, client, receiver, sender, system
):
    def post(path: str, body: object = None, **headers: str) -> dict:
        answer = client.request("POST", path, json=body, headers=headers)
        assert answer.is_success, answer.text
        return answer.json()

    roles = client.get(f"{HOOKS}/roles").json()["items"]
    assert [one["id"] for one in roles] == [world.agency.membership.id]
    wanted = {
        "name": "Case system",
        "address": receiver.address,
        "membership": roles[0]["id"],
        "about": ["household"],
    }
    # Everything that is wrong is said at once, and nothing is made.
    bad = {"name": " ", "address": "ftp://x", "membership": "x", "about": ["x"]}
    refused = client.request("POST", HOOKS, json=bad)
    assert refused.status_code == 422
    pointers = [one["pointer"] for one in refused.json()["errors"]]
    assert pointers == ["/name", "/address", "/membership", "/about"]

    key = {"Idempotency-Key": "once"}
    made = post(HOOKS, wanted, **key)
    hook = f"{HOOKS}/{made['id']}"
    assert made["secret"].startswith("whsec_")
    # Sent again it is not made again, and its secret is not given again.
    assert post(HOOKS, wanted, **key) == {**made, "secret": None}
    assert len(client.get(HOOKS).json()["items"]) == 1
    assert "secret" not in client.get(hook).json()

    receiver.says(f"204 {household['id']}")
    assert write(world, household, 1, []).status_code == 200
    run(sender)
    later(sender, days=4)
    letters = client.get(f"{hook}/deliveries?state=given_up").json()
    (letter,) = letters["items"]
    assert (letter["record_id"], letter["ended"]) == (household["id"], "422")
    assert client.get(f"{hook}/deliveries?state=waiting").json()["total"] == 0
    receiver.says("204")
    assert post(f"{hook}/again", {"delivery": letter["id"]})["waiting"] == 1
    run(sender)
    assert kinds(receiver.taken()) == [("hearth.household.changed", household["id"])]
    assert post(f"{hook}/again", {})["waiting"] == 0

    assert post(f"{hook}/pause")["state"] == "Paused"
    assert post(f"{hook}/test")["waiting"] == 1
    assert post(f"{hook}/resume")["paused_at"] is None
    later(sender, seconds=2)
    assert kinds(receiver.taken())[-1][0] == "hearth.webhook.test"
    assert post(f"{hook}/secret")["secret"] != made["secret"]

    # Another organisation's administrator finds none of it.
    foreign = builders.member(
        system, role=Role.ADMINISTRATOR, of=world.other_agency.organisation
    )
    other = ApiClient(app, builders.api_key(system, foreign))
    assert other.get(HOOKS).json() == {"items": []}
    for method, path in (
        ("GET", ""),
        ("GET", "/deliveries"),
        *(("POST", f"/{do}") for do in ("pause", "resume", "test", "secret", "end")),
        ("POST", "/again"),
    ):
        assert other.request(method, hook + path, json={}).status_code == 404
    assert post(f"{hook}/end")["id"] == made["id"]
    assert client.get(hook).status_code == 404
