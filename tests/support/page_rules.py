"""What every HTML answer must be, whoever fetched it: style rules we can check, we do not discuss (STYLE rule 14)."""

import re
from collections import Counter
from collections.abc import Iterator

import html5lib
from bs4 import BeautifulSoup, Tag

HX_REQUESTS = ("hx-get", "hx-post", "hx-put", "hx-patch", "hx-delete")
HX_WRITES = HX_REQUESTS[1:]
UNTYPED = {"hidden", "submit", "button", "image", "reset"}
# A fragment is read in the place it will be swapped into: rows and options are no children of a div.
CONTAINERS = {"tr": "tbody", "td": "tr", "th": "tr", "tbody": "table", "thead": "table", "option": "select"}
_FIRST_TAG = re.compile(r"\s*(?:<!--.*?-->\s*)*<([a-z0-9]+)", re.DOTALL | re.IGNORECASE)


def faults(html: str, page: BeautifulSoup, *, is_full: bool) -> list[str]:
    """Everything wrong with one answer; empty when it may be shown."""
    everything = page.find_all(True)
    found = [
        *_grammar(html, is_full),
        *_ids(everything),
        *_labels(page),
        *_forms(page),
        *_htmx(everything),
        *_nothing_inline(everything),
    ]
    found += [*_tables(page), *_links(page)]
    found += _full_page(page, everything) if is_full else _fragment(html)
    return found


def _having(everything: list[Tag], *names: str) -> list[Tag]:
    """The elements with any of these attributes: `select` would go through the page for each of thirty questions."""
    return [element for element in everything if any(name in element.attrs for name in names)]


def _grammar(html: str, is_full: bool) -> Iterator[str]:
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    if is_full:
        parser.parse(html)
    else:
        first = _FIRST_TAG.match(html)
        parser.parseFragment(html, container=CONTAINERS.get(first[1].lower() if first else "", "div"))
    lines = html.splitlines()
    for (line, column), code, facts in parser.errors:
        near = lines[line - 1][max(0, column - 60) : column + 20] if 0 < line <= len(lines) else ""
        yield f"html: {code} {facts} near {near!r}"


def _full_page(page: BeautifulSoup, everything: list[Tag]) -> Iterator[str]:
    headings = [_words(h1) for h1 in page.select("h1")]
    if len(headings) != 1:
        yield f"a page has one h1, this has {headings}"
        return
    title = _words(page.title).removeprefix("Galat: ").removeprefix("Error: ") if page.title else ""
    if not title.startswith(headings[0]):
        yield f"the title {title!r} does not begin with the h1 {headings[0]!r}"
    if not page.html or not page.html.get("lang"):
        yield "<html> says no language"
    if len(page.select("main")) != 1:
        yield "a page has one <main>"
    yield from _pointers(everything)


def _pointers(everything: list[Tag]) -> Iterator[str]:
    ids = {element["id"] for element in _having(everything, "id")}
    for name in ("for", "aria-labelledby", "aria-describedby", "aria-controls", "list", "popovertarget"):
        for element in _having(everything, name):
            value = element[name]  # of <output for=...> a list
            for wanted in value if isinstance(value, list) else str(value).split():
                if wanted not in ids:
                    yield f"{name}={wanted!r} points to no id"


def _fragment(html: str) -> Iterator[str]:
    if re.search(r"<(html|body|head)[\s>]", html, re.IGNORECASE):
        yield "a fragment holds a whole page"


def _ids(everything: list[Tag]) -> Iterator[str]:
    for id_, times in Counter(str(element["id"]) for element in _having(everything, "id")).items():
        if times > 1:
            yield f"id {id_!r} appears {times} times"
        if not id_ or re.search(r"\s", id_):
            yield f"id {id_!r} is empty or holds a space"


def _labels(page: BeautifulSoup) -> Iterator[str]:
    labelled = {label["for"] for label in page.find_all("label", attrs={"for": True})}
    for element in page.find_all(["input", "select", "textarea"]):
        if element.get("type", "text") in UNTYPED and element.name == "input":
            continue
        named = any(str(element.get(name) or "").strip() for name in ("aria-label", "aria-labelledby"))
        if not named and element.get("id") not in labelled and not element.find_parent("label"):
            yield f"no label: {_start(element)}"
    for element in page.select("button, summary, a[href]"):
        if not _words(element) and not element.get("aria-label") and not element.select_one("[alt], title"):
            yield f"no name: {_start(element)}"
    for image in page.find_all("img", alt=None):
        yield f"no alt: {_start(image)}"


def _forms(page: BeautifulSoup) -> Iterator[str]:
    for form in page.find_all("form"):
        writes = str(form.get("method", "get")).lower() == "post" or any(form.get(name) for name in HX_WRITES)
        if not writes:
            if form.select_one("[name=csrf_token]"):
                yield f"a form that only asks carries a token into the address: {_start(form)}"
            continue
        if not form.get("action"):
            yield f"a write form says where it goes: {_start(form)}"
        if str(form.get("method", "get")).lower() != "post":
            yield f"without scripts this write form would be a GET: {_start(form)}"
        if not form.select_one("input[name=csrf_token][value]"):
            yield f"a write form without a token: {_start(form)}"
        if form.select_one("input[type=file]") and form.get("enctype") != "multipart/form-data":
            yield f"a file needs enctype=multipart/form-data: {_start(form)}"


def _htmx(everything: list[Tag]) -> Iterator[str]:
    for name in HX_REQUESTS:
        for element in _having(everything, name):
            if not element.get("hx-target"):
                yield f"no hx-target of its own: {_start(element)}"
            if name in HX_WRITES and element.name != "form" and not element.find_parent("form"):
                yield f"writes from outside a form: {_start(element)}"
    for element in _having(everything, "hx-vals", "hx-headers"):
        if "js:" in f"{element.get('hx-vals', '')}{element.get('hx-headers', '')}":
            yield f"js: in an attribute: {_start(element)}"


def _nothing_inline(everything: list[Tag]) -> Iterator[str]:
    for element in everything:
        bare_script = element.name == "script" and "src" not in element.attrs
        if element.name == "style" or bare_script or "style" in element.attrs:
            yield f"inline: {_start(element)}"
        for name, value in element.attrs.items():
            if name.startswith(("on", "hx-on")):
                yield f"inline script in {name}: {_start(element)}"
            if name in ("href", "src", "action", "formaction") and str(value).strip().lower().startswith(
                ("javascript:", "http:", "https:", "//", "data:")
            ):
                yield f"leads out of the house: {name}={value!r}"


def _tables(page: BeautifulSoup) -> Iterator[str]:
    for table in page.find_all("table"):
        if not table.find("caption"):
            yield f"a table without caption: {_start(table)}"
        for head in table.select("th:not([scope])"):
            yield f"th without scope: {_words(head)!r}"


def _links(page: BeautifulSoup) -> Iterator[str]:
    for link in page.find_all("a"):
        if str(link.get("href", "")) in ("", "#"):
            yield f"a link to nowhere: {_start(link)}"


def _words(element: Tag | None) -> str:
    return " ".join(element.get_text().split()) if element else ""


def _start(element: Tag) -> str:
    return str(element)[:140].replace("\n", " ")
