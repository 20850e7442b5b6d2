"""Files of every format, told apart by content; and what is refused at once."""

import io
import time
import zipfile

import pytest
from openpyxl import Workbook

from lindung.actions.sheets import LARGEST_FILE, read_sheet
from lindung.domain.errors import RuleBroken
from lindung.domain.import_columns import ImportKind
from tests.support.files import csv, saved, xlsx

UNITS = ImportKind.UNITS
HEADER, ROW = ("kode", "nama"), ("01", "Setda Ä")
SPREADSHEET = "application/vnd.oasis.opendocument.spreadsheet"


def refusal(content, kind=UNITS):
    began = time.monotonic()
    with pytest.raises(RuleBroken) as refused:
        read_sheet(content, kind)
    assert time.monotonic() - began < 2
    return refused.value.code


def ods(rows):
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    content = f'<?xml version="1.0"?><office:document-content {spaces}><office:body><office:spreadsheet>'
    content += f'<table:table table:name="S">{rows}</table:table>'
    content += "</office:spreadsheet></office:body></office:document-content>"
    manifest = (
        '<?xml version="1.0"?><m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    )
    manifest += f'<m:file-entry m:full-path="/" m:media-type="{SPREADSHEET}"/></m:manifest>'
    return packed({"mimetype": SPREADSHEET, "content.xml": content, "META-INF/manifest.xml": manifest})


def ods_row(*cells, extra=""):
    drawn = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>'
        for cell in cells
    )
    return f"<table:table-row {extra}>{drawn}</table:table-row>"


def packed(files):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return stream.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        xlsx(HEADER, ROW),
        ods(ods_row(*HEADER) + ods_row(*ROW)),
        csv(HEADER, ROW),
        csv(HEADER, ROW, separator=","),
        csv(HEADER, ROW, separator="\t"),
        csv(HEADER, ROW, encoding="utf-8-sig"),
        csv(HEADER, ROW, encoding="utf-16"),
        csv(HEADER, ROW, encoding="cp1252"),
    ],
    ids=["xlsx", "ods", "semicolon", "comma", "tab", "bom", "utf-16", "windows-1252"],
)
def test_every_format_says_the_same(content):
    grid = read_sheet(content, UNITS)

    assert grid.rows == [(2, {"kode": "01", "nama": "Setda Ä"})]


def test_rows_keep_the_numbers_their_spreadsheet_shows():
    grid = read_sheet(xlsx(HEADER, ROW, (), ("02", "Dinas"), titles=["DAFTAR", "per November"]), UNITS)

    assert grid.header_row == 3
    assert [number for number, _ in grid.rows] == [4, 6]


def test_hidden_rows_are_read_and_said():
    book = Workbook()
    for row in (HEADER, ROW, ("02", "Dinas")):
        book.active.append(row)
    book.active.row_dimensions[3].hidden = True

    grid = read_sheet(saved(book), UNITS)

    assert (len(grid.rows), grid.hidden) == (2, [3])


def test_the_first_sheet_with_a_known_header_is_taken():
    book = Workbook()
    book.active.append(["Petunjuk pengisian"])
    second = book.create_sheet("Isi & data")
    second.append(HEADER)
    second.append(ROW)

    grid = read_sheet(saved(book), UNITS)

    assert (grid.sheet, len(grid.rows)) == ("Isi & data", 1)


def test_line_breaks_inside_quotes_do_not_shift_the_rows():
    grid = read_sheet(b'kode,nama\r\n01,"Sekretariat\r\nDaerah"\r\n02,Dinas\r\n', UNITS)

    assert [number for number, _ in grid.rows] == [2, 3]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file_empty"),
        (b"\r\n \r\n", "file_empty"),
        (b"%PDF-1.7\n...", "file_pdf"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "file_image"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 50, "file_image"),
        (b"<html><table><tr><td>kode</td></tr></table></html>", "file_html"),
        (b"PK\x03\x04 broken", "file_damaged"),
        (xlsx(HEADER, ROW)[:2000], "file_damaged"),
        (packed({"word/document.xml": "<a/>"}), "file_not_table"),
        (bytes(range(256)) * 8, "file_not_table"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600,
            "file_password",
        ),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "file_damaged"),
        (b"satu,dua\n1,2\n", "header_absent"),
        (b"kode,namma\n1,2\n", "column_missing_similar"),
        (b"a" * (LARGEST_FILE + 1), "file_too_large"),
        (b"kode,nama\n" + b"01,x\n" * 50_001, "too_many_rows"),
    ],
    ids=str,
)
def test_what_is_no_table_is_refused_at_once_and_says_why(content, code):
    assert refusal(content) == code


def test_a_bomb_is_refused_by_what_it_says_and_by_what_it_unpacks_to():
    honest = packed({"xl/workbook.xml": "<a/>", "xl/worksheets/sheet1.xml": b"0" * 200_000_000})

    assert refusal(honest) == "file_bomb"
    assert refusal(packed({"xl/workbook.xml": '<!DOCTYPE x [<!ENTITY a "b">]><a/>'})) == "file_bomb"


@pytest.mark.parametrize("cell", ["XFD999", "ZZ199999", "A1048576"])
def test_a_cell_at_the_end_of_the_world_is_refused(cell):
    book = Workbook()
    book.active.append(HEADER)
    book.active[cell] = "x"

    assert refusal(saved(book)) == "file_bomb"


@pytest.mark.parametrize(("plain", "hidden"), [('r="ZZ199999"', "r = 'zz199999'"), ("utf-8", "utf-16")])
def test_a_far_cell_is_found_however_it_is_written(plain, hidden):
    book = Workbook()
    book.active.append(HEADER)
    book.active["ZZ199999"] = "x"

    with zipfile.ZipFile(io.BytesIO(saved(book))) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = parts[sheet].replace(plain, hidden)
    encoding = hidden if hidden == "utf-16" else "utf-8"

    assert refusal(packed({**parts, sheet: parts[sheet].encode(encoding)})) == "file_bomb"


def test_an_ods_row_repeated_a_million_times_is_refused_and_an_empty_one_is_not():
    bomb = ods_row("01", "x", extra='table:number-rows-repeated="1048570"')
    empty = '<table:table-row table:number-rows-repeated="1048570"><table:table-cell/></table:table-row>'

    assert refusal(ods(ods_row(*HEADER) + bomb)) == "file_bomb"
    assert len(read_sheet(ods(ods_row(*HEADER) + ods_row(*ROW) + empty), UNITS).rows) == 1
