"""Every route x every role x own and other office's things: nothing is seen, nothing is changed, nothing is told."""

import os
from collections.abc import Iterator
from functools import partial

import pytest

from lindung.models.base import db
from tests.support import cast, matrix
from tests.support.matrix import OPEN_TO_READ, OPEN_TO_WRITE, SCOPED, World, address, rules, without_chance

FULL = os.environ.get("LINDUNG_FULL") == "1"
TIMES = 3 if FULL else 2
READERS = ["koordinator", "ratna", "dewi"] if FULL else ["koordinator", "ratna"]
NEIGHBOURS = ("ratna", "bayu", "kadis", "bendahara") if FULL else ("bayu", "kadis")

WORLDS: dict[str, World] = {}
BOUND = ("ratna", "bayu", "kadis", "bendahara")
LISTS = ("/asn", "/pekerja", "/kepatuhan", "/beranda", "/admin/unit", "/iuran/tarif")


@pytest.fixture
def world(stage, clock) -> Iterator[World]:
    world = WORLDS.setdefault(stage.name, World())
    stage.restore("matrix", world.fill)
    with stage.app.app_context():
        yield world
        db.session.remove()


@pytest.fixture
def app(stage, world):
    return stage.app


def opened(person, endpoint, url, **query):
    return (person.htmx() if endpoint in matrix.FRAGMENTS else person).get(url, **query)


def put_back(stage, world):
    db.session.rollback()
    stage.restore("matrix", world.fill)


@pytest.mark.parametrize("username", cast.USERNAMES)
def test_reading_what_each_role_may(app, world, username):
    viewer, person, wrong = matrix.viewers()[username], world.person(app, username), []

    for rule in rules(app, "GET"):
        reply = opened(person, rule.endpoint, address(app, rule, world.own.things))
        expected = OPEN_TO_READ if matrix.is_allowed(app, rule, viewer) else {403}
        expected = {404} if expected != {403} and matrix.is_foreign(username, rule) else expected
        if reply.status not in expected:
            wrong.append((rule.endpoint, reply.status, expected))

    assert wrong == []


@pytest.mark.parametrize("username", BOUND)
@pytest.mark.parametrize("verb", ["GET", "POST"])
def test_what_is_not_ones_own_answers_like_what_is_not_there(app, stage, world, username, verb):
    viewer, person, wrong = matrix.viewers()[username], world.person(app, username), []
    others = world.own if username == "bayu" else world.foreign

    for rule in rules(app, verb):
        if not rule.arguments & SCOPED or not matrix.is_allowed(app, rule, viewer):
            continue
        ask = person.get if verb == "GET" else partial(person.post, version=1)
        theirs, nothing = (
            ask(address(app, rule, others.things)),
            ask(address(app, rule, matrix.unknown(others.things))),
        )
        alike = without_chance(theirs.body) == without_chance(nothing.body)
        if (theirs.status, nothing.status, alike) != (404, 404, True):
            wrong.append(
                (rule.endpoint, theirs.status, nothing.status, "alike" if alike else "bodies differ")
            )
        put_back(stage, world)

    assert wrong == []


@pytest.mark.parametrize("username", cast.USERNAMES)
def test_writing_only_what_each_role_may(app, stage, world, username):
    """Whoever may not is refused with 403, whatever he sends; whoever may is asked for what is missing."""
    viewer, wrong = matrix.viewers()[username], []

    for rule in rules(app, "POST"):
        person = world.person(app, username)
        reply = person.post(address(app, rule, world.own.things), version=1)
        is_his = not matrix.is_foreign(username, rule)
        expected = ({*OPEN_TO_WRITE} if is_his else {404}) if matrix.is_allowed(app, rule, viewer) else {403}
        expected |= {404} if rule.endpoint in matrix.NAMED_IN_THE_FORM else set()
        if reply.status not in expected:
            wrong.append((rule.endpoint, reply.status, expected))
        put_back(stage, world)

    assert wrong == []


def test_the_signed_out_are_sent_to_sign_in_whatever_they_ask(app, world, browser):
    wrong = []
    for verb in ("GET", "POST"):
        for rule in rules(app, verb):
            reply = browser.new().ask(verb, address(app, rule, world.own.things))
            if reply.status not in (302, 303) or not reply.location.startswith("/masuk"):
                wrong.append((verb, rule.endpoint, reply.status, reply.location))

    assert wrong == []


@pytest.mark.parametrize("username", ["koordinator", "ratna", "admin"])
def test_a_post_without_token_is_refused_and_changes_nothing(app, world, username):
    viewer, person, wrong = matrix.viewers()[username], world.person(app, username), []
    before = matrix.office_data()

    for rule in rules(app, "POST"):
        if matrix.is_allowed(app, rule, viewer):
            reply = person.post(address(app, rule, world.own.things), token=False)
            if reply.status != 400:
                wrong.append((rule.endpoint, reply.status))

    assert wrong == []
    assert matrix.office_data() == before


def test_a_post_from_another_site_is_refused(app, world):
    person, wrong = world.person(app, "koordinator"), []

    for rule in rules(app, "POST"):
        reply = person.ask(
            "POST", address(app, rule, world.own.things), headers={"Sec-Fetch-Site": "cross-site"}
        )
        if reply.status != 403:
            wrong.append((rule.endpoint, reply.status))

    assert wrong == []


@pytest.mark.both_engines
@pytest.mark.parametrize("username", READERS)
def test_every_get_asked_again_changes_nothing(app, world, username):
    person = world.person(app, username)
    before = matrix.office_data()

    for rule in rules(app, "GET"):
        for _ in range(TIMES):
            opened(person, rule.endpoint, address(app, rule, world.own.things))
    for table in LISTS:
        person.get(table, format="csv")
        person.get(table, format="xlsx")

    assert matrix.office_data() == before


@pytest.mark.both_engines
@pytest.mark.one_engine_in_the_gate
@pytest.mark.parametrize("username", NEIGHBOURS)
def test_no_list_count_or_file_holds_anybody_of_another_office(app, world, username):
    person = world.person(app, username)
    others = world.own if username == "bayu" else world.foreign
    leaks = []

    for rule in rules(app, "GET"):
        if rule.arguments:
            continue
        for query in ({}, {"format": "csv"}, {"q": others.names[0][:4]}, {"bulan": "2026-10"}):
            reply = opened(person, rule.endpoint, rule.rule, **query)
            leaks += [(rule.endpoint, query, name) for name in others.names if name.encode() in reply.body]

    assert leaks == []


@pytest.mark.parametrize("username", BOUND)
@pytest.mark.parametrize("table", ["/asn", "/pekerja", "/kepatuhan"])
def test_another_offices_code_in_an_address_is_not_there(app, world, username, table):
    person, code = world.person(app, username), "07" if username == "bayu" else "08"

    for form in ({}, {"format": "csv"}, {"format": "xlsx"}):
        theirs, nothing = person.get(table, unit=code, **form), person.get(table, unit="zz", **form)

        assert (theirs.status, nothing.status) == (404, 404)
        assert without_chance(theirs.body) == without_chance(nothing.body)


@pytest.mark.parametrize("verb", ["PUT", "PATCH", "DELETE"])
def test_the_wrong_verb_is_405(app, world, verb):
    person, wrong = world.person(app, "koordinator"), []

    for rule in rules(app, "GET"):
        reply = person.ask(verb, address(app, rule, world.own.things))
        if reply.status != 405:
            wrong.append((rule.endpoint, reply.status))

    assert wrong == []
