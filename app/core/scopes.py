"""What a key for a program can be limited to: each scope is a permission's own name."""

from collections.abc import Collection, Iterable

from app.core.permissions import Permission

SCOPES = {
    Permission.READ_HOUSEHOLDS: "Read homes, and hear what changed",
    Permission.WRITE_HOUSEHOLDS: "Add and change homes",
    Permission.READ_REFERRALS: "Read referrals and young people’s records",
    Permission.WRITE_REFERRALS: "Make, change, close and reopen referrals",
    Permission.READ_MATCH_RUNS: "Read what match runs found",
    Permission.START_MATCH_RUNS: "Start and stop match runs, and try what-ifs",
    Permission.WRITE_NOTES: "Add what people know of an option",
    Permission.READ_FAIRNESS: "Read who has an option and who does not, by group",
    Permission.READ_DECISIONS: "Read what was decided for young people",
    Permission.RECORD_DECISIONS: "Record decisions about young people",
    Permission.READ_FORUMS: "Read forums, their agendas and their minutes",
    Permission.READ_REQUESTS: "Read what was asked and answered",
    Permission.WRITE_REQUESTS: "Ask, answer and withdraw requests",
    Permission.IMPORT_RECORDS: "Import files into your organisation’s own records",
    Permission.MANAGE_PEOPLE: "Make, pause and end webhooks",
    Permission.EXPORT_RECORDS: "Export your organisation’s own records as files",
}
"""Every permission that some call of the API needs, in words."""


def kept(scopes: Iterable[Permission] | None) -> list[str] | None:
    """Return scopes as a key keeps them, in the order of the list above."""
    if scopes is None:
        return None
    chosen = set(scopes)
    return [scope.value for scope in SCOPES if scope in chosen]


def read(names: Collection[str] | None) -> frozenset[Permission] | None:
    """Return the scopes of a key; None is all its role may.

    A name that is no permission any more lets nobody do anything.
    """
    if names is None:
        return None
    return frozenset(scope for scope in Permission if scope in names)


def words(names: Collection[str] | None) -> list[str] | None:
    """Return in words what a key is limited to; None when it is not."""
    if names is None:
        return None
    return [said for scope, said in SCOPES.items() if scope in names]
