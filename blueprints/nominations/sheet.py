"""The sheet a village head fills in offline: his unit's code is there already, and each cell checks what is typed."""

import tempfile
from datetime import date
from typing import IO

import xlsxwriter
from flask import Response
from flask_babel import force_locale
from flask_babel import gettext as _
from xlsxwriter.worksheet import Worksheet

from lindung.domain.identifiers import NIK_LENGTH
from lindung.domain.import_columns import COLUMNS, ImportKind
from lindung.queries.circulars import CircularRow
from lindung.queries.units import UnitRow
from lindung.web.downloads import XLSX_TYPE
from lindung.web.language import DEFAULT

ROWS = 500  # prefilled; more lists are more sheets
HEAD = 3  # rows above the header
PIECE = 64 * 1024
WIDTHS = {"kode_unit": 12, "nik": 20, "nama": 30, "alamat": 34, "pekerjaan": 20, "kelompok": 18}
SEXES = ["P", "L"]
GROUPS = [
    "petani", "buruh tani", "nelayan", "pemangku", "UMKM", "pedagang", "tukang", "sopir", "kader posyandu",
]  # fmt: skip
OLDEST, YOUNGEST = date(1920, 1, 1), date(2015, 12, 31)


@force_locale(DEFAULT)  # a paper of the office, whatever language its sender reads
def village_sheet(circular: CircularRow, unit: UnitRow) -> Response:
    file = _workbook(circular, unit)
    response = Response(iter(lambda: file.read(PIECE), b""), content_type=XLSX_TYPE)
    response.headers["Content-Disposition"] = f'attachment; filename="usulan-{_plain(unit.code)}.xlsx"'
    response.vary.add("Cookie")
    response.call_on_close(file.close)
    return response


def _workbook(circular: CircularRow, unit: UnitRow) -> IO[bytes]:
    file = tempfile.TemporaryFile()  # noqa: SIM115  # closed with the response
    names = [column.name for column in COLUMNS[ImportKind.NOMINATIONS]]
    options = {"strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        bold = book.add_format({"bold": True, "bottom": 1, "bg_color": "#E3EFEF", "num_format": "@"})
        title = book.add_format({"bold": True, "font_size": 13})
        text, day = book.add_format({"num_format": "@"}), book.add_format({"num_format": "dd/mm/yyyy"})
        wrong = book.add_format({"bg_color": "#FFD8D1"})
        sheet = book.add_worksheet("Usulan")
        sheet.write_string(0, 0, _("Usulan %(unit)s", unit=unit.name), title)
        sheet.write_string(1, 0, f"{circular.number} · {circular.title}")
        for column, name in enumerate(names):
            sheet.write_string(HEAD, column, name, bold)
            sheet.set_column(column, column, WIDTHS.get(name, 16), day if name == "tanggal_lahir" else text)
        for row in range(HEAD + 1, HEAD + 1 + ROWS):
            sheet.write_string(row, names.index("kode_unit"), unit.code, text)
            sheet.write_string(row, names.index("nomor_edaran"), circular.number, text)
            for name in ("nik", "telepon"):
                sheet.write_blank(row, names.index(name), None, text)
        _checks(sheet, names)
        nik = names.index("nik")
        area = (HEAD + 1, nik, HEAD + ROWS, nik)
        sheet.conditional_format(*area, {"type": "duplicate", "format": wrong})
        sheet.freeze_panes(HEAD + 1, 3)
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(HEAD)
        _instructions(book.add_worksheet("Petunjuk"), title, unit)
    file.seek(0)
    return file


def _checks(sheet: Worksheet, names: list[str]) -> None:
    """What Excel and LibreOffice refuse or warn of as it is typed, without any connection."""
    first, last = HEAD + 1, HEAD + ROWS

    def check(name: str, **rule: object) -> None:
        column = names.index(name)
        sheet.data_validation(first, column, last, column, {"ignore_blank": True, **rule})

    at = f"{chr(ord('A') + names.index('nik'))}{first + 1}"
    check(
        "nik",
        validate="custom",
        value=f"=AND(LEN({at})={NIK_LENGTH},ISNUMBER(VALUE({at})),ISTEXT({at}))",
        input_title="NIK",
        input_message=_("16 angka menurut KTP, disimpan sebagai teks."),
        error_title=_("NIK tidak 16 angka"),
        error_message=_(
            "NIK berisi 16 angka. Periksa KTP-nya. Kolom ini sudah berformat teks; jangan diubah."
        ),
        error_type="warning",
    )
    check("nama", validate="length", criteria="between", minimum=2, maximum=100, error_type="warning")
    check(
        "tanggal_lahir",
        validate="date",
        criteria="between",
        minimum=OLDEST,
        maximum=YOUNGEST,
        error_title=_("Tanggal lahir"),
        error_message=_("Tulis tanggal seperti 31/12/1980."),
        error_type="warning",
    )
    check("jenis_kelamin", validate="list", source=SEXES, error_message=_("Pilih P atau L."))
    check(
        "kelompok",
        validate="list",
        source=GROUPS,
        error_type="information",
        error_message=_("Boleh ditulis sendiri."),
    )


def _instructions(sheet: Worksheet, title: object, unit: UnitRow) -> None:
    lines = [
        _("Isi lembar “Usulan”, satu baris untuk satu orang. Tidak perlu sambungan internet."),
        _(
            "Kolom kode_unit sudah berisi kode %(unit)s; jangan diubah. Baris yang tidak dipakai biarkan saja.",
            unit=unit.name,
        ),
        _("NIK: 16 angka menurut KTP. Sel berwarna berarti NIK itu ditulis dua kali."),
        _("nama: sesuai KTP. Wajib diisi."),
        _("tanggal_lahir: seperti 31/12/1980. jenis_kelamin: P atau L."),
        _("kelompok: misalnya petani, pemangku, UMKM. Boleh ditulis sendiri."),
        _("Yang NIK-nya belum ada tetap ditulis; kosongkan NIK-nya dan lengkapi kemudian."),
        _("Usia 17 tahun sampai 64 tahun 11 bulan. ASN dan penerima upah (PU) tidak diusulkan."),
        _("Setelah ditandatangani kepala desa, kirim berkas ini ke petugas yang mengunggahnya."),
    ]
    sheet.write_string(0, 0, _("Petunjuk pengisian"), title)
    sheet.set_column(0, 0, 110)
    for row, line in enumerate(lines, start=2):
        sheet.write_string(row, 0, f"{row - 1}. {line}")


def _plain(code: str) -> str:
    return "".join(sign if sign.isalnum() or sign in "._-" else "-" for sign in code)
