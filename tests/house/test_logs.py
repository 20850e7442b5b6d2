"""What a log may say: never about whom."""

import logging
import sys

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from lindung.actions import sessions
from lindung.domain.errors import RuleBroken
from lindung.models.base import db
from lindung.models.engine import WRITES
from lindung.models.sponsors import Sponsor
from lindung.web.logs import FORMAT, DiscreetFormatter
from tests.support import cast
from tests.support.clock import TODAY

NIP = "198001012005011001"


def written(message: str, *facts: object, trouble: bool = False) -> str:
    info = sys.exc_info() if trouble else None
    record = logging.LogRecord("app", logging.ERROR, "x.py", 12, message, facts, info)
    return DiscreetFormatter(FORMAT).format(record)


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("invalid literal for int(): '3518004107900001x'", "invalid literal for int(): '··0001x'"),
        ("Error handling request /asn?q=Siti+Aminah&unit=07", "Error handling request /asn?··"),
        ("clash\nDETAIL:  Key (name)=(Siti Aminah) exists.", "clash\nDETAIL: ··"),
        ("file app.py, line 1234, in 2026", "file app.py, line 1234, in 2026"),
    ],
)
def test_a_line_keeps_the_fault_and_loses_the_person(said, kept):
    assert written("%s", said).endswith(kept)


@pytest.mark.both_engines
def test_a_refused_row_leaves_nothing_of_the_person_in_a_traceback(app, make):
    make.a_sponsor("Siti Aminah", nip=NIP)
    columns = {"kind": "asn", "nip": NIP, "name": "Siti Aminah", "name_key": "siti", "version": 1}

    try:
        with db.engine.connect().execution_options(**WRITES) as connection, connection.begin():
            connection.execute(insert(Sponsor).values(**columns, is_public=False))
    except IntegrityError:
        text = written("a request failed", trouble=True)

    assert "IntegrityError" in text
    assert NIP not in text
    assert "Siti" not in text


def test_refused_sign_ins_are_logged_without_the_name_that_was_typed(app, caplog):
    place = sessions.Place("10.1.1.5", "Firefox")
    with caplog.at_level(logging.WARNING, "lindung"):
        for username in ("ratna", "kata-sandi-rahasia"):
            with pytest.raises(RuleBroken, match="sign_in_refused"):
                sessions.sign_in(username, "salah sekali", place, today=TODAY)

    assert f"account {cast.account('ratna').id} from 10.1.1.5" in caplog.text
    assert "account unknown from 10.1.1.5" in caplog.text
    assert "rahasia" not in caplog.text


def test_who_must_wait_is_logged_too(app, caplog):
    place = sessions.Place("10.1.1.5", "Firefox")
    with caplog.at_level(logging.WARNING, "lindung"):
        for _ in range(6):
            with pytest.raises(RuleBroken):
                sessions.sign_in("ratna", "salah sekali", place, today=TODAY)

    assert "must wait" in caplog.text
