"""Writing a circular: what is refused at its field, and what is not kept is said (R8)."""

import pytest
from sqlalchemy import select

from lindung.models.base import db
from lindung.models.circulars import Circular

FILLED = {
    "number": "500.15.12.3/2672/411.000/2025",
    "title": "Perlindungan asisten rumah tangga",
    "in_force_from": "2026-01-01",
    "register_by": "2026-12-31",
}


def the_circular() -> Circular:
    db.session.expire_all()
    return db.session.scalars(select(Circular)).one()


def write_one(person, **more):
    person.get("/edaran/baru")
    return person.submit("#surat-edaran", **(FILLED | more))


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (
            {"duty_kind": "target", "target_percent": "65"},
            "“Target: cakupan tenaga kerja”: Tenggat pendaftaran, Target (persen)",
        ),
        (
            {"duty_kind": "conditional", "quota": "2", "quota_by_grade": "IV = 2"},
            "Pekerja per ASN, Pekerja per golongan",
        ),
    ],
)
def test_r8_what_the_chosen_kind_does_not_ask_for_is_not_dropped_in_silence(browser, typed, told):
    coordinator = browser.as_("koordinator")

    assert write_one(coordinator, **typed).status == 303

    status = coordinator.follow().text("[role=status]")
    assert "Tidak ikut disimpan" in status and told in status


def test_nothing_is_said_of_fields_that_were_kept_or_left_empty(browser):
    coordinator = browser.as_("koordinator")

    write_one(coordinator, target_percent="80")

    assert "Tidak ikut disimpan" not in coordinator.follow().text("[role=status]")
    assert the_circular().target_percent == 80


def test_a_grade_named_twice_is_refused_at_its_field(browser):
    reply = write_one(browser.as_("koordinator"), duty_kind="quota", quota_by_grade="IV = 2, iv = 3")

    assert reply.status == 422
    assert "Golongan IV ditulis lebih dari satu kali" in reply.problems
    assert reply.one("[name=quota_by_grade]")["value"] == "IV = 2, iv = 3"


@pytest.mark.parametrize("name", ["number", "title"])
def test_spaces_are_no_number_and_no_title(browser, name):
    reply = write_one(browser.as_("koordinator"), **{name: "   "})

    assert reply.status == 422
    assert "Wajib diisi" in reply.problems
    assert reply.one(f"[name={name}]")["aria-invalid"] == "true"
    assert db.session.scalars(select(Circular)).first() is None


def test_a_circular_that_has_no_number_is_opened_by_its_title(browser, a_circular):
    circular = a_circular("", title="Perlindungan ART")

    links = browser.as_("ratna").get("/edaran").page.select("tbody th a")

    assert [(link.get_text(), link["href"]) for link in links] == [
        ("Perlindungan ART", f"/edaran/{circular.id}")
    ]


def test_a_letter_of_tomorrow_is_refused_at_its_field(browser):
    reply = write_one(browser.as_("koordinator"), issued_on="2026-11-21")

    assert reply.status == 422
    assert "Tanggal surat tidak boleh setelah hari ini, 20 Nov 2026" in reply.problems
    assert reply.one("[name=issued_on]")["aria-invalid"] == "true"


def test_registering_is_not_due_before_answering(browser):
    coordinator = browser.as_("koordinator")

    reply = write_one(coordinator, declare_by="2026-12-31", register_by="2026-12-01")

    assert reply.status == 422
    assert "Tenggat pendaftaran tidak boleh sebelum tenggat pernyataan, yaitu 31 Des 2026" in reply.problems
    assert reply.one("[name=register_by]")["aria-invalid"] == "true"
    assert write_one(coordinator, declare_by="2026-12-01", register_by="2026-12-01").status == 303
