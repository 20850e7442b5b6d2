"""The database goes away and comes back: a sentence and a time to wait, and then everything as before."""

from time import monotonic

import pytest
from sqlalchemy import create_engine, text

from lindung.models.base import db
from lindung.models.keys import current_keys, use_keys
from tests.support.engines import make_app

PATIENCE = 2.5
NOBODY_LISTENS = "postgresql+psycopg://lindung@127.0.0.1:9/lindung"


@pytest.fixture
def away(tmp_path, app_without_database):
    """An app whose PostgreSQL does not answer."""
    keys = current_keys()
    yield make_app(tmp_path, NOBODY_LISTENS).test_client()
    use_keys(keys)


@pytest.mark.parametrize("path", ["/healthz", "/aktivasi?kode=ABCD-EFGH-JKMN"])
def test_without_a_database_one_is_told_to_wait_at_once(away, path):
    begun = monotonic()
    answer = away.get(path)

    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert monotonic() - begun < PATIENCE
    assert "Traceback" not in answer.text


def test_connections_that_died_are_replaced_by_themselves(app, stage, browser):
    if stage.name == "sqlite":
        pytest.skip("a file has no connection to lose")
    ratna = browser.as_("ratna")
    mine = db.session.scalar(text("SELECT pg_backend_pid()"))
    db.session.remove()

    outside = create_engine(db.engine.url)
    with outside.connect() as connection:
        assert connection.scalar(text("SELECT pg_terminate_backend(:pid)"), {"pid": mine})
    outside.dispose()

    assert ratna.get("/asn").status == 200
