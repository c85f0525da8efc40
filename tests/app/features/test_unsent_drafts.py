"""A referral that is begun and never sent goes after its day, and only then."""

from datetime import timedelta

import pytest

from app.audit.models import AuditEntry
from app.core.db import open_system_session
from app.erasure.drafts import sweep
from app.referral_form.models import ReferralDraft
from tests.app.features.test_answers import signed_in


@pytest.mark.parametrize("db", ["postgresql"], indirect=True)
def test_what_is_not_sent_is_erased_after_its_day(app, world, engine):
    browser = signed_in(app, world.authority)
    started = [browser.post("/referrals").headers["location"] for _ in range(2)]
    old, new = (one.split("/")[2] for one in started)
    browser.post(f"/referrals/{old}/siblings")
    page = browser.get(f"/referrals/{old}/tasks?saved=true").text
    assert "Your draft is kept until" in page
    assert "Kept until" in browser.get("/referrals").text
    with open_system_session(engine) as system:
        for draft in system.query(ReferralDraft):
            if draft.id != new:
                draft.updated_at -= timedelta(days=90)
        system.commit()
        assert sweep(system) == 0
        lead = system.get_one(ReferralDraft, old)
        lead.updated_at -= timedelta(days=2)
        system.commit()
        # A part that was changed later keeps the whole.
        assert sweep(system) == 0
        for sibling in lead.siblings:
            sibling.updated_at -= timedelta(days=2)
        system.commit()
        assert sweep(system) == 2
        system.commit()
        assert [one.id for one in system.query(ReferralDraft)] == [new]
        gone = system.query(AuditEntry).filter_by(action="draft.erased")
        assert old in {one.record_id for one in gone}
    assert browser.get(f"/referrals/{old}/tasks").status_code == 404
