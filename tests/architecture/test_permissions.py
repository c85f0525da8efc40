"""The page on who may do what says what the routes declare."""

from app.core.actor import ROLES_OF, OrganisationKind, Role
from app.core.permissions import GRANTS, Permission, holders
from tests.permissions import DOCUMENT, document


def test_the_page_is_in_step() -> None:
    message = "run python -m tests.permissions"
    assert DOCUMENT.read_text() == document(), message


def test_every_role_is_held_somewhere_and_every_permission_by_someone() -> None:
    held = {role for kind in OrganisationKind for role in ROLES_OF[kind]}
    assert held == set(Role) == set(GRANTS)
    assert [p for p in Permission if not holders(p)] == []
