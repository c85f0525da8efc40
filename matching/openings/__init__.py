"""The smallest changes that would open a home for a young person, and whose they are.

Plain set arithmetic over the verdicts finds them (``obstacles``); each is then tried by
judging again with the changes made (``trial``) before it is put in words.
"""

from matching.openings.case_changes import changes_for
from matching.openings.openings import MOST, SHOWN, openings
from matching.openings.trial import Ground

__all__ = ["MOST", "SHOWN", "Ground", "changes_for", "openings"]
