"""What an address may hold: a number no database can keep leads nowhere, like any other that is not there."""

from typing import Any

from flask import Flask
from werkzeug.routing import IntegerConverter

LARGEST_ID = 2**63 - 1


class RowId(IntegerConverter):
    """`<int:...>` of every route: plain digits, from the first id to where BIGINT ends."""

    regex = "[0-9]+"

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"min": 1, "max": LARGEST_ID, **options})


def whole(text: str) -> int:
    """A count or an id out of a form or an address, for `type=`; ValueError for what no column could hold."""
    if not (
        text.isascii() and text.isdigit() and len(text) <= len(str(LARGEST_ID)) and int(text) <= LARGEST_ID
    ):
        raise ValueError(text)
    return int(text)


def install_addresses(app: Flask) -> None:
    app.url_map.converters["int"] = RowId
