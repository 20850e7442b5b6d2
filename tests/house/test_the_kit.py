"""The kit itself: what the house client must notice, and that its engines and days are what they say."""

import io

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from lindung.models.base import db
from lindung.models.units import Unit
from lindung.web.clock import office_now
from tests.support.browser import form_values
from tests.support.page_rules import faults

GOOD = """<!doctype html><html lang="id"><head><title>Unit · Lindung</title></head>
<body><main id="utama"><h1>Unit</h1>{}</main></body></html>"""
FORM = """<form><input name="a" value="1"><input name="b" type="checkbox" value="y" checked>
<input name="c" type="checkbox"><input name="r" type="radio" value="1">
<input name="r" type="radio" value="2" checked><input name="d" value="n" disabled>
<select name="s"><option value="x">X<option value="z" selected>Z</select><textarea name="t">
teks</textarea><input type="file" name="f"><button name="go" value="1">Go</button></form>"""


def wrong_with(body: str, *, is_full: bool = True) -> list[str]:
    html = GOOD.format(body) if is_full else body
    return faults(html, BeautifulSoup(html, "html.parser"), is_full=is_full)


@pytest.mark.parametrize(
    "body",
    [
        '<label for="a">A</label><input id="a" name="a">',
        '<input name="a" aria-label="A"><input type="hidden" name="b">',
        '<form method="post" action="/x"><input type="hidden" name="csrf_token" value="t"><button>Ya</button></form>',
        '<table><caption>C</caption><tbody><tr><th scope="row">A</th><td>1</td></tr></tbody></table>',
        '<a href="/unit" hx-get="/unit" hx-target="#utama">Unit</a>',
        '<script src="/static/app.js" defer></script>',
    ],
)
def test_a_page_as_it_should_be_passes(body):
    assert wrong_with(body) == []


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ("<h1>Dua</h1>", "one h1"),
        ('<p id="a"></p><p id="a"></p>', "appears 2 times"),
        ('<input name="a">', "no label"),
        ('<label for="b">B</label><input name="a" id="a" aria-label="A">', "points to no id"),
        ('<form method="post" action="/x"></form>', "without a token"),
        (
            '<form hx-post="/x" hx-target="this" action="/x"><input name="csrf_token" type="hidden" value="t"></form>',
            "GET",
        ),
        ('<a href="/x" hx-get="/x">x</a>', "no hx-target"),
        ('<button hx-post="/x" hx-target="this">x</button>', "outside a form"),
        ('<p style="color:red">x</p>', "inline"),
        ("<script>alert(1)</script>", "inline"),
        ('<p onclick="x()">x</p>', "inline script"),
        ('<p hx-on:click="x()">x</p>', "inline script"),
        ('<a href="javascript:x()">x</a>', "out of the house"),
        ('<img src="https://example.org/x.png" alt="x">', "out of the house"),
        ("<table><tr><td>1</td></tr></table>", "without caption"),
        ("<table><caption>C</caption><tr><th>1</th></tr></table>", "without scope"),
        ('<a href="#">x</a>', "nowhere"),
        ("<a href='/x'></a>", "no name"),
        ("<p><div>x</p>", "html:"),
        ("<div><span></div>", "html:"),
    ],
)
def test_a_page_as_it_should_not_be_is_caught(body, fault):
    assert any(fault in found for found in wrong_with(body)), wrong_with(body)


def test_a_title_that_does_not_begin_with_the_heading_is_caught():
    html = GOOD.format("").replace("<title>Unit", "<title>Daftar")

    assert any(
        "does not begin" in found for found in faults(html, BeautifulSoup(html, "html.parser"), is_full=True)
    )


def test_a_fragment_may_begin_with_a_row_but_never_hold_a_page():
    assert wrong_with("<tr><td>1</td></tr>", is_full=False) == []
    assert any("whole page" in found for found in wrong_with("<html><body>x</body></html>", is_full=False))


def test_a_form_is_sent_as_a_browser_would_send_it():
    form = BeautifulSoup(FORM, "html.parser").form

    assert form is not None
    assert form_values(form) == {"a": "1", "b": "y", "r": "2", "s": "z", "t": "teks"}


def test_the_suites_day_is_20_november_2026_in_the_regency(app, clock):
    assert f"{office_now():%Y-%m-%d %H:%M %Z}" == "2026-11-20 10:42 WIB"

    clock.move_to("2026-12-01 00:30")

    assert f"{office_now():%Y-%m-%d %H:%M}" == "2026-12-01 00:30"


@pytest.mark.both_engines
@pytest.mark.parametrize("turn", [1, 2])
def test_each_test_finds_the_database_as_the_cast_left_it(app, a_unit, turn):
    assert len(db.session.scalars(select(Unit)).all()) == 5

    a_unit("99")

    assert len(db.session.scalars(select(Unit)).all()) == 6


def test_every_answer_carries_the_headers_errors_included(browser):
    assert browser.stranger.get("/healthz").status == 200
    assert browser.stranger.get("/tidak-ada").status == 404
    assert browser.as_("ratna").get("/tidak-ada").heading == "Tidak ditemukan"
    assert browser.as_("ratna").htmx().get("/tidak-ada").has("#notice")


def test_a_file_travels_in_a_form(browser):
    reply = browser.as_("ratna").post("/tidak-ada", file=(io.BytesIO(b"a,b"), "a.csv"))

    assert reply.status == 404
