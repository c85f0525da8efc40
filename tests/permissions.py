"""Writes docs/permissions.md: every route, and who may use it for whose records.

Run as ``python -m tests.permissions``. The roles come from the permission each route
declares; `tests/app/features/test_every_route.py` asks every route as every role.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import gettempdir
from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRoute, iter_route_contexts

from app.core.actor import ROLE_LABELS
from app.core.permissions import IN_A_GROUP, ONLY_IN, Permission, Requires, holders
from app.core.settings import Environment, Settings
from app.main import create_app

DOCUMENT = Path(__file__).parents[1] / "docs" / "permissions.md"
HEAD = """# Who may do what

Written by `python -m tests.permissions` from the permission each route declares, and
kept in step by a test. Another test asks every route as every role, about records of
one's own organisation, records that are shared with it and records that are not: what
is not shared is answered like what is not there.

Whose records a route shows is settled before any role is looked at:

- **A referral and its young people**: the authority reads and changes them; agencies
  they are shared with, by name or by a framework both are on, and forums it takes part
  in read them in outline, by the sharing name. What was released in full is read by the
  agency of the home that is explored, while its place is held.
- **A household**: the agency reads and changes it; authorities it is offered to, by
  name or by a framework both are on, and forums it takes part in read it in outline, by
  its reference. Its profile is read by authorities it was released to. The people of
  an agency group read the homes of the agencies that have joined it as each agency
  does, profile included, and change none; of all the permissions below they have only
  those that say so.
- **A match run or a what-if**: whoever's organisation started it, and nobody else.
- **People, and the record of who did what**: the organisation's own administrator and
  auditor, and nobody else.

An API key carries one role of one person, and ends with it; it may do what both the
role and its scopes allow. A scope is the name of a permission below: `read_households`
is "Read households". A person who acts for several organisations acts for one at a
time.
"""


def document() -> str:
    """Return the whole page."""
    # Never opened: only the routes are looked at.
    nowhere = f"sqlite:///{Path(gettempdir()) / 'hearth-nowhere.sqlite3'}"
    app = create_app(Settings(environment=Environment.TEST, database_url=nowhere))
    needs: dict[Permission, set[str]] = defaultdict(set)
    for (method, path), needed in permissions_of(app).items():
        short = re.sub(r"{(\w+)_id}", r"{\1}", path)
        also = ", ".join(f"`{one}`" for one in needed.also)
        line = f"`{method} {short}`" + (f", with {also}" if also else "")
        needs[needed.permission].add(line)
    app.state.engine.dispose()
    parts = [HEAD]
    for permission in Permission:
        roles = ", ".join(ROLE_LABELS[role] for role in holders(permission))
        title = permission.value.replace("_", " ").capitalize()
        where = ""
        if permission in ONLY_IN:
            kinds = " and every ".join(ONLY_IN[permission])
            where = f" In every {kinds}, and nowhere else."
        elif permission in IN_A_GROUP:
            where = " In an agency group too."
        parts.append(f"\n## {title}\n\nMay: {roles}.{where}\n")
        for asked in sorted(needs[permission], key=_by_path):
            parts.append(f"- {asked}")
        if not needs[permission]:
            parts.append("No route asks for it by itself; the service does.")
    return "\n".join(parts) + "\n"


def _by_path(line: str) -> tuple[str, str]:
    method, path = line.split("`")[1].split()
    return path, method


Asked = tuple[str, str]
"""A method and a path with its parameters unfilled."""


def permissions_of(app: FastAPI) -> dict[Asked, Requires]:
    """Return every route that needs a permission, and the permission."""
    return {
        (method, route.path or ""): needed
        for route in iter_route_contexts(app.routes)
        for needed in dependencies_of(route)
        if isinstance(needed, Requires)
        for method in route.methods or ()
    }


def dependencies_of(route: Any) -> Iterator[Callable[..., Any]]:
    """Yield everything a route depends on, however far down."""
    if not isinstance(getattr(route, "original_route", route), APIRoute):
        return
    waiting = [route.dependant]
    while waiting:
        dependant = waiting.pop()
        waiting += dependant.dependencies
        if dependant.call is not None:
            yield dependant.call


if __name__ == "__main__":
    DOCUMENT.write_text(document())
