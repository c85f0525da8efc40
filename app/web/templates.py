"""Rendering pages: one environment, each feature's templates under its name."""

import re
from datetime import date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import (
    Environment,
    FileSystemLoader,
    PackageLoader,
    PrefixLoader,
    select_autoescape,
)
from markupsafe import Markup

from app.core.actor import Viewer
from app.core.clock import LONDON, now
from app.web.form_tokens import FormTokens, form_token
from app.web.navigation import navigation
from matching.policy import load_policy, shipped

APP = Path(__file__).parent.parent
ASSETS = Path(__file__).parent / "static" / "built"


def render(
    request: Request, name: str, /, *, status_code: int = 200, **context: Any
) -> HTMLResponse:
    """Render a page for whoever is signed in, if anyone is."""
    viewer: Viewer | None = getattr(request.state, "viewer", None)
    page = environment().get_template(name)
    items = navigation(viewer.actor, request.url.path) if viewer else []
    return HTMLResponse(
        page.render(
            request=request,
            viewer=viewer,
            navigation=items,
            opened=now(),
            unread=getattr(request.state, "unread", 0),
            cspNonce=getattr(request.state, "csp_nonce", ""),
            form_token=form_token(viewer.actor, request) if viewer else "",
            **context,
        ),
        status_code,
    )


@cache
def environment() -> Environment:
    """Make the template environment, once."""
    features = {
        folder.parent.name: FileSystemLoader(folder)
        for folder in sorted(APP.glob("*/templates"))
    }
    components = PackageLoader("govuk_frontend_jinja")
    loader = PrefixLoader({**features, "govuk_frontend_jinja": components})
    made = Environment(
        loader=loader,
        extensions=[FormTokens],
        autoescape=select_autoescape(default=True),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(
        day=day,
        moment=moment,
        clock=clock,
        plural=plural,
        points=points,
        listed=listed,
        policy=policy,
        whole=whole,
    )
    return made


def day(value: date | str) -> str:
    """Say a day as people write it: 22 November 2026."""
    when = date.fromisoformat(value) if isinstance(value, str) else value
    return f"{when.day} {when:%B %Y}"


def moment(value: datetime) -> str:
    """Say a moment in London time: 22 November 2026 at 9:05am."""
    local = value.astimezone(LONDON)
    return f"{day(local.date())} at {time_of_day(local.time())}"


def time_of_day(value: time) -> str:
    """Say a time of day: 9:05am."""
    half = "am" if value.hour < 12 else "pm"
    return f"{value.hour % 12 or 12}:{value:%M}{half}"


def clock(value: datetime) -> str:
    """Say a time of day in London as a clock shows it: 14:05."""
    return f"{value.astimezone(LONDON):%H:%M}"


@cache
def policy(name: str) -> str:
    """Say which policy it is: its title, or its name where it is shipped no more."""
    return load_policy(name).title if name in shipped() else name


REFERENCE = re.compile(r"Home [\w-]{1,20}")


def whole(label: str) -> str:
    """Keep what a home is called on one line, where it is called by its reference."""
    if REFERENCE.fullmatch(label):
        return Markup('<span class="hearth-whole">{}</span>').format(label)
    return label


def plural(count: int, one: str, many: str | None = None) -> str:
    """Say a count with its noun."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def points(value: float) -> str:
    """Say points of fit with one decimal."""
    return f"{value:.1f}"


def listed(items: list[str], last: str = "and") -> str:
    """Say a list: a, b and c."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"
