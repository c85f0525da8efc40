"""An independent, plain re-check of a report against its case.

Nothing here is shared with the engine but the case and policy models and the table of
postcodes: every rule is written a second time from its description.
"""

from matching.check.check import check
from matching.check.pair import judge_pair

__all__ = ["check", "judge_pair"]
