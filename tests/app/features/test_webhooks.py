"""Programs are told of changes: each once to effect, in order for each record."""

import ipaddress
import re
import socket
import threading
from datetime import timedelta

import httpcore
import pytest
import time_machine
from sqlalchemy import select
from standardwebhooks import Webhook as Signer
from standardwebhooks import WebhookVerificationError

from app.core.actor import Role
from app.core.clock import now
from app.core.db import open_system_session
from app.core.outside import NotAllowedError, look_at
from app.webhooks import receivers
from app.webhooks.models import Delivery, Webhook
from app.webhooks.receivers import Receivers, fault_of
from app.webhooks.sending import Sender
from tests.app import builders
from tests.app.browser import Browser
from tests.app.features.receiver import Receiver
from tests.app.features.test_changes import write
from tests.app.features.test_closing import ended
from tests.app.features.test_erasure import erased, officer, robin
from tests.app.jobs.processes import Processes, wait_for

__all__ = ["officer", "robin"]
HERE = (ipaddress.ip_network("127.0.0.0/8"),)
PAGE = "/admin/webhooks"


@pytest.fixture
def receiver(tmp_path):
    made = Receiver(tmp_path)
    yield made
    made.stop()


@pytest.fixture
def desk(app, world, system):
    """The administrator of the agency, in their browser."""
    organisation = world.agency.organisation
    admin = builders.member(system, role=Role.ADMINISTRATOR, of=organisation)
    browser = Browser(app)
    assert browser.sign_in(admin.email).status_code == 303
    return browser


@pytest.fixture
def made(desk, world, receiver):
    """Tell the agency's program of changes; the webhook's page, and its secret."""
    return webhook(desk, world.agency, receiver.address)


@pytest.fixture
def sender(engine, settings):
    return Sender(engine, settings)


def webhook(desk, who, address, about=("household", "referral")):
    answer = desk.post(PAGE, asked(who, address, about))
    assert answer.status_code == 200, answer.text
    secret = re.search(r"whsec_[A-Za-z0-9+/=]+", answer.text)[0]
    page = re.search(rf'href="({PAGE}/[^"]+)"', answer.text)[1]
    return page, secret


def asked(who, address, about):
    return {
        "name": "Case system",
        "address": address,
        "membership": who.membership.id,
        "about": list(about),
    }


def run(sender):
    """Send until there is nothing to send now."""
    while sender.once():
        pass


def later(sender, **pause):
    with time_machine.travel(now() + timedelta(**pause), tick=False):
        run(sender)


def kinds(events):
    return [(event["type"], event["subject"]) for event in events]


def test_a_program_is_told_of_what_happens_from_now_on(
    world, household, made, receiver, sender
):
    _, secret = made
    home, authority = household["id"], world.authority.organisation.id
    assert (
        write(world, household, 1, [authority], "Canary Zéphyrine").status_code == 200
    )
    run(sender)
    later(sender, seconds=2)
    assert kinds(receiver.taken()) == [("hearth.household.changed", home)]
    heard = receiver.heard()[0]
    assert "Canary" not in str(heard)
    assert heard["headers"]["content-type"].startswith("application/cloudevents+json")
    event = Signer(secret).verify(heard["body"], heard["headers"])
    assert event["id"] == heard["headers"]["webhook-id"]
    assert event["specversion"] == "1.0"
    by = world.agency.organisation.id
    assert event["source"].endswith(f"/organisations/{by}")
    assert event["data"] == {"record_type": "household", "record_id": home, "by": by}
    other = "whsec_" + "A" * 43 + "="
    with pytest.raises(WebhookVerificationError):
        Signer(other).verify(heard["body"], heard["headers"])


def test_nobody_hears_what_they_may_not_read(
    app, world, made, receiver, sender, system
):
    """What another agency does; what nobody asked to hear; who has left."""
    body = {"label": "Theirs", "record": {}, "offered_to": []}
    answer = world.client("other_agency").request(
        "POST", "/api/v1/households", json=body
    )
    assert answer.status_code == 201
    run(sender)
    assert receiver.heard() == []
    world.agency.membership.paused_at = now()
    system.merge(world.agency.membership)
    system.commit()
    own = builders.member(system, of=world.agency.organisation)
    client = type(world.client("agency"))(app, builders.api_key(system, own))
    assert client.request("POST", "/api/v1/households", json=body).status_code == 201
    later(sender, minutes=2)
    assert receiver.heard() == []


