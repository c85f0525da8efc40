"""What the records of brothers and sisters say no more of one who leaves them."""

import json
from collections.abc import Sequence

from app.referrals.models import YoungPerson


def leave(others: Sequence[YoungPerson], key: str) -> None:
    """Ask those who stay to live no more with somebody, nor apart from them."""
    for other in others:
        # A copy: what is sealed is written when it is another value.
        kept = json.loads(json.dumps(other.record))
        if apart := kept.pop("cannot_live_with", None):
            kept["cannot_live_with"] = [one for one in apart if one != key]
        for need in kept.get("needs", []):
            parts = need.get("parameters", {}).get("sub_groups")
            if parts:
                left = [[one for one in part if one != key] for part in parts]
                need["parameters"]["sub_groups"] = [part for part in left if part]
        other.record = kept
