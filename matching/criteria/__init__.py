"""Every criterion by its code. Adding one is a file, a line here, a line of policy."""

from collections.abc import Mapping

from matching.criteria.approval import Approval
from matching.criteria.base import Criterion
from matching.criteria.other_children import Solo
from matching.criteria.siblings import SiblingsTogether

CRITERIA: Mapping[str, Criterion] = {
    criterion.code: criterion
    for criterion in (
        Approval(),
        Solo(),
        SiblingsTogether(),
    )
}
