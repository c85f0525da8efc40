"""People sign in with the account they have at their organisation, and only they."""

import re
import time
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
import time_machine

from app.audit.models import AuditEntry
from app.core.actor import OrganisationKind, Role
from app.core.clock import now
from app.identity import oidc
from app.identity.models import ProviderAccount, SignInProvider
from app.identity.oidc import ProviderError
from app.main import create_app
from tests.app import builders
from tests.app.browser import ADDRESS, Browser
from tests.app.identity.issuer import CLIENT, SECRET, Issuer

AT = "/admin/sign-in"
MINE = "an account of mine"


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    issuer = Issuer(tmp_path_factory.mktemp("issuer"))
    yield issuer
    issuer.stop()


@pytest.fixture
def issuer(running):
    running.says(sub=MINE)
    return running


@pytest.fixture
def admin(system):
    return builders.member(system, OrganisationKind.AUTHORITY, role=Role.ADMINISTRATOR)


@pytest.fixture
def desk(app, admin, issuer):
    """An administrator whose organisation's service is set up."""
    browser = Browser(app)
    browser.sign_in(admin.email)
    assert browser.post(AT, form(issuer)).status_code == 303
    return browser


@pytest.fixture
def member(system, admin):
    """Somebody with a role there, and another elsewhere."""
    made = builders.member(system, of=admin.organisation)
    builders.member(system, who=made.person)
    return made


def form(issuer, **said):
    """What the administrator types."""
    typed = {"issuer": issuer.name, "client_id": CLIENT, "secret": SECRET}
    return typed | {"second_step": "yes"} | said


def code_of(member) -> str:
    return member.organisation.code


def there(browser: Browser, path: str) -> str:
    """Go to the service, and return the address it sends the browser back to."""
    sent = browser.get(path)
    assert sent.status_code == 303, sent.text
    answer = httpx.get(sent.headers["location"])
    assert answer.status_code == 303, answer.text
    back = answer.headers["location"]
    assert back.startswith(f"{ADDRESS}/sign-in/back?")
    return back.removeprefix(ADDRESS)


def sign_in(browser: Browser, member) -> httpx.Response:
    return browser.get(there(browser, f"/sign-in/with/{code_of(member)}"))


def link(desk: Browser, member, subject: str = MINE) -> None:
    form = {"person": member.person.id, "subject": subject}
    assert desk.post(f"{AT}/accounts", form).status_code == 303


def refused(answer: httpx.Response, browser: Browser, status: int = 502) -> bool:
    """Tell whether nobody was let in."""
    out = browser.get("/account").headers.get("location", "").startswith("/sign-in")
    return (answer.status_code, out) == (status, True)


def test_an_administrator_links_an_account_and_it_opens_their_organisation_only(
    app, desk, admin, member, issuer, system
):
    browser = Browser(app)
    offered = browser.post("/sign-in/with", {"code": code_of(admin).upper()})
    assert f"Sign in with {admin.organisation.name}’s account" in offered.text
    unknown = sign_in(browser, admin)
    assert refused(unknown, browser, 403)
    assert MINE in unknown.text
    link(desk, member)
    assert sign_in(browser, admin).headers["location"] == "/"
    assert browser.get("/young-people").status_code == 200
    # It is theirs elsewhere too by password, and here by this account not.
    assert browser.get("/organisation").text.count('type="radio"') == 1
    elsewhere = [
        one for one in held(system, member.person.id) if one != admin.organisation.id
    ]
    answer = browser.post("/organisation", {"organisation": elsewhere[0]})
    assert answer.status_code == 404
    assert browser.get("/sign-in/set-up").status_code == 404
    done = [e.action for e in entries(system, admin.organisation.id)]
    assert {"sign_in_service.saved", "person.account_linked", "signed_in"} <= set(done)
    assert "linked an account to you" in browser.get("/notifications").text
    # Their access ends, and the account opens nothing.
    desk.post(f"/admin/people/{member.person.id}/end")
    assert refused(browser.get("/account"), browser, 303)
    assert refused(sign_in(browser, admin), browser, 403)