def test_a_program_that_fails_hangs_and_comes_back_hears_all_in_order(
    world, household, made, receiver, sender, monkeypatch
):
    monkeypatch.setattr(receivers, "SECONDS", 0.5)
    for hours, mood in enumerate(("500", "302", "hang", "drip"), 1):
        receiver.says(mood)
        answer = write(world, household, household["version"], [], mood)
        household["version"] = answer.json()["version"]
        with time_machine.travel(now() + timedelta(hours=hours)):
            sender.once()
        assert receiver.heard()[-1]["said"] == mood
    receiver.stop()
    later(sender, hours=6)
    tries = len(receiver.heard())
    receiver.says("204")
    receiver.start()
    later(sender, hours=8)
    assert len(receiver.heard()) == tries + 4
    events = receiver.taken()
    assert [event["type"] for event in events] == ["hearth.household.changed"] * 4
    numbers = [event["sequence"] for event in events]
    assert numbers == sorted(numbers)
    # The same event has the same id, however often it is sent.
    assert len({one["headers"]["webhook-id"] for one in receiver.heard()}) == 4


def test_what_a_program_refuses_holds_up_its_own_record_alone(
    world, household, desk, made, receiver, sender
):
    page, _ = made
    receiver.says(f"204 {household['id']}")
    assert write(world, household, 1, [], "One").status_code == 200
    assert write(world, household, 2, [], "Two").status_code == 200
    body = {"label": "Other", "record": {}, "offered_to": []}
    other = world.client("agency").request("POST", "/api/v1/households", json=body)
    run(sender)
    later(sender, seconds=3)
    assert kinds(receiver.taken()) == [("hearth.household.created", other.json()["id"])]
    later(sender, days=4)
    text = desk.get(page).text
    assert text.count("Given up") == 3
    assert "Answered 422" in text
    receiver.says("204")
    assert desk.post(f"{page}/again").status_code == 303
    run(sender)
    changed = ("hearth.household.changed", household["id"])
    assert kinds(receiver.taken())[1:] == [changed, changed]
    # One alone can be sent again too, and says by its id that it is the same.
    one = receiver.heard()[-1]["headers"]["webhook-id"]
    assert desk.post(f"{page}/again", {"message": one}).status_code == 303
    run(sender)
    assert receiver.heard()[-1]["headers"]["webhook-id"] == one
    assert len(receiver.taken()) == 3


