"""Pictures of the pages the tests look at: `make screenshots`.

With ``--pictures FOLDER`` every page that is checked is also taken, wide and narrow.
The three that tell most are taken small for the README.
"""

import base64
import re
from pathlib import Path

from playwright.sync_api import Page

DOCS = Path(__file__).parents[2] / "docs"
FOR_THE_README = {
    "Options for a young person – Young people – Hearth": ("options.png", "h1"),
    "Compare options – Young people – Hearth": ("compare.png", "h1"),
    "A plan for everyone – Match runs – Hearth": ("plan.png", "figure"),
}
"""By title: the file, and what it begins with."""

MARGIN = 20


def picture(page: Page, folder: Path, width: int) -> None:
    """Take the whole page, named by its place in the walk, its title and its width."""
    folder.mkdir(parents=True, exist_ok=True)
    title = page.title()
    name = re.sub(r"\W+", "-", title.removesuffix(" – Hearth").lower())
    number = len(list(folder.glob(f"*-{width}.png"))) + 1
    page.screenshot(path=folder / f"{number:02d}-{name}-{width}.png", full_page=True)
    if "chair" in folder.name and width > height(page) and title in FOR_THE_README:
        _small(page, width, *FOR_THE_README[title])


def height(page: Page) -> int:
    """Return how much of the page is seen at once."""
    size = page.viewport_size
    return size["height"] if size else 0


def _small(page: Page, width: int, file: str, first: str) -> None:
    there = page.locator(first).first.bounding_box()
    top = there["y"] - MARGIN if there else 0
    clip = {"x": 0, "y": top, "width": width, "height": height(page), "scale": 0.6}
    taken = page.context.new_cdp_session(page).send(
        "Page.captureScreenshot", {"clip": clip, "captureBeyondViewport": True}
    )
    (DOCS / file).write_bytes(base64.b64decode(taken["data"]))
