"""People are told in the product and by e-mail, once, and never about whom."""

from collections.abc import Iterator
from datetime import timedelta
from html import unescape

import pytest
import time_machine
from sqlalchemy import Engine, select

from app.core.actor import Role
from app.core.clock import now, today
from app.core.db import open_session, open_system_session
from app.exchange.models import Import
from app.households.models import Hold
from app.match_runs.models import MatchRun
from app.notifications import erasing
from app.notifications.models import Mail, MailState, Notification
from app.notifications.notify import NotifyCarrier
from app.notifications.smtp import SmtpCarrier
from app.notifications.tasks import LEASE, PAUSES, Sender
from tests.app import builders
from tests.app.browser import Browser
from tests.app.features.conftest import World, household, job, referral, world
from tests.app.features.test_imports import sent
from tests.app.notifications.servers import MailServer, Notify

__all__ = ["household", "referral", "world"]
SHARED = "A referral was shared with your organisation"
FROM = "hearth@lantern.example"
ADDRESS = "https://hearth.example/"
UUID = "0198c2f0-0000-7000-8000-000000000004"
CANARIES = ("Robin", "calm", "Amara", "Jo", "ST4", "B14", "Person", "2013")


@pytest.fixture
def server() -> Iterator[MailServer]:
    made = MailServer()
    made.start()
    yield made
    made.stop()


@pytest.fixture
def notify() -> Iterator[Notify]:
    made = Notify()
    yield made
    made.stop()


@pytest.fixture
def smtp(engine: Engine, server: MailServer) -> Sender:
    return Sender(engine, SmtpCarrier(server.address, FROM), ADDRESS)


def signed_in(app, who) -> Browser:
    browser = Browser(app)
    assert browser.sign_in(who.email).status_code == 303
    return browser


def wants_mail(app, *people) -> None:
    for who in people:
        browser = signed_in(app, who)
        browser.post("/account/notifications", {"mail": "yes"})


def share(world: World) -> str:
    """Share another referral with the agency; return the young person's id."""
    record = {
        "born": "2013-04-01",
        "needed_by": "2027-02-01",
        "placement_type": "step-down",
        "home": {"postcode": "ST4"},
    }
    answer = world.client("authority").request(
        "POST",
        "/api/v1/referrals",
        json={
            "share_with": [world.agency.organisation.id],
            "young_people": [{"sharing_name": "Robin", "record": record}],
        },
    )
    assert answer.status_code == 201, answer.text
    key: str = answer.json()["young_people"][0]["id"]
    return key


def states(engine: Engine) -> list[str]:
    with open_system_session(engine) as system:
        return [str(mail.state) for mail in system.scalars(select(Mail))]


def test_an_agency_is_told_of_a_referral_and_nobody_else(app, world, system):
    key = share(world)
    browser = signed_in(app, world.agency)
    assert "Notifications (1 new)" in browser.get("/account").text
    page = browser.get("/notifications").text
    assert SHARED in page
    assert "Robin" not in page
    at = page.split('href="/notifications/')[1].split('"')[0]
    for who in (world.other_agency, world.authority, world.chair):
        other = signed_in(app, who)
        assert "You have not been told" in other.get("/notifications").text
        assert other.get(f"/notifications/{at}").status_code == 404
    # Who may not read referrals hears nothing of them.
    admin = builders.member(
        system, of=world.agency.organisation, role=Role.ADMINISTRATOR
    )
    assert SHARED not in signed_in(app, admin).get("/notifications").text
    answer = browser.get(f"/notifications/{at}")
    assert answer.headers["location"] == f"/young-people/{key}"
    assert "new)" not in browser.get("/notifications").text
    # A colleague has still to read it.
    colleague = builders.member(
        system, of=world.agency.organisation, role=Role.REGISTERED_MANAGER
    )
    assert "Notifications (1 new)" in signed_in(app, colleague).get("/account").text


def test_all_is_read_at_once_and_there_are_pages(app, world):
    for _ in range(27):
        share(world)
    browser = signed_in(app, world.agency)
    page = browser.get("/notifications").text
    assert "Showing 1 to 25 of 27" in page
    assert "(27 new)" in page
    assert "Showing 26 to 27" in browser.get("/notifications?page=2").text
    browser.post("/notifications")
    assert "new)" not in browser.get("/notifications").text