def test_two_processes_never_send_to_one_program_at_once(
    world, household, made, receiver, sender, engine, settings
):
    version = 1
    for _ in range(20):
        assert write(world, household, version, []).status_code == 200
        version += 1
    others = [Sender(engine, settings) for _ in range(3)]
    threads = [threading.Thread(target=run, args=(one,)) for one in (sender, *others)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    later(sender, seconds=5)
    numbers = [event["sequence"] for event in receiver.taken()]
    assert len(numbers) == len(receiver.heard()) == 20
    assert numbers == sorted(numbers)


def test_a_killed_worker_leaves_nothing_untold(
    world, household, made, receiver, db, engine
):
    """What it was about to say it had sent is sent again, under the same id."""
    processes = Processes(db)
    here = {"HEARTH_PRIVATE_NETWORKS": "127.0.0.0/8"}
    try:
        receiver.says("hang")
        assert write(world, household, 1, []).status_code == 200
        first = processes.start("worker", **here)
        wait_for(receiver.heard)
        first.kill()
        receiver.says("204")
        assert write(world, household, 2, []).status_code == 200
        with open_system_session(engine) as session:
            # A minute later.
            session.scalars(select(Webhook)).one().leased_until = now()
            session.commit()
        processes.start("worker", **here)
        wait_for(lambda: len(receiver.taken()) == 2)
    finally:
        processes.end()
    assert [one["said"] for one in receiver.heard()] == ["hang", "204", "204"]
    ids = [one["headers"]["webhook-id"] for one in receiver.heard()]
    assert ids[0] == ids[1] != ids[2]


def test_everything_to_put_right_is_said_at_once_and_kept(desk, world):
    answer = desk.post(PAGE, {"address": "ftp://x.example", "name": " "})
    assert answer.status_code == 422
    for said in (
        "Enter which program it is for",
        "Enter an address, like",
        "Select in whose role it hears",
        "Select what it hears of",
    ):
        assert said in answer.text
    assert "ftp://x.example" in answer.text
    # Another organisation's member is nobody.
    foreign = asked(world.other_agency, "https://x.example/", ("household",))
    refused = desk.post(PAGE, foreign)
    assert "Select in whose role it hears" in refused.text
    assert world.other_agency.person.name not in refused.text
    assert "No program is told" in desk.get(PAGE).text


def test_pausing_testing_and_another_secret(
    world, household, desk, made, receiver, sender
):
    page, secret = made
    assert desk.post(f"{page}/pause").status_code == 303
    assert desk.post(f"{page}/test").status_code == 303
    later(sender, seconds=2)
    assert receiver.heard() == []
    assert desk.post(f"{page}/resume").status_code == 303
    newer = re.search(r"whsec_[A-Za-z0-9+/=]+", desk.post(f"{page}/secret").text)[0]
    later(sender, seconds=4)
    (heard,) = receiver.heard()
    for one in (secret, newer):
        event = Signer(one).verify(heard["body"], heard["headers"])
        assert event["type"] == "hearth.webhook.test"
    assert desk.post(f"{page}/test").status_code == 303
    later(sender, hours=25)
    signed = receiver.heard()[-1]["headers"]["webhook-signature"]
    assert len(signed.split()) == 1
    assert desk.post(f"{page}/end").status_code == 303
    assert desk.get(page).status_code == 404


def test_messages_about_who_is_erased_go_too(
    world, referral, robin, officer, desk, made, sender, engine
):
    assert ended(world, referral).status_code == 200
    run(sender)
    with open_system_session(engine) as session:
        assert session.scalars(select(Delivery.record_id)).all() == [referral["id"]]
    assert erased(officer, robin).status_code == 303
    with open_system_session(engine) as session:
        assert session.scalars(select(Delivery)).all() == []


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "192.168.0.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",  # noqa: S104
        "[::1]",
        "[fd00::1]",
        "[fe80::1]",
        "[::ffff:10.0.0.1]",
        "[64:ff9b::a00:1]",
        "[2002:a00:1::]",
        "224.0.0.1",
    ],
)
def test_no_address_inside_is_taken(address):
    url = f"https://{address}/x"
    assert "inside its own network" in fault_of(url, plain=False, private=())
    answer = Receivers(()).send(url, {}, b"{}")
    assert (answer.taken, answer.ended) == (False, "not_allowed")


def test_a_name_that_leads_inside_is_not_followed(monkeypatch):
    """Nor one with an address outside besides, or another at the second look-up."""
    looked_up = []

    def lie(host, port, **_):
        looked_up.append(host)
        inside = (None, None, None, None, ("10.0.0.7", port))
        outside = (None, None, None, None, ("93.184.216.34", port))
        return [outside, inside]

    monkeypatch.setattr(socket, "getaddrinfo", lie)
    answer = Receivers(()).send("https://case-system.example/x", {}, b"{}")
    assert answer.ended == "not_allowed"
    assert looked_up == ["case-system.example"]


def test_the_connection_goes_to_the_address_that_was_looked_at(monkeypatch):
    tried = []

    def connect(self, host, port, *_):
        tried.append(host)
        raise httpcore.ConnectError

    public = [(None, None, None, None, ("93.184.216.34", 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: public)
    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", connect)
    answer = Receivers(()).send("https://case-system.example/x", {}, b"{}")
    assert tried == ["93.184.216.34"]
    assert answer.ended == "no_answer"


def test_production_takes_https_alone():
    assert fault_of("http://x.example/", plain=False, private=()) != ""
    assert fault_of("http://x.example/", plain=True, private=()) == ""
    assert fault_of("https://a:b@x.example/", plain=False, private=()) != ""
    with pytest.raises(NotAllowedError):
        look_at(ipaddress.ip_address("10.0.0.1"), HERE)
