"""What is said of each policy: every rule of it, in the words of the rules."""

from app.match_runs.policies import all_policies
from matching.criteria import CRITERIA
from matching.policy import shipped


def test_every_rule_need_and_figure_of_each_policy_is_said():
    found = {read.policy.name: read for read in all_policies()}
    assert list(found) == shipped()
    for read in found.values():
        gates = [CRITERIA[code].title for code in read.policy.gates]
        assert [rule.title for rule in read.rules] == gates
        assert len(read.needs) == len(read.policy.needs)
        assert len(read.considered) == len(read.policy.considered)
        who = {rule.title: rule.lifted_by for rule in read.rules}
        # Nobody lifts what keeps a young person or a child there safe.
        assert who[CRITERIA["avoid_place"].title] == ""
        assert "agency" in who[CRITERIA["availability"].title]
        weighs = {need.title: need for need in read.needs}
        interests = weighs[CRITERIA["interests"].title]
        assert interests.preferred == 0.5 * read.policy.strengths.preferred
