"""Finding the columns of a file below whatever stands above them."""

import pytest

from lindung.domain.errors import RuleBroken
from lindung.domain.import_columns import (
    COLUMNS,
    ColumnNames,
    ImportKind,
    check_names,
    find_header,
    headings,
)

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


PAYMENTS = ImportKind.PAYMENTS
BRANCH = ColumnNames("Cabang", {"nik": "No. KTP", "bulan": "Periode", "jumlah": "Nominal"})


def test_headings_of_a_branch_are_understood_by_its_saved_map():
    header = find_header(
        PAYMENTS, [["Laporan"], ["NO KTP", "Periode", "Nominal", "Referensi", "Lain"]], [BRANCH]
    )

    assert header.positions == {"nik": 0, "bulan": 1, "jumlah": 2, "referensi": 3}
    assert (header.map_name, header.titles["nik"], header.unknown) == ("Cabang", "NO KTP", ["Lain"])


def test_a_layout_of_ours_needs_no_map():
    assert find_header(PAYMENTS, [["NIK", "Bulan", "Jumlah"]], [BRANCH]).map_name is None


def test_a_map_whose_headings_are_not_all_there_does_not_fit():
    with pytest.raises(RuleBroken) as refused:
        find_header(PAYMENTS, [["No KTP", "Nominal"]], [BRANCH])
    assert refused.value.code == "header_absent"


def test_a_heading_twice_is_refused_under_a_map_too():
    with pytest.raises(RuleBroken) as refused:
        find_header(PAYMENTS, [["No KTP", "Periode", "Nominal", "NOMINAL"]], [BRANCH])
    assert refused.value.code == "column_twice"


def test_headings_of_a_file_not_understood_hold_nobodys_number():
    rows = [
        ["Laporan"],
        ["No KTP", "Periode", "Nominal", "Nominal"],
        ["3518000504869999", "2026-10", "8400", ""],
    ]

    assert headings(PAYMENTS, rows) == ["No KTP", "Periode", "Nominal"]
    assert headings(PAYMENTS, rows[2:]) == ["2026-10", "8400"]
    assert headings(PAYMENTS, []) == []


@pytest.mark.parametrize(
    ("names", "code", "field"),
    [
        ({"nik": "A", "bulan": "B"}, "map_column_missing", "jumlah"),
        ({"bulan": "B", "jumlah": "C"}, "map_column_missing", "nik"),
        ({"nik": "A", "bulan": "B", "jumlah": "b"}, "map_heading_twice", "jumlah"),
    ],
)
def test_a_map_names_what_a_row_needs_and_each_heading_once(names, code, field):
    with pytest.raises(RuleBroken) as refused:
        check_names(PAYMENTS, names)
    assert (refused.value.code, refused.value.field) == (code, field)
    check_names(PAYMENTS, BRANCH.headings)
