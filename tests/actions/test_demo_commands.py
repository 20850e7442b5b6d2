"""`flask demo ...`: only where a demo belongs, never over somebody's data, and gone again with one command."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from lindung.actions.demo.build import SMALL, build_nganjuk
from lindung.models.base import db
from lindung.models.rates import RateRow
from lindung.models.units import Unit
from lindung.models.workers import Worker
from lindung.queries.demo import CASTS, demo_accounts, demo_regency
from lindung.web.commands.demo import REGENCIES
from lindung.web.sentences.demo import LOOK_AT
from lindung.web.setup import set_up_database
from tests.support.clock import TODAY

pytestmark = pytest.mark.one_engine_in_the_gate


@pytest.fixture
def console(stage, clock, monkeypatch):
    """`console("demo", "clear")` on a set-up, empty database in LINDUNG_ENV=demo."""
    stage.restore("empty", set_up_database)
    monkeypatch.setitem(
        stage.app.config, "SETTINGS", replace(stage.app.config["SETTINGS"], environment="demo")
    )
    with stage.app.app_context():
        yield lambda *words: stage.app.test_cli_runner().invoke(args=words)
        db.session.remove()


def test_outside_a_demo_nothing_is_made_and_nothing_removed(app):
    run = app.test_cli_runner()

    for words in (["demo", "nganjuk"], ["demo", "nganjuk", "--if-empty"], ["demo", "clear"]):
        said = run.invoke(args=words)
        assert said.exit_code == 1
        assert "LINDUNG_ENV=demo" in said.stderr
    assert demo_regency() is None


def test_another_regency_is_built_by_its_own_command(console):
    said = console("demo", "ngawi")

    assert said.exit_code == 0, said.output
    assert demo_regency() == "ngawi"
    assert "angka cakupan dengan sumbernya" in said.stderr
    assert "Dinas Perindustrian dan Tenaga Kerja" in said.stdout
    assert console("demo", "kendal").exit_code == 1


def test_every_regency_has_a_command_a_cast_and_what_to_look_at():
    assert REGENCIES.keys() == CASTS.keys() == LOOK_AT.keys()
    for regency, parts in CASTS.items():
        assert {part.username for part in parts} <= LOOK_AT[regency].keys()


def test_where_the_demo_is_there_already_its_accounts_are_printed_again(console):
    build_nganjuk(TODAY, SMALL)
    units = db.session.scalar(select(func.count(Unit.id)))

    said = console("demo", "nganjuk", "--if-empty")

    assert said.exit_code == 0
    assert all(one.username in said.stdout for one in demo_accounts())
    assert demo_accounts()[0].password in said.stdout
    assert db.session.scalar(select(func.count(Unit.id))) == units
    assert console("demo", "nganjuk").exit_code == 1


def test_clearing_leaves_an_empty_database_with_its_shipped_rates(console):
    build_nganjuk(TODAY, SMALL)

    said = console("demo", "clear")

    assert said.exit_code == 0, said.output
    assert demo_regency() is None
    assert db.session.scalar(select(func.count(Worker.id))) == 0
    assert db.session.scalar(select(func.count(RateRow.id))) == 3


def test_clearing_is_refused_where_nothing_says_demo(console):
    said = console("demo", "clear")

    assert said.exit_code == 1
    assert "tidak bertanda demo" in said.stderr
