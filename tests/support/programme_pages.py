"""What pages of programmes say, read past bold figures and the arrows of heads."""

import re
from typing import Any

from tests.support.browser import Person
from tests.support.reply import Reply


def plain(text: str) -> str:
    """Bold figures end before a full stop; the kit reads a space there."""
    return re.sub(r" ([.,;:])", r"\1", text)


def told(page: Reply, sentence: str) -> bool:
    return sentence in plain(" ".join(page.page.get_text(" ").split()))


def records(page: Reply, table: str = "main table") -> list[dict[str, str]]:
    """By the words of the heads, without the arrows of those that sort."""
    return [
        {re.sub(r"\W+$", "", name): plain(cell) for name, cell in row.items()} for row in page.records(table)
    ]


def followed(person: Person, page: Reply) -> Reply:
    assert page.status == 303, page.problems
    return person.follow()


def address(fund: Any, rest: str = "") -> str:
    return f"/program/{fund.circular_id}{rest}"


def pay(person: Person, fund: Any, month: str, **values: Any) -> Reply:
    person.get(f"/program/dana/{fund.id}/bayar", month=month)
    chosen = {"month": month, "paid_on": "2026-11-20", "reference": "SP2D 12"} | values
    return person.submit("form#bayar", **chosen)
