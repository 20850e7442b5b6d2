"""What a row says and what is wrong with it: units, accounts, sponsors, circulars, declarations."""

from datetime import date

import pytest

from lindung.domain.duties import Answer, DutyKind, Employment
from lindung.domain.import_rows import (
    employment_by_number,
    many_leave,
    read_account,
    read_circular,
    read_declaration,
    read_sponsor,
    read_unit,
)
from lindung.domain.permissions import Role
from lindung.domain.registration import Programme

TODAY = date(2026, 11, 20)
HADI = {"nip": "198001012005011001", "nama": "Hadi", "kode_unit": "07"}


def problems(reading):
    assert reading.given is None
    return [(problem.code, problem.column) for problem in reading.problems]


def test_a_sponsor_needs_only_three_columns():
    given = read_sponsor(HADI, TODAY).given

    assert (given.nip, given.name, given.unit_code, given.employment) == (
        "198001012005011001",
        "Hadi",
        "07",
        None,
    )


def test_every_problem_of_a_row_is_told_at_once():
    reading = read_sponsor({"nip": 1.98e17, "jenis_asn": "honorer", "kode_unit": 7.0}, TODAY)

    assert problems(reading) == [
        ("nip_is_number", "nip"),
        ("cell_missing", "nama"),
        ("unit_code_is_number", "kode_unit"),
        ("unknown_employment", "jenis_asn"),
    ]


@pytest.mark.parametrize(
    ("words", "meaning"),
    [
        ("pns", Employment.PNS),
        ("PPPK Paruh Waktu", Employment.PPPK_PART_TIME),
        ("Non-ASN", Employment.NON_ASN),
    ],
)
def test_the_words_for_employment_ignore_case(words, meaning):
    assert read_sponsor({**HADI, "jenis_asn": words}, TODAY).given.employment is meaning


def test_a_pppk_number_is_no_broken_nip():
    assert employment_by_number("198607182025211001") is Employment.PPPK
    assert employment_by_number("198001012005011001") is Employment.PNS


def test_an_impossible_birth_date_in_a_nip_is_only_odd():
    reading = read_sponsor({**HADI, "nip": "198013012005011001"}, TODAY)

    assert reading.given
    assert [warning.code for warning in reading.warnings] == ["nip_date_impossible"]


def test_a_phone_as_number_is_taken_with_a_remark():
    reading = read_sponsor({**HADI, "telepon": 81234567890.0}, TODAY)

    assert reading.given.phone == "081234567890"
    assert [warning.code for warning in reading.warnings] == ["phone_was_number"]


def test_a_unit_code_keeps_its_leading_zero_or_is_refused():
    assert read_unit({"kode": "01", "nama": "Setda"}, TODAY).given.code == "01"
    assert problems(read_unit({"kode": 1.0, "nama": "Setda"}, TODAY)) == [("unit_code_is_number", "kode")]


def test_a_circular_reads_its_programmes_and_a_quota_by_golongan():
    given = read_circular(
        {
            "nomor": "SE 1",
            "judul": "x",
            "kewajiban": "kuota",
            "kuota": "III=1, IV=2",
            "program": "JKK+JKM, JHT",
            "berlaku_mulai": "01/10/2025",
        },
        TODAY,
    ).given

    assert given.duty_kind is DutyKind.QUOTA
    assert given.quota == (None, {"III": 1, "IV": 2})
    assert given.programmes == frozenset(Programme)


def test_a_quota_circular_without_its_number_and_a_deadline_before_its_start_are_refused():
    reading = read_circular(
        {
            "nomor": "SE 1",
            "judul": "x",
            "kewajiban": "kuota",
            "berlaku_mulai": "01/10/2025",
            "tenggat_pernyataan": "30/09/2025",
        },
        TODAY,
    )

    assert problems(reading) == [("quota_missing", "kuota"), ("deadline_before_start", "tenggat_pernyataan")]


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("Punya ART", Answer.EMPLOYS),
        ("NIHIL", Answer.NONE),
        ("menanggung pekerja rentan lain", Answer.OTHER_WORKER),
        ("Sudah ditanggung pihak lain", Answer.COVERED_ELSEWHERE),
    ],
)
def test_the_words_for_answers(words, answer):
    assert read_declaration({"nip": HADI["nip"], "jawaban": words}, TODAY).given.answer is answer


@pytest.mark.parametrize(
    ("words", "role"),
    [
        ("clerk", Role.CLERK),
        ("Petugas kepegawaian", Role.CLERK),
        ("Kepala", Role.HEAD),
        ("BENDAHARA", Role.TREASURER),
    ],
)
def test_a_role_is_read_by_its_code_and_in_the_offices_words(words, role):
    row = {"nama_pengguna": "ratna", "nama": "Ratna", "peran": words, "kode_unit": "07"}

    assert read_account(row, TODAY).given.role is role


@pytest.mark.parametrize("words", ["Admin", "Koordinator", "Sekretaris Daerah", "Inspektorat"])
def test_roles_over_the_regency_have_words_too(words):
    assert read_account({"nama_pengguna": "a", "nama": "A", "peran": words}, TODAY).given


@pytest.mark.parametrize(("left", "here", "many"), [(10, 20, False), (11, 220, False), (11, 219, True)])
def test_many_leave_when_more_than_ten_and_more_than_five_percent(left, here, many):
    assert many_leave(left, here) is many


def test_an_unknown_answer_and_a_day_to_come_are_refused():
    assert problems(
        read_declaration({"nip": HADI["nip"], "jawaban": "mungkin", "tanggal": "21/11/2026"}, TODAY)
    ) == [
        ("unknown_answer", "jawaban"),
        ("future_date", "tanggal"),
    ]


def test_a_role_over_one_unit_needs_the_unit():
    row = {"nama_pengguna": "Ratna.W", "nama": "Ratna", "peran": "clerk"}

    assert problems(read_account(row, TODAY)) == [("grant_needs_unit", "kode_unit")]
    assert read_account({**row, "kode_unit": "07"}, TODAY).given.username == "ratna.w"
    assert [
        one.code for one in read_account({**row, "peran": "admin", "kode_unit": "07"}, TODAY).warnings
    ] == ["unit_ignored"]
