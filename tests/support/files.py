"""Files as offices hand them in: workbooks and CSV made in memory, and the shared regency where it lies beside us."""

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "nganjuk"


def xlsx(*rows: Sequence[Any], titles: Sequence[str] = (), sheet: str = "Sheet1") -> bytes:
    """A workbook with its rows below title lines; strings stay text, numbers numbers, dates dates."""
    book = Workbook()
    page = book.active
    page.title = sheet
    for title in titles:
        page.append([title])
    for row in rows:
        page.append(list(row))
    for cell in (cell for row in page.iter_rows() for cell in row if cell.data_type == "f"):
        cell.data_type = "s"  # text that begins with = is text here too
    return saved(book)


def saved(book: Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def csv(*rows: Sequence[str], separator: str = ";", encoding: str = "utf-8") -> bytes:
    return "\r\n".join(separator.join(row) for row in rows).encode(encoding)


def regency(name: str) -> Path:
    """A file of the shared regency; tests that need it are skipped on machines that do not have it."""
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"{name} of the shared regency is not on this machine")
    return path
