"""A browser of its own in front of the service, and what is true of every page."""

from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
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
LAID_OUT = """() => {
  const wide = document.documentElement.scrollWidth;
  const larger = new CSSStyleSheet();
  larger.replaceSync("html { font-size: 200% !important }");
  document.adoptedStyleSheets.push(larger);
  const enlarged = document.documentElement.scrollWidth;
  document.adoptedStyleSheets.pop();
  const jumps = [...document.querySelectorAll('[tabindex]')].filter(
    one => one.tabIndex > 0
  );
  return [wide, enlarged, jumps.length];
}"""


class Visitor:
    """A browser of its own, and what went wrong in it."""

    def __init__(
        self,
        context: BrowserContext,
        address: str,
        *,
        script: bool,
        pictures: Path | None,
    ) -> None:
        self.page: Page = context.new_page()
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

    def sign_in(self, email: str) -> Page:
        """Sign in by keyboard."""
        self.go("/sign-in")
        self.page.locator("#email").focus()
        self.page.keyboard.type(email)
        self.page.locator("#password").focus()
        self.page.keyboard.type(PASSWORD)
        self.page.keyboard.press("Enter")
        self.page.wait_for_url(lambda url: "/sign-in" not in url)
        return self.page

    def right(self) -> None:
        """Check that the page is accessible and fits, on a desk and on a phone.

        It may be wider than its window neither so nor with its text at twice the size,
        and Tab goes through it as it is read. axe looks where scripts run.
        """
        for width in (WIDE, NARROW):
            self.page.set_viewport_size({"width": width, "height": HEIGHT})
            wide, enlarged, jumps = self.page.evaluate(LAID_OUT)
            assert wide <= width, (self.page.url, wide)
            assert enlarged <= width or width == NARROW, (self.page.url, enlarged)
            assert jumps == 0, self.page.url
            if self.script:
                assert self.violations() == [], (self.page.url, width)
            if self.pictures and self.script:
                picture(self.page, self.pictures, width)
        self.page.set_viewport_size({"width": WIDE, "height": HEIGHT})

    def violations(self) -> list[tuple[Any, str]]:
        """Return what axe finds wrong with the page."""
        found = Axe().run(self.page, options=RULES).response["violations"]
        return [(one["id"], one["nodes"][0]["html"][:200]) for one in found]
