"""Where what is asked about a criterion is answered: a page there is."""

from app.households.form import sections, standing
from app.referral_form import standing as of_young_people
from app.referral_form.questions import TASKS
from matching.criteria import CRITERIA

NOWHERE = {"weekly_fee"}
"""Facts that no page of a home asks for."""


def test_every_fact_a_criterion_rests_on_stands_on_a_page():
    home = {"carers": {"value": [{}]}}
    there = {
        f"record/{subject.page.id}"
        for section in sections.sections(home, {}, {})
        for subject in section.subjects
    } | {"availability", "considerations"}
    facts = {one.answered_by for one in CRITERIA.values()} - NOWHERE - {""}
    assert {standing.page_of(fact) for fact in facts} <= there


def test_every_part_of_a_young_persons_record_is_asked_on_a_page():
    there = {f"pages/{page.id}" for task in TASKS for page in task.pages}
    facts = {one.person_fact for one in CRITERIA.values()} - {""}
    assert {of_young_people.page_of(fact) for fact in facts} <= there