def test_who_holds_a_one_time_link_says_which_account_is_theirs(
    app, desk, admin, issuer, system
):
    form = {"name": "Noor", "email": "noor@example.org", "roles": "social_worker"}
    page = desk.post("/admin/people", form).text
    way = re.search(r"<code>http://127.0.0.1:8000(/link/[^<]+)</code>", page)[1]
    newcomer = Browser(app)
    said = f"Sign in with {admin.organisation.name}’s account"
    assert said in newcomer.get(way).text
    assert newcomer.get(there(newcomer, f"{way}/account")).status_code == 303
    assert newcomer.get("/young-people").status_code == 200
    assert newcomer.get(way).status_code == 404
    again = Browser(app)
    assert sign_in(again, admin).status_code == 303
    # An account that is one person's is not another's by a link of theirs.
    form |= {"email": "other@example.org"}
    page = desk.post("/admin/people", form).text
    way = re.search(r"<code>http://127.0.0.1:8000(/link/[^<]+)</code>", page)[1]
    other = Browser(app)
    assert refused(other.get(there(other, f"{way}/account")), other, 403)


@pytest.mark.parametrize(
    ("misled", "claims"),
    [
        ("", {"iss": "http://127.0.0.1/another"}),
        ("", {"aud": "another"}),
        ("", {"aud": [CLIENT, "another"]}),
        ("", {"aud": [CLIENT, "another"], "azp": CLIENT}),
        ("", {"aud": None}),
        ("", {"nonce": "of another way"}),
        ("", {"nonce": None}),
        ("", {"exp": int(time.time()) - 3600}),
        ("", {"exp": None}),
        ("", {"sub": None}),
        ("", {"sub": ""}),
        ("key", {}),
        ("unsigned", {}),
    ],
)
@pytest.mark.parametrize("db", ["sqlite"], indirect=True)
def test_a_token_that_is_not_for_this_moment_lets_nobody_in(
    app, desk, member, issuer, misled, claims
):
    link(desk, member)
    issuer.says(misled, **{"sub": MINE, **claims})
    browser = Browser(app)
    assert refused(sign_in(browser, member), browser)


def test_an_email_address_is_nobody(app, desk, admin, member, issuer):
    link(desk, member, "another subject")
    issuer.says(
        sub=MINE, email=member.email, email_verified=True, upn=member.email, oid="x"
    )
    browser = Browser(app)
    assert refused(sign_in(browser, admin), browser, 403)


def test_a_way_back_is_taken_once_and_by_its_own_browser(
    app, desk, admin, member, issuer
):
    link(desk, member)
    browser, thief = Browser(app), Browser(app)
    way = there(browser, f"/sign-in/with/{code_of(admin)}")
    assert refused(thief.get(way), thief, 403)
    # In a browser on a way of its own, too: nobody is made somebody else.
    there(thief, f"/sign-in/with/{code_of(admin)}")
    assert refused(thief.get(way), thief, 403)
    kept = dict(browser.cookies)
    assert browser.get(way).status_code == 303
    again = Browser(app)
    again.cookies.update({k: v for k, v in kept.items() if k.endswith("-way")})
    assert refused(again.get(way), again, 403)
    late = Browser(app)
    way = there(late, f"/sign-in/with/{code_of(admin)}")
    with time_machine.travel(now() + timedelta(minutes=11), tick=False):
        assert late.get(way).status_code == 403
    other = there(late, f"/sign-in/with/{code_of(admin)}")
    assert refused(late.get(f"{other}&iss=http://another"), late)


def test_where_it_sends_back_is_not_the_browsers_to_say(app, desk, admin, issuer):
    browser = Browser(app)
    path = f"/sign-in/with/{code_of(admin)}?redirect_uri=http://evil&next=//evil"
    asked = parse_qs(urlsplit(browser.get(path).headers["location"]).query)
    assert asked["redirect_uri"] == [f"{ADDRESS}/sign-in/back"]
    assert "evil" not in str(asked)


def test_strangers_learn_no_more_than_that_a_code_is_wrong(app, desk, admin, system):
    without = builders.organisation(system)
    system.commit()
    browser = Browser(app)

    def said(code: str) -> str:
        page = browser.post("/sign-in/with", {"code": code})
        assert page.status_code == 422
        found = page.text.replace(f'value="{code}"', "")
        return re.sub(r'nonce="[^"]*"', "", found)

    assert said(without.code) == said("nowhere")
    assert browser.get(f"/sign-in/with/{without.code}").status_code == 404