def test_what_fails_with_the_change_tells_nobody(app, world, engine, referral):
    before = len(told(engine))
    answer = world.client("authority").request(
        "POST", "/api/v1/referrals", json={"young_people": [], "share_with": ["x"]}
    )
    assert answer.status_code == 422
    assert len(told(engine)) == before


def told(engine: Engine) -> list[str]:
    with open_system_session(engine) as system:
        return [one.kind for one in system.scalars(select(Notification))]


def test_runs_imports_decisions_and_places_are_told(
    app, world, household, referral, engine, system
):
    run = world.client("authority").request("POST", "/api/v1/match-runs", json={})
    job(engine)(run.json()["id"])
    robin = referral["young_people"][0]["id"]
    decision = {
        "run": run.json()["id"],
        "after": 0,
        "outcome": "explore",
        "household": household["id"],
        "hold_days": 7,
        "because": "Calm, and near.",
        "closeness": "as_planned",
        "their_view": "Yes.",
        "decided_by": [{"name": "Ade Moss", "role": "placement officer"}],
    }
    answer = world.client("authority").request(
        "POST", f"/api/v1/young-people/{robin}/decisions", json=decision
    )
    assert answer.status_code == 201, answer.text
    officer = signed_in(app, world.authority)
    assert "A match run you started has finished" in officer.get("/notifications").text
    agency = signed_in(app, world.agency)
    assert "A place in one of your homes is held" in agency.get("/notifications").text
    # Soon it ends: both sides are told, and once.
    with open_system_session(engine) as session:
        for hold in session.scalars(select(Hold)):
            hold.until = today() + timedelta(days=2)
        session.commit()
    for _ in range(2):
        Sender(engine, None, ADDRESS).round()
    assert told(engine).count("hold.ending") == 1
    assert "is held until soon" in agency.get("/notifications").text
    assert "is free for others soon" in officer.get("/notifications").text
    officer.post(f"/young-people/{robin}/decisions/let-go")
    assert "is no longer held" in agency.get("/notifications").text
    # An import is news to whoever else may confirm it.
    manager = builders.member(
        system, of=world.agency.organisation, role=Role.REGISTERED_MANAGER
    )
    sent(agency, b"Home ID,Name\n1,Bea")
    ready = "An import is ready to be confirmed"
    assert ready in signed_in(app, manager).get("/notifications").text
    assert ready not in agency.get("/notifications").text
    with open_session(engine, world.authority.actor) as session:
        failed = session.get_one(MatchRun, run.json()["id"])
        assert failed.state == "done"
    with open_session(engine, world.agency.actor) as session:
        assert session.scalars(select(Import)).one().state == "preview"


def test_an_e_mail_says_that_something_waits_and_never_about_whom(
    app, world, smtp, server, engine
):
    wants_mail(app, world.agency, world.other_agency, world.authority)
    share(world)
    for _ in range(3):
        smtp.round()
    [(to, mail)] = server.taken
    assert to == [world.agency.email]
    assert mail["subject"] == "Something in Hearth waits for you"
    said = mail.as_string().replace(world.agency.email, "")
    assert SHARED in said
    assert "https://hearth.example/notifications" in said
    assert [word for word in CANARIES if word in said] == []
    assert states(engine) == ["sent"]


def test_nobody_gets_e_mail_who_did_not_choose_it_or_has_read_it(
    app, world, smtp, server, engine, system
):
    share(world)
    smtp.round()
    assert states(engine) == []
    wants_mail(app, world.agency)
    share(world)
    server.stop()
    smtp.round()
    browser = signed_in(app, world.agency)
    browser.post("/notifications")
    server.start()
    with time_machine.travel(now() + PAUSES[0], tick=True):
        smtp.round()
    assert server.taken == []
    assert states(engine) == ["not_needed"]
    browser.post("/account/notifications", {"mail": "no"})
    share(world)
    smtp.round()
    assert server.taken == []
    # Nor who acts for the organisation no longer.
    wants_mail(app, world.agency)
    membership = system.merge(world.agency.membership)
    membership.paused_at = now()
    system.commit()
    share(world)
    smtp.round()
    assert server.taken == []


