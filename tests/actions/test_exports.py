"""A table that leaves the app leaves an entry: before its first row, with the filter, and with the count at the end."""

import pytest
from sqlalchemy import select

from lindung.actions.exports import KIND, noted
from lindung.models.acts import ActRow
from lindung.models.base import db


def entries():
    db.session.rollback()
    return db.session.scalars(select(ActRow).where(ActRow.kind == KIND).order_by(ActRow.id)).all()


def test_the_entry_says_who_took_what_and_how_much(viewer):
    ratna = viewer("ratna")

    rows = list(noted(ratna, "pekerja", {"q": "siti", "unit": ""}, ["one", "two"]))

    assert rows == ["one", "two"]
    [entry] = entries()
    assert (entry.account_id, entry.grant_id) == (ratna.account_id, ratna.grant_id)
    assert entry.result == {"table": "pekerja", "filter": {"q": "siti"}, "count": 2}


def test_nothing_leaves_before_the_entry_stands_and_one_broken_off_has_no_count(viewer):
    rows = noted(viewer("ratna"), "asn", {}, iter([1, 2, 3]))

    assert entries()[0].result == {"table": "asn", "filter": {}}

    assert next(rows) == 1
    rows.close()
    assert "count" not in entries()[0].result


@pytest.mark.parametrize("number", ["3518004107900001", "0812 3456 7890 35180041"])
def test_numbers_in_a_filter_keep_their_last_four_digits_only(viewer, number):
    list(noted(viewer("ratna"), "pekerja", {"q": number}, []))

    kept = entries()[0].result["filter"]["q"]
    assert kept.endswith(number[-4:])
    assert "00410" not in kept
