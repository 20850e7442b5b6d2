"""What a file is by its first bytes, and whether a packed one may be opened: size once unpacked, reach of its cells."""

import io
import re
import zipfile
import zlib
from enum import StrEnum
from xml.sax.saxutils import unescape

from lindung.domain.errors import RuleBroken

LARGEST_UNPACKED = 160 * 1024 * 1024
MOST_ENTRIES = 2000
# A reader lays out every cell up to the farthest one: two cells in opposite corners of a sheet took 22 GB.
LAST_ROW, MOST_CELLS = 200_000, 2_500_000
PIECE = 256 * 1024

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Told apart only for the sentence: none of them is a table.
FOREIGN = (
    (b"%PDF", "file_pdf"),
    (b"\x89PNG", "file_image"),
    (b"\xff\xd8\xff", "file_image"),
    (b"GIF8", "file_image"),
    (b"BM", "file_image"),
    (b"II*\0", "file_image"),
    (b"MM\0*", "file_image"),
    (b"RIFF", "file_image"),
    (b"Rar!", "file_not_table"),
    (b"7z\xbc\xaf", "file_not_table"),
    (b"\x1f\x8b", "file_not_table"),
    (b"MZ", "file_not_table"),
    (b"\x7fELF", "file_not_table"),
    (b"{\\rtf", "file_not_table"),
)
_ROW = re.compile(rb"<(?:\w+:)?row\b[^>]*>")
_ROW_NUMBER = re.compile(rb'\br="(\d+)"')
_HIDDEN = re.compile(rb'\bhidden="(?:1|true)"')
_CELL_COLUMN = re.compile(rb"""\br\s*=\s*["']([A-Za-z]+)\d""")
_CELL_ROW = re.compile(rb"""\br\s*=\s*["'][A-Za-z]+(\d+)""")
_SHEET = re.compile(r'<(?:\w+:)?sheet\b[^>]*?\bname="(?P<name>[^"]*)"[^>]*?\br:id="(?P<id>[^"]+)"')
_RELATION = re.compile(r"<(?:\w+:)?Relationship\b[^>]*>")
# A cell or row with a value that an ODS repeats thousands of times: a few bytes that unpack to millions of cells.
_ODS_CELLS = re.compile(
    rb"<table:table-cell\b(?=[^>]*office:value)[^>]*number-columns-repeated=\"\d{4,}\"", re.DOTALL
)
_ODS_ROWS = re.compile(
    rb"<table:table-row\b[^>]*number-rows-repeated=\"\d{5,}\"[^>]*>.*?</table:table-row>", re.DOTALL
)


class Format(StrEnum):
    ZIP = "zip"  # XLSX or ODS
    OLE = "ole"  # XLS
    TEXT = "text"


def format_of(content: bytes) -> Format:
    """What the bytes are; RuleBroken for what is no table at all."""
    start = content[:64].lstrip()
    if content.startswith(OLE):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise RuleBroken("file_password")
        return Format.OLE
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return Format.ZIP
    for mark, code in FOREIGN:
        if content.startswith(mark) and not (mark == b"BM" and content[:256].isascii()):
            raise RuleBroken(code)
    if start[:1] == b"<" and re.match(rb"<(?:!doctype html|html|table|\?xml)", start, re.IGNORECASE):
        raise RuleBroken("file_html")
    return Format.TEXT


def check_zip(content: bytes) -> dict[str, list[int]]:
    """Refuses bombs and strangers; returns which rows of which sheet are hidden."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
            _check_entries(archive)
            if "content.xml" in names:
                return _ods_hidden(archive)
            if "xl/workbook.xml" in names:
                return _xlsx_hidden(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, UnicodeDecodeError):
        raise RuleBroken("file_damaged") from None
    except RuntimeError:  # zipfile's word for an entry that needs a password
        raise RuleBroken("file_password") from None
    raise RuleBroken("file_not_table")


def _check_entries(archive: zipfile.ZipFile) -> None:
    """Unpacks everything once, counting: what a file says of its own size may be a lie."""
    entries = archive.infolist()
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > LARGEST_UNPACKED:
        raise RuleBroken("file_bomb")
    unpacked = 0
    for entry in entries:
        if not entry.filename.endswith((".xml", ".rels")):
            continue
        with archive.open(entry) as file:
            first = True
            while piece := file.read(PIECE):
                unpacked += len(piece)
                strange = (
                    b"<!ENTITY" in piece or b"\0" in piece[:64]
                )  # UTF-16 would hide from every look below
                if unpacked > LARGEST_UNPACKED or (first and strange):
                    raise RuleBroken("file_bomb")
                first = False


def _xlsx_hidden(archive: zipfile.ZipFile) -> dict[str, list[int]]:
    found = {}
    for name, path in _xlsx_sheets(archive).items():
        hidden: list[int] = []
        content = archive.read(path)
        if _reaches_too_far(content):
            raise RuleBroken("file_bomb")
        last = 0
        for match in _ROW.finditer(content):
            number = _ROW_NUMBER.search(match[0])
            last = int(number[1]) if number else last + 1
            if _HIDDEN.search(match[0]):
                hidden.append(last)
        found[name] = hidden
    return found


def _reaches_too_far(content: bytes) -> bool:
    """By the farthest row and the farthest column, whichever cells they belong to."""
    columns, rows = set(_CELL_COLUMN.findall(content)), set(_CELL_ROW.findall(content))
    if any(len(letters) > 3 for letters in columns) or any(len(digits) > 9 for digits in rows):
        return True
    last_row, last_column = max(map(int, rows), default=0), max(map(_column_number, columns), default=0)
    return last_row > LAST_ROW or last_row * last_column > MOST_CELLS


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - ord("A") + 1
    return number


def _xlsx_sheets(archive: zipfile.ZipFile) -> dict[str, str]:
    """Sheet name -> its file in the archive."""
    relations = {}
    for tag in _RELATION.findall(archive.read("xl/_rels/workbook.xml.rels").decode()):
        id_, target = re.search(r'\bId="([^"]+)"', tag), re.search(r'\bTarget="([^"]+)"', tag)
        if id_ and target:
            relations[id_[1]] = target[1]
    sheets = {}
    for match in _SHEET.finditer(archive.read("xl/workbook.xml").decode()):
        target_path = relations.get(match["id"], "")
        path = target_path.lstrip("/") if target_path.startswith("/") else f"xl/{target_path}"
        if path in archive.namelist():
            sheets[unescape(match["name"], {"&quot;": '"', "&apos;": "'"})] = path
    return sheets


def _ods_hidden(archive: zipfile.ZipFile) -> dict[str, list[int]]:
    """An ODS counts its rows in repeats, so hidden ones are not numbered; only its reach is checked."""
    content = archive.read("content.xml")
    far_rows = (match[0] for match in _ODS_ROWS.finditer(content))
    if _ODS_CELLS.search(content) or any(b"office:value" in row for row in far_rows):
        raise RuleBroken("file_bomb")
    return {}
