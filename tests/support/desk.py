"""Somebody at an office PC: a real browser window that counts clicks and hears every complaint of the page."""

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Locator, Page, sync_playwright

QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"]
QUIET += ["--disable-background-networking", "--disable-component-update"]
OFFICE_PC = {"width": 1366, "height": 768}
PHONE = {"width": 360, "height": 740}
PATIENCE = 10_000
# A refused form is an answer; the browser's console calls it a failure to load.
EXPECTED = re.compile(r"the server responded with a status of (400|403|404|409|413|415|422)")


def chromium_path() -> str:
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser") or ""
    if not found and os.environ.get("CI"):
        pytest.fail("no Chromium: `make test` finds or installs one and names it in CHROMIUM")
    if not found:
        pytest.skip("no Chromium: name one in CHROMIUM, or run `make test`")
    return found


@contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=QUIET)
        yield browser
        browser.close()


class Desk:
    """One window. `click` counts; what the console or the page complains about is kept in `complaints`."""

    def __init__(self, context: BrowserContext, url: str, *, has_scripts: bool = True) -> None:
        self.context = context
        self.has_scripts = has_scripts
        self.url = url
        self.clicks = 0
        self.complaints: list[str] = []
        self._under_way: list[int] = []
        self.page = self._listening(context.new_page())

    def _listening(self, page: Page) -> Page:
        page.set_default_timeout(PATIENCE)
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda _request: self._under_way.append(1))
        page.on("requestfinished", lambda _request: self._under_way.pop())
        page.on("requestfailed", lambda _request: self._under_way.pop())
        return page

    def _hear(self, message: object) -> None:
        kind, text = message.type, message.text
        if kind in ("error", "warning") and not EXPECTED.search(text):
            self.complaints.append(f"{kind}: {text}")

    def open(self, path: str) -> Page:
        """Types an address."""
        self.page.goto(self.url + path)
        return self.page

    def click(self, target: Locator | str) -> None:
        """One click, waiting for whatever it sets off."""
        self.clicks += 1
        (self.page.locator(target) if isinstance(target, str) else target).click()
        self.settle()

    def settle(self) -> None:
        """Until nothing has been under way for a moment; the driver's `networkidle` takes half a second each time."""
        calm = 0
        while calm < 3:
            self.page.wait_for_timeout(30)
            calm = 0 if self._under_way else calm + 1
        self.page.wait_for_load_state("load")

    def text(self, selector: str = "main") -> str:
        return " ".join(self.page.locator(selector).first.inner_text().split())

    @property
    def path(self) -> str:
        return self.page.url.removeprefix(self.url)

    def rows(self, table: str = "main table") -> list[list[str]]:
        """The body rows of one table as they stand on the screen, in one question to the browser."""
        script = "t => [...t.tBodies].flatMap(b => [...b.rows]).map(r => [...r.cells].map(c => c.innerText.trim()))"
        return [
            [" ".join(cell.split()) for cell in row]
            for row in self.page.locator(table).first.evaluate(script)
        ]

    def overflow(self) -> int:
        """How many pixels the page is wider than its window."""
        return int(
            self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        )

    def barriers(self) -> list[str]:
        """What axe finds wrong for people who do not see, or do not use a mouse."""
        found = Axe().run(self.page).response["violations"]
        return [f"{one['id']}: {node['html'][:160]}" for one in found for node in one["nodes"]]
