"""The journeys once more, against the same service on PostgreSQL."""

import pytest
from sqlalchemy import create_engine, text

from tests.app.conftest import settings_for
from tests.browser import (
    test_forum_pages,
    test_home_form,
    test_journeys,
    test_requests,
)
from tests.browser.conftest import visits
from tests.browser.service import served

JOURNEYS = (
    test_journeys.test_a_coordinator_looks_for_homes_and_reads_the_reasons,
    test_home_form.test_ten_homes_are_still_true_by_keyboard,
    test_requests.test_what_is_asked_and_agreed_to_opens_an_option,
    test_requests.test_an_agency_suggests_a_home,
    test_journeys.test_three_are_referred_together_by_keyboard,
    test_journeys.test_an_officer_refers_a_young_person_by_keyboard,
    test_forum_pages.test_pages_of_a_decision,
    test_forum_pages.test_pages_of_a_forum,
)


@pytest.fixture(scope="module")
def on_postgresql(postgresql_server, worker_id):
    """Serve the small region from a PostgreSQL database; return the address."""
    url, name = settings_for(postgresql_server).database, f"hearth_pages_{worker_id}"
    admin = create_engine(url, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    admin.dispose()
    own = url.set(database=name).render_as_string(hide_password=False)
    with served(own, young_people=14, households=300) as (address, _):
        yield address


def test_every_journey(chromium, on_postgresql, request):
    """By keyboard alone, without JavaScript."""
    with visits(chromium, on_postgresql, {}, request) as visit:
        for journey in JOURNEYS:
            journey(visit, javascript=False)
