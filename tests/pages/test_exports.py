"""Every table that can be taken along is noted, whichever screen and whichever kind of file."""

import pytest
from sqlalchemy import select

from lindung.actions.exports import KIND
from lindung.models.acts import ActRow
from lindung.models.base import db
from tests.support import cast

TABLES = {"/asn": "ratna", "/pekerja": "ratna", "/kepatuhan": "ratna", "/admin/akun": "koordinator"}


def noted():
    db.session.rollback()
    return db.session.scalars(select(ActRow).where(ActRow.kind == KIND)).all()


@pytest.mark.parametrize("format", ["csv", "xlsx"])
@pytest.mark.parametrize("path", TABLES)
def test_a_table_taken_along_is_noted_with_its_count_and_filter(browser, make, path, format):
    make.an_enrolment(make.a_sponsor())
    person = TABLES[path]

    reply = browser.as_(person).get(path, format=format, unit="07")

    lines = reply.csv() if format == "csv" else reply.xlsx()[1:]
    [entry] = noted()
    assert entry.account_id == cast.account(person).id
    assert entry.result["filter"] == {"format": format, "unit": "07"}
    assert entry.result["count"] == len(lines)


def test_looking_at_the_page_notes_nothing(browser):
    browser.as_("ratna").get("/asn")

    assert noted() == []


def test_what_is_not_yours_is_neither_sent_nor_noted(browser):
    reply = browser.as_("ratna").get("/asn", format="csv", unit="08")

    assert reply.status == 404
    assert noted() == []
