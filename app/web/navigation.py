"""What each kind of organisation finds in the navigation."""

from app.core.actor import OrganisationKind

Item = tuple[str, str]

NAVIGATION: dict[OrganisationKind, tuple[Item, ...]] = {
    OrganisationKind.AGENCY: (
        ("Your work", "/"),
        ("Homes", "/households"),
        ("Young people", "/young-people"),
        ("Match runs", "/runs"),
    ),
    OrganisationKind.AUTHORITY: (
        ("Your work", "/"),
        ("Young people", "/young-people"),
        ("Homes", "/households"),
        ("Match runs", "/runs"),
    ),
    OrganisationKind.FORUM: (
        ("Your work", "/"),
        ("Young people", "/young-people"),
        ("Homes", "/households"),
        ("Match runs", "/runs"),
    ),
}


def navigation(kind: OrganisationKind, path: str) -> list[dict[str, object]]:
    """Return the navigation with the page's own section marked."""
    return [
        {
            "text": text,
            "href": href,
            "active": path == href or (href != "/" and path.startswith(href)),
        }
        for text, href in NAVIGATION[kind]
    ]
