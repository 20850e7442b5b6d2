"""One answer, inspected when it arrives and easy to ask afterwards."""

import csv
import io
import json
import re
from typing import Any

from bs4 import BeautifulSoup, Tag
from python_calamine import CalamineWorkbook
from werkzeug.test import TestResponse

from tests.support.page_rules import faults

REQUIRED_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
TEMPLATES = re.compile(r"</?template>")
POLICY_PARTS = ("default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "form-action")


class Reply:
    """An answer of the app; making one checks its headers and, when it is HTML, the page itself."""

    def __init__(self, response: TestResponse, *, by_htmx: bool, method: str, url: str) -> None:
        self.status = response.status_code
        self.headers = response.headers
        self.url = url
        self.asked = asked = f"{method} {url}"
        self.body = response.get_data()
        self.kind = response.mimetype
        # A redirect's own little body is nobody's page.
        self.is_html = self.kind == "text/html" and bool(self.body) and self.status // 100 != 3
        self.html = self.body.decode() if self.is_html else ""
        # What rides in a template reaches the page all the same; a parser would not look inside.
        self.page = BeautifulSoup(TEMPLATES.sub("", self.html), "html.parser")
        self._check_headers()
        if self.is_html:
            wrong = faults(self.html, self.page, is_full=not by_htmx)
            assert not wrong, (
                f"{asked} answered {self.status} with a page that may not be:\n  " + "\n  ".join(wrong)
            )

    def _check_headers(self) -> None:
        for name, value in REQUIRED_HEADERS.items():
            assert self.headers.get(name) == value, (
                f"{self.asked}: header {name} is {self.headers.get(name)!r}"
            )
        policy = self.headers.get("Content-Security-Policy", "")
        assert all(part in policy for part in POLICY_PARTS), f"{self.asked}: policy is {policy!r}"
        assert "unsafe" not in policy or self.kind == "application/pdf", f"{self.asked}: policy is {policy!r}"
        assert self.headers.get("Cache-Control"), f"{self.asked}: nothing said about caching"
        assert "Server" not in self.headers

    def __repr__(self) -> str:
        return f"<{self.asked}: {self.status} {self.kind}, {self.heading or self.body[:200]!r}>"

    # What the page says

    @property
    def heading(self) -> str:
        return self.text("h1") if self.page.select_one("h1") else ""

    def one(self, selector: str) -> Tag:
        element = self.page.select_one(selector)
        assert element is not None, f"nothing matches {selector!r} in {self.asked}"
        return element

    def has(self, selector: str) -> bool:
        return self.page.select_one(selector) is not None

    def text(self, selector: str = "main") -> str:
        """The words of the first element that matches, spaces collapsed."""
        return " ".join(self.one(selector).get_text(" ").split())

    def texts(self, selector: str) -> list[str]:
        return [" ".join(element.get_text(" ").split()) for element in self.page.select(selector)]

    def says(self, sentence: str) -> bool:
        return sentence in " ".join(self.page.get_text(" ").split())

    @property
    def said(self) -> str:
        """What the status region tells about the act just done."""
        return " ".join(self.texts("#status")) or " ".join(self.texts("[hx-swap-oob='innerHTML:#status']"))

    @property
    def problems(self) -> str:
        """What is refused and why, wherever the page says it."""
        return " ".join(self.texts("[role=alert], .field-error, .wrong"))

    @property
    def links(self) -> list[str]:
        return [str(link["href"]) for link in self.page.select("a[href]")]

    def rows(self, table: str = "main table") -> list[list[str]]:
        """The body rows of one table, cell by cell."""
        return [
            [" ".join(cell.get_text(" ").split()) for cell in row.select(":scope > td, :scope > th")]
            for row in self.one(table).select("tbody > tr")
        ]

    def records(self, table: str = "main table") -> list[dict[str, str]]:
        """The body rows of one table by the last row of its head."""
        head = self.one(table).select("thead tr")[-1].select("th, td")
        names = [" ".join(cell.get_text(" ").split()) for cell in head]
        return [dict(zip(names, row, strict=False)) for row in self.rows(table)]

    @property
    def out_of_band(self) -> set[str]:
        """Ids this fragment changes besides its target."""
        found = set()
        for element in self.page.select("[hx-swap-oob]"):
            _, _, selector = str(element["hx-swap-oob"]).partition(":#")
            found.add(selector or str(element["id"]))
        return found

    @property
    def events(self) -> set[str]:
        """Names of the events htmx is told to raise."""
        told = self.headers.get("HX-Trigger", "")
        return (
            set(json.loads(told))
            if told.startswith("{")
            else {name.strip() for name in told.split(",") if name}
        )

    @property
    def location(self) -> str:
        """Where to look next, for a plain form and for htmx alike."""
        return self.headers.get("HX-Redirect") or self.headers.get("Location", "")

    # What a download holds

    def csv(self) -> list[dict[str, str]]:
        assert self.kind == "text/csv", self
        assert self.body.startswith(b"\xef\xbb\xbf"), "CSV begins with a BOM, or Excel misreads it"
        return list(csv.DictReader(io.StringIO(self.body.decode("utf-8-sig"))))

    def csv_lines(self) -> list[list[str]]:
        assert self.kind == "text/csv", self
        return list(csv.reader(io.StringIO(self.body.decode("utf-8-sig"))))

    def xlsx(self) -> list[list[Any]]:
        """The first sheet, row by row."""
        assert self.kind.endswith("spreadsheetml.sheet"), self
        return CalamineWorkbook.from_filelike(io.BytesIO(self.body)).get_sheet_by_index(0).to_python()
