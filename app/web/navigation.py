"""What whoever is signed in finds in the navigation."""

from app.core.actor import Actor, OrganisationKind
from app.core.permissions import Permission, may

Item = tuple[str, str]

NAVIGATION: dict[OrganisationKind, tuple[Item, ...]] = {
    OrganisationKind.AGENCY: (
        ("Your work", "/"),
        ("Homes", "/households"),
        ("Young people", "/young-people"),
        ("Forums", "/forums"),
        ("Requests", "/requests"),
        ("Match runs", "/runs"),
        ("Reports", "/reports"),
    ),
    OrganisationKind.AUTHORITY: (
        ("Your work", "/"),
        ("Referrals", "/referrals"),
        ("Young people", "/young-people"),
        ("Homes", "/households"),
        ("Forums", "/forums"),
        ("Requests", "/requests"),
        ("Match runs", "/runs"),
        ("Reports", "/reports"),
    ),
    OrganisationKind.GROUP: (("Your work", "/"), ("Homes", "/households")),
    OrganisationKind.FORUM: (
        ("Your work", "/"),
        ("Forums", "/forums"),
        ("Young people", "/young-people"),
        ("Homes", "/households"),
        ("Requests", "/requests"),
        ("Match runs", "/runs"),
        ("Reports", "/reports"),
    ),
}
EVERYWHERE: tuple[Item, ...] = (
    ("Imports", "/imports"),
    ("Exports", "/exports"),
    ("Retention", "/retention"),
    ("Audit", "/audit"),
    ("People", "/admin/people"),
    ("Frameworks and groups", "/admin/frameworks"),
    ("Policies", "/admin/policies"),
    ("Signing in", "/admin/sign-in"),
    ("Keys", "/admin/api-keys"),
    ("Webhooks", "/admin/webhooks"),
)

# What is not named here is everybody's.
NEEDS = {
    "/households": Permission.READ_HOUSEHOLDS,
    "/referrals": Permission.WRITE_REFERRALS,
    "/forums": Permission.READ_FORUMS,
    "/young-people": Permission.READ_REFERRALS,
    "/requests": Permission.READ_REQUESTS,
    "/runs": Permission.READ_MATCH_RUNS,
    "/reports": Permission.READ_FAIRNESS,
    "/imports": Permission.IMPORT_RECORDS,
    "/exports": Permission.EXPORT_RECORDS,
    "/retention": Permission.ERASE_RECORDS,
    "/audit": Permission.READ_AUDIT,
    "/admin/people": Permission.MANAGE_PEOPLE,
    "/admin/frameworks": Permission.MANAGE_PEOPLE,
    # Others come to it from the runs.
    "/admin/policies": Permission.MANAGE_PEOPLE,
    "/admin/sign-in": Permission.MANAGE_PEOPLE,
    "/admin/api-keys": Permission.MANAGE_PEOPLE,
    "/admin/webhooks": Permission.MANAGE_PEOPLE,
}


def navigation(actor: Actor, path: str) -> list[dict[str, object]]:
    """Return what the actor may open, with the page's own section marked."""
    items = (*NAVIGATION[actor.organisation_kind], *EVERYWHERE)
    return [
        {
            "text": text,
            "href": href,
            "active": path == href or (href != "/" and path.startswith(href)),
        }
        for text, href in items
        if href not in NEEDS or may(actor, NEEDS[href])
    ]
