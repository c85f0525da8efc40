"""A browser of its own in front of the service, and what is true of every page."""

import json
from pathlib import Path
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import BrowserContext, Locator, Page

from app.demo.seed import PASSWORD
from tests.browser.pictures import picture

WIDE, NARROW = 1100, 320
"""A desk, and a phone: 320 px is also a window of 1,280 px at 400 % zoom."""
HEIGHT = 900
RULES = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    },
    "resultTypes": ["violations"],
}
HEAVIEST = 200_000
"""Bytes over the wire of a page and all it needs, with nothing kept from before."""
HEADERS = 300
"""Bytes, about, before the body of an answer."""
LAID_OUT = """() => {
  const root = document.documentElement;
  const wide = root.scrollWidth;
  const larger = new CSSStyleSheet();
  larger.replaceSync("html { font-size: 200% !important }");
  document.adoptedStyleSheets.push(larger);
  const enlarged = root.scrollWidth;
  document.adoptedStyleSheets.pop();
  const stops = [...document.querySelectorAll("a[href], button, input, select, " +
    "textarea, summary, [tabindex]")].filter(
    one => one.tabIndex >= 0 && !one.disabled && one.checkVisibility()
  );
  // Tab never leads back up, but to the top of a column further right.
  const boxes = stops.map(one => one.getBoundingClientRect());
  const jumps = stops.filter((one, at) => one.tabIndex > 0 || (at > 0 &&
    boxes[at].bottom <= boxes[at - 1].top && boxes[at].left < boxes[at - 1].right
  )).map(one => one.outerHTML.slice(0, 200));
  const loaded = [...performance.getEntriesByType("navigation"),
    ...performance.getEntriesByType("resource")];
  const bytes = loaded.reduce((sum, one) => sum + one.encodedBodySize + HEADERS, 0);
  return {wide, enlarged, jumps, bytes};
}""".replace("HEADERS", str(HEADERS))


class Visitor:
    """A browser of its own, and what went wrong in it."""

    def __init__(
        self,
        context: BrowserContext,
        address: str,
        *,
        script: bool,
        pictures: Path | None,
        signed_in: dict[str, Any],
    ) -> None:
        self.page: Page = context.new_page()
        self.signed_in = signed_in
        self.contrast_when_narrow = True
        self.address = address
        self.script = script
        self.pictures = pictures
        self.console: list[str] = []
        self.elsewhere: list[str] = []
        self.page.on("console", lambda message: self.console.append(message.text))
        self.page.on("pageerror", lambda error: self.console.append(str(error)))
        self.page.on("request", lambda request: self._note(request.url))

    def _note(self, url: str) -> None:
        if not url.startswith((self.address, "data:")):
            self.elsewhere.append(url)

    def go(self, path: str) -> Page:
        """Open a page."""
        self.page.goto(self.address + path)
        return self.page

    def path(self) -> str:
        """Return where the browser is, without the address of the service."""
        return self.page.url.removeprefix(self.address)

    def follow(self, link: Locator) -> Page:
        """Press a link or button by keyboard, and return on the page it leads to."""
        with self.page.expect_navigation():
            link.press("Enter")
        return self.page

    def sign_in(self, email: str, *, again: bool = False) -> Page:
        """Sign in by keyboard; with the cookie of before where somebody has already."""
        context = self.page.context
        if email in self.signed_in and not again:
            context.add_cookies(self.signed_in[email])
            return self.go("/")
        self.go("/sign-in")
        self.page.locator("#email").focus()
        self.page.keyboard.type(email)
        self.page.locator("#password").focus()
        self.page.keyboard.type(PASSWORD)
        self.page.keyboard.press("Enter")
        self.page.wait_for_url(lambda url: "/sign-in" not in url)
        self.signed_in[email] = context.cookies()
        return self.page

    def right(self) -> None:
        """Check that the page is accessible, light and fits, on a desk and on a phone.

        It may be wider than its window neither so nor with its text at twice the size,
        and Tab goes through it as it is read. axe looks where scripts run.
        """
        for width in (WIDE, NARROW):
            self.page.set_viewport_size({"width": width, "height": HEIGHT})
            found = self.page.evaluate(LAID_OUT)
            assert found["wide"] <= width, (self.page.url, found)
            assert found["enlarged"] <= width or width == NARROW, (self.page.url, found)
            assert found["jumps"] == [], self.page.url
            assert 10_000 < found["bytes"] < HEAVIEST, (self.page.url, found)
            if self.script:
                assert self.violations(width) == [], (self.page.url, width)
            if self.pictures and self.script:
                picture(self.page, self.pictures, width)
        self.page.set_viewport_size({"width": WIDE, "height": HEIGHT})

    def violations(self, width: int) -> list[tuple[Any, str]]:
        """Return what axe finds wrong with the page.

        Contrast is most of axe's time. Only the header has colours that change with
        the width, so on a phone it is looked at on the first page alone.
        """
        contrast = width == WIDE or self.contrast_when_narrow
        if width == NARROW:
            self.contrast_when_narrow = False
        rules = RULES | {"rules": {"color-contrast": {"enabled": contrast}}}
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE_SCRIPT)
        found = self.page.evaluate(f"axe.run({json.dumps(rules)})")["violations"]
        return [(one["id"], one["nodes"][0]["html"][:200]) for one in found]
