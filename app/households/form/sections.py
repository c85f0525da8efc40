"""The pages about a home, in sections, for what is recorded of it."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.households.form.about_approval import APPROVAL, exemptions, terms
from app.households.form.about_carers import booked, carer, carers, experience
from app.households.form.about_offers import OFFERS, SUPPORT
from app.households.form.about_people import ADULTS, ANIMALS, CHILDREN, placements
from app.households.form.about_the_home import adaptations, offered, where
from app.households.form.subject import Home, Subject
from app.households.form.values import plain


@dataclass(frozen=True, slots=True)
class Section:
    """Pages that belong together."""

    title: str
    subjects: tuple[Subject, ...]


def sections(
    home: Home,
    authorities: Mapping[str, str],
    offerable: Mapping[str, str],
    rows: int = 0,
) -> list[Section]:
    """Return every page about a home, with at least so many rows where it has rows."""
    each = range(1, len(plain(home.get("carers")) or ()) + 1)
    about = [
        page
        for n in each
        for page in (carer(n, home), experience(n, home), booked(n, home, rows))
    ]
    return [
        Section("The home", (where(authorities), adaptations(home))),
        Section(
            "Approval",
            (APPROVAL, terms(home), exemptions(authorities).subject(home, rows)),
        ),
        Section("Carers", (carers(home), *about)),
        Section(
            "Who lives here",
            (
                CHILDREN.subject(home, rows),
                ADULTS.subject(home, rows),
                placements(authorities).subject(home, rows),
                ANIMALS.subject(home, rows),
            ),
        ),
        Section("What they offer", (OFFERS, SUPPORT)),
        Section("Sharing", (offered(offerable),)),
    ]


def named(found: list[Section], key: str) -> Subject | None:
    """Return the page with this name, if it is asked at all."""
    for section in found:
        for subject in section.subjects:
            if subject.page.id == key:
                return subject
    return None


def after(found: list[Section], key: str) -> str | None:
    """Return the page that follows within the same section, if one does."""
    for section in found:
        ids = [subject.page.id for subject in section.subjects]
        if key in ids[:-1]:
            return ids[ids.index(key) + 1]
    return None
