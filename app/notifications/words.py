"""What people are told of, in general words, who may hear it, and where it leads."""

from dataclasses import dataclass

from app.core.actor import Actor
from app.core.permissions import Permission, may


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of notification; ``href`` takes the id of what it is about.

    ``said`` stands on the page and in the e-mail: it names nobody. Without a
    ``permission`` everybody may hear it.
    """

    said: str
    href: str
    permission: Permission | None

    def heard_by(self, actor: Actor) -> bool:
        """Tell whether somebody may hear it."""
        return self.permission is None or may(actor, self.permission)


KINDS = {
    "referral.shared": Kind(
        "A referral was shared with your organisation",
        "/young-people/{id}",
        Permission.READ_REFERRALS,
    ),
    "referral.released": Kind(
        "A referral was released to your organisation in full",
        "/young-people/{id}/full",
        Permission.READ_REFERRALS,
    ),
    "decision.recorded": Kind(
        "A decision was recorded about a young person",
        "/young-people/{id}/decisions",
        Permission.READ_DECISIONS,
    ),
    "hold.taken": Kind(
        "A place in one of your homes is held",
        "/households/{id}",
        Permission.WRITE_HOUSEHOLDS,
    ),
    "hold.ended": Kind(
        "A place in one of your homes is no longer held",
        "/households/{id}",
        Permission.WRITE_HOUSEHOLDS,
    ),
    "hold.ending": Kind(
        "A place in one of your homes is held until soon",
        "/households/{id}",
        Permission.WRITE_HOUSEHOLDS,
    ),
    "own_hold.ending": Kind(
        "A place your organisation holds is free for others soon",
        "/young-people/{id}/decisions",
        Permission.READ_DECISIONS,
    ),
    "forum.pack": Kind(
        "Your organisation’s pack for a forum is ready",
        "/forums/{id}/pack",
        Permission.READ_FORUMS,
    ),
    "forum.minutes": Kind(
        "Your organisation’s part of the minutes of a forum is ready",
        "/forums/{id}/minutes",
        Permission.READ_FORUMS,
    ),
    "request.asked": Kind(
        "Your organisation was asked something",
        "/requests/{id}",
        Permission.READ_REQUESTS,
    ),
    "request.answered": Kind(
        "Something your organisation asked was answered",
        "/requests/{id}",
        Permission.READ_REQUESTS,
    ),
    "request.replied": Kind(
        "Somebody wrote back about what your organisation was asked",
        "/requests/{id}",
        Permission.READ_REQUESTS,
    ),
    "request.withdrawn": Kind(
        "Something your organisation was asked was withdrawn",
        "/requests/{id}",
        Permission.READ_REQUESTS,
    ),
    "run.finished": Kind(
        "A match run you started has finished",
        "/runs/{id}",
        Permission.READ_MATCH_RUNS,
    ),
    "run.failed": Kind(
        "A match run you started could not be finished",
        "/runs/{id}",
        Permission.READ_MATCH_RUNS,
    ),
    "import.ready": Kind(
        "An import is ready to be confirmed",
        "/imports/{id}",
        Permission.IMPORT_RECORDS,
    ),
    "account.linked": Kind(
        "An administrator linked an account to you, which signs in as you",
        "/account",
        None,
    ),
}