@pytest.mark.parametrize("refuses", ["away", "451 Later"])
def test_a_server_that_comes_back_gets_one_e_mail(
    app, world, smtp, server, engine, refuses
):
    wants_mail(app, world.agency)
    share(world)
    if refuses == "away":
        server.stop()
    else:
        server.says = refuses
    smtp.round()
    smtp.round()
    assert states(engine) == ["waiting"]
    if refuses == "away":
        server.start()
    server.says = None
    smtp.round()
    assert server.taken == []
    with time_machine.travel(now() + PAUSES[0], tick=True):
        smtp.round()
        smtp.round()
    assert len(server.taken) == 1
    assert states(engine) == ["sent"]


def test_it_is_given_up_after_the_last_pause_and_says_so(
    app, world, smtp, server, engine
):
    wants_mail(app, world.agency)
    share(world)
    server.stop()
    later = now()
    for pause in (timedelta(0), *PAUSES):
        later += pause + timedelta(seconds=30)
        with time_machine.travel(later, tick=True):
            smtp.round()
    assert states(engine) == ["given_up"]
    server.start()
    with time_machine.travel(later + timedelta(days=1), tick=True):
        smtp.round()
    assert server.taken == []
    page = unescape(signed_in(app, world.agency).get("/notifications").text)
    assert "1 e-mail to you could not be sent" in page


@pytest.mark.parametrize(
    ("says", "state"), [("", "unclear"), ("550 Nobody here", "given_up")]
)
def test_what_a_server_may_have_taken_is_not_sent_again(
    app, world, smtp, server, engine, says, state
):
    wants_mail(app, world.agency)
    share(world)
    server.says = says
    smtp.round()
    assert states(engine) == [state]
    server.says = None
    with time_machine.travel(now() + PAUSES[0], tick=True):
        smtp.round()
    assert server.taken == []


def test_who_dies_while_sending_leaves_it_unclear(app, world, smtp, server, engine):
    wants_mail(app, world.agency)
    share(world)
    server.stop()
    smtp.round()
    with open_system_session(engine) as system:
        mail = system.scalars(select(Mail)).one()
        mail.state, mail.next_try_at = MailState.SENDING, now() + LEASE
        system.commit()
    server.start()
    smtp.round()
    assert states(engine) == ["sending"]
    with time_machine.travel(now() + LEASE, tick=True):
        smtp.round()
    assert states(engine) == ["unclear"]
    assert server.taken == []


def test_notify_is_asked_before_it_is_sent_again(app, world, notify, engine):
    sender = Sender(
        engine, NotifyCarrier(f"test-{UUID}-{UUID}", UUID, notify.address), ADDRESS
    )
    wants_mail(app, world.agency)
    share(world)
    notify.answers, notify.takes_anyway = [503, 429], True
    sender.round()
    assert states(engine) == ["waiting"]
    with time_machine.travel(now() + PAUSES[0], tick=True):
        sender.round()
    assert states(engine) == ["sent"]
    [mail] = notify.taken
    assert mail["email_address"] == world.agency.email
    assert mail["template_id"] == UUID
    said = str(mail["personalisation"])
    assert SHARED in said
    assert [word for word in CANARIES if word in said] == []
    # One that was not taken is sent the next time, one that is refused never.
    notify.answers, notify.takes_anyway = [429], False
    share(world)
    sender.round()
    with time_machine.travel(now() + PAUSES[0], tick=True):
        sender.round()
    assert len(notify.taken) == 2
    notify.answers = [400]
    share(world)
    sender.round()
    assert sorted(states(engine)) == ["given_up", "sent", "sent"]


def test_an_installation_without_a_mail_server_offers_none(app, world, engine):
    browser = signed_in(app, world.agency)
    assert "does not send e-mail" in browser.get("/account/notifications").text
    wants_mail(app, world.agency)
    share(world)
    Sender(engine, None, ADDRESS).round()
    assert states(engine) == []


def test_erasing_somebody_forgets_who_was_told(app, world, smtp, server, engine):
    wants_mail(app, world.agency)
    key = share(world)
    smtp.round()
    signed_in(app, world.agency).post("/notifications")
    with open_system_session(engine) as system:
        erasing.erase(system, [key])
        system.commit()
    assert told(engine) == []
    assert states(engine) == []
