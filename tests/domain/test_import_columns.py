"""Finding the columns of a file below whatever stands above them."""

import pytest

from lindung.domain.errors import RuleBroken
from lindung.domain.import_columns import COLUMNS, ImportKind, find_header

SPONSORS = ImportKind.SPONSORS


def refusal(rows, kind=SPONSORS):
    with pytest.raises(RuleBroken) as refused:
        find_header(kind, rows)
    return refused.value


def test_the_header_may_stand_below_title_lines_in_any_order_and_spelling():
    header = find_header(SPONSORS, [["DAFTAR PEGAWAI", ""], [], ["Kode  Unit", "NAMA", "nip", "Catatan"]])

    assert header.index == 2
    assert header.positions == {"kode_unit": 0, "nama": 1, "nip": 2}
    assert header.titles["kode_unit"] == "Kode Unit"
    assert header.unknown == ["Catatan"]


def test_cells_are_taken_by_name_and_blank_ones_left_out():
    header = find_header(SPONSORS, [["nip", "nama", "kode_unit", "email"]])

    assert header.cells(["1", "Hadi", " "]) == {"nip": "1", "nama": "Hadi"}


def test_a_missing_column_names_the_nearest_header():
    refused = refusal([["NIPP", "Nama", "Kode Unit"]])

    assert (refused.code, refused.facts["column"], refused.facts["nearest"]) == (
        "column_missing_similar",
        "nip",
        "NIPP",
    )


def test_a_missing_column_without_anything_near_is_named_alone():
    assert refusal([["Nama", "Kode Unit"]]).facts["column"] == "nip"


def test_a_file_of_another_kind_has_no_known_header():
    assert refusal([["a", "b"], ["c", "d"]]).code == "header_absent"
    assert refusal([]).code == "header_absent"


def test_a_column_that_stands_twice_is_refused():
    assert refusal([["nip", "nama", "kode_unit", "N I P"]]).code == "column_twice"


def test_the_columns_are_those_of_the_contract():
    names = " ".join(column.name for column in COLUMNS[ImportKind.WORKERS])

    assert names == (
        "nip_penanggung nomor_edaran nik nama tanggal_lahir jenis_kelamin alamat telepon pekerjaan hubungan program "
        "kpj status tanggal_daftar bulan_mulai tanggal_akhir alasan"
    )
    assert {column.name for column in COLUMNS[ImportKind.WORKERS] if column.required} == {
        "nip_penanggung",
        "nik",
        "nama",
    }
    assert {column.name for column in COLUMNS[ImportKind.DECLARATIONS] if column.required} == {
        "nip",
        "jawaban",
    }
