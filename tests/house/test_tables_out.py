"""Downloads: what a spreadsheet is handed, cell by cell."""

import csv
import io
from datetime import date

import openpyxl
import pytest
from flask import Flask

from lindung.web.downloads import Share, csv_response, xlsx_response

HEADER = ("kode", "nama", "asn", "persen", "tanggal", "nik")
ROWS = [
    ("04", '=HYPERLINK("x")', 5218, Share(9345, 10000), date(2026, 11, 20), "••••••••••••0007"),
    ("05", "-1", -1, Share(0, 0), None, None),
]


@pytest.fixture
def request_context():
    with Flask("downloads").test_request_context("/"):
        yield


@pytest.mark.usefixtures("request_context")
def test_csv_has_a_bom_and_no_cell_that_runs():
    body = csv_response("daftar.csv", HEADER, ROWS).get_data()

    assert body.startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline=""))) == [
        list(HEADER),
        ["04", '\'=HYPERLINK("x")', "5218", "93.5", "2026-11-20", "••••••••••••0007"],
        ["05", "'-1", "-1", "", "", ""],
    ]


@pytest.mark.usefixtures("request_context")
def test_xlsx_keeps_text_as_text_and_numbers_as_numbers():
    response = xlsx_response("daftar.xlsx", "Daftar: [uji]", HEADER, iter(ROWS))
    sheet = openpyxl.load_workbook(io.BytesIO(response.get_data())).active
    response.close()

    first, second = ([(cell.value, cell.data_type) for cell in row] for row in sheet.iter_rows(min_row=2))
    assert first[:4] == [("04", "s"), ('=HYPERLINK("x")', "s"), (5218, "n"), (93.5, "n")]
    assert second[1:3] == [("-1", "s"), (-1, "n")]
    assert sheet.freeze_panes == "A2"


@pytest.mark.usefixtures("request_context")
def test_a_file_name_cannot_carry_a_second_header():
    response = csv_response('a"\r\nX: 1.csv', HEADER, [])

    assert response.headers["Content-Disposition"] == 'attachment; filename="a-X-1.csv"'
    response.close()
