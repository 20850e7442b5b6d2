"""Every table that leaves the app is noted before its first row does: by whom, with which filter, how many rows."""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any, TypeVar

from sqlalchemy import insert, update
from sqlalchemy.exc import OperationalError

from lindung.actions.aside import aside
from lindung.models.acts import ActRow
from lindung.queries.viewer import Viewer

KIND = "table.export"
LONGEST = 200
_NUMBER = re.compile(r"\d+(?=\d{4})")

Row = TypeVar("Row")


def noted(viewer: Viewer, table: str, asked: Mapping[str, str], rows: Iterable[Row]) -> Iterator[Row]:
    """The same rows, counted on their way. `asked` is the filter as the address says it.

    The act stands before a row is read, so that nothing leaves unnoted; without a count it was broken off.
    """
    wanted = {name: _NUMBER.sub("··", value[:LONGEST]) for name, value in sorted(asked.items()) if value}
    result = {"table": table, "filter": wanted}
    return _counted(_begun(viewer, result), result, rows)


def _begun(viewer: Viewer, result: dict[str, Any]) -> int:
    row = {"account_id": viewer.account_id, "grant_id": viewer.grant_id, "at": datetime.now(UTC)}
    with aside() as connection:
        statement = insert(ActRow).values(**row, kind=KIND, result=result).returning(ActRow.id)
        return connection.execute(statement).scalar_one()


def _counted(act_id: int, result: dict[str, Any], rows: Iterable[Row]) -> Iterator[Row]:
    count = 0
    for row in rows:
        yield row
        count += 1
    counted = update(ActRow).where(ActRow.id == act_id).values(result={**result, "count": count})
    # A busy database must not break a file that is whole.
    with suppress(OperationalError), aside() as connection:
        connection.execute(counted)