def test_a_service_is_kept_only_if_it_is_what_it_is_called(
    app, desk, admin, member, issuer, system
):
    wrong = desk.post(AT, {"issuer": "ftp://x"})
    for text in (
        "Enter the issuer",
        "Enter the client ID",
        "Enter the client secret",
        "Select whether it asks for a second step",
    ):
        assert text in wrong.text
    other = form(issuer, client_id="another", secret="s")
    for misled in ("name", "size"):
        issuer.says(misled)
        answer = desk.post(AT, other)
        assert answer.status_code == 422
        assert "cannot read" in answer.text
    for at in ("http://169.254.169.254", "http://10.0.0.1", "https://u:p@x.example"):
        assert desk.post(AT, other | {"issuer": at}).status_code == 422
    page = desk.get(AT).text
    assert issuer.name in page
    assert CLIENT in page
    assert SECRET not in page
    with system:
        kept = system.query(SignInProvider).one()
        assert kept.client_id == CLIENT
    # Two people are not one account, nor is somebody of elsewhere anybody here.
    link(desk, member)
    twice = desk.post(f"{AT}/accounts", {"person": admin.person.id, "subject": MINE})
    assert "somebody else’s" in twice.text
    foreign = builders.member(system)
    theirs = {"person": foreign.person.id, "subject": "x"}
    assert desk.post(f"{AT}/accounts", theirs).status_code == 422


def test_hearth_asks_for_a_code_where_nobody_says_the_service_did(
    settings, desk, admin, member, issuer
):
    desk.post(AT, form(issuer, second_step="no"))
    link(desk, member)
    strict = create_app(settings.model_copy(update={"require_codes": True}))
    for said in ({}, {"amr": ["pwd"]}):
        issuer.says(sub=MINE, **said)
        browser = Browser(strict)
        assert sign_in(browser, member).status_code == 303
        sent = browser.get("/account").headers["location"]
        assert sent.startswith("/sign-in/set-up"), said
        # They act elsewhere too: this account is not to say how that is opened.
        assert "Sign in with your password first" in browser.get(sent).text
    assert desk.post(f"{AT}/accounts", {"person": admin.person.id, "subject": "2"})
    issuer.says(sub="2")
    browser = Browser(strict)
    assert sign_in(browser, admin).status_code == 303
    assert browser.get("/sign-in/set-up").status_code == 200
    issuer.says(sub=MINE, amr=["pwd", "mfa"])
    browser = Browser(strict)
    assert sign_in(browser, member).status_code == 303
    assert browser.get("/account").status_code == 200
    strict.state.engine.dispose()


def test_it_ends_with_its_link_and_with_the_service(
    app, desk, admin, member, issuer, system
):
    link(desk, member)
    browser = Browser(app)
    assert sign_in(browser, admin).status_code == 303
    with system:
        account = system.query(ProviderAccount).one().id
    stranger = builders.member(
        system, OrganisationKind.AUTHORITY, role=Role.ADMINISTRATOR
    )
    other = Browser(app)
    other.sign_in(stranger.email)
    gone = other.post(f"{AT}/accounts/remove", {"account": account})
    assert gone.status_code == 404
    desk.post(f"{AT}/accounts/remove", {"account": account})
    assert refused(browser.get("/account"), browser, 303)
    link(desk, member)
    assert sign_in(browser, admin).status_code == 303
    desk.post(f"{AT}/stop")
    assert refused(browser.get("/account"), browser, 303)
    assert browser.get(f"/sign-in/with/{code_of(admin)}").status_code == 404


def held(system, person_id: str) -> list[str]:
    from app.identity.models import Membership

    with system:
        found = system.query(Membership).filter_by(person_id=person_id).all()
        return [one.organisation_id for one in found]


def entries(system, organisation_id: str) -> list[AuditEntry]:
    with system:
        return system.query(AuditEntry).filter_by(organisation_id=organisation_id).all()


def test_a_service_inside_hearths_own_network_is_not_asked(issuer):
    """Or an administrator could have Hearth ask machines that others cannot reach."""
    with pytest.raises(ProviderError, match="NotAllowedError"):
        oidc.places(issuer.name, ())
