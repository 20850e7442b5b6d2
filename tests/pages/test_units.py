"""Screens of the tree: looking at it, and reshaping it."""

import pytest
from sqlalchemy import select

from lindung.models.base import db
from lindung.models.units import Unit
from tests.support import cast


def stored(code: str) -> Unit:
    db.session.expire_all()
    return db.session.scalars(select(Unit).where(Unit.code == code)).one()


def test_the_coordinator_sees_the_top_of_the_tree_and_opens_a_department(browser):
    coordinator = browser.as_("koordinator")

    tree = coordinator.get("/admin/unit")
    opened = coordinator.get("/admin/unit", buka="07")

    assert tree.texts("#pohon .name") == [cast.SETDA.name, cast.OPD_7.name, cast.OPD_8.name]
    assert cast.SCHOOL.name in opened.texts("#pohon .name")


def test_opening_a_department_by_htmx_answers_with_that_node_alone(browser):
    reply = browser.as_("koordinator").htmx().get("/admin/unit", buka="07")

    assert reply.texts("li .name") == [cast.OPD_7.name, cast.SCHOOL.name]


def test_a_unit_is_found_by_part_of_its_name_and_by_its_code(browser):
    coordinator = browser.as_("koordinator")

    assert coordinator.get("/admin/unit", q="tunas").texts("#pohon tbody th") == [cast.SCHOOL.name]
    assert coordinator.get("/admin/unit", q="08").texts("#pohon tbody th") == [
        cast.OPD_8.name,
        cast.CLINIC.name,
    ]


def test_a_clerk_sees_his_part_of_the_tree_and_no_way_to_change_it(browser):
    reply = browser.as_("ratna").get("/admin/unit/07")

    assert reply.status == 200
    assert cast.SCHOOL.name in reply.text()
    assert not reply.has("main form")
    assert browser.as_("ratna").get("/admin/unit").texts("#pohon .name") == [
        cast.OPD_7.name,
        cast.SCHOOL.name,
    ]


@pytest.mark.parametrize("version", [None, "", "0", "nan", "-1", "\uff11", "9" * 40])
def test_without_a_readable_version_nothing_is_saved(browser, version):
    fields = {"name": "Dinas Lain", "kind": "dinas"} | ({} if version is None else {"version": version})

    reply = browser.as_("koordinator").post("/admin/unit/07/ubah", **fields)

    assert reply.status == 409
    assert stored("07").name == cast.OPD_7.name


@pytest.mark.parametrize("url", ["/admin/unit/07", "/admin/unit?buka=07", "/admin/unit?tutup=07"])
def test_a_unit_of_another_office_is_not_there(browser, url):
    assert browser.as_("bayu").get(url).status == 404
    assert browser.as_("bayu").get("/admin/unit/98").status == 404


def test_the_coordinator_adds_a_unit_below_another(browser):
    coordinator = browser.as_("koordinator")
    coordinator.get("/admin/unit/baru", induk="07")

    reply = coordinator.submit("#unit-baru", name="SMP Negeri Cahaya", kind="SMP", code="07.02")

    assert reply.status == 303
    assert coordinator.follow().heading == "SMP Negeri Cahaya"
    assert stored("07.02").parent_id == stored("07").id


def test_a_code_that_is_taken_is_refused_and_what_was_typed_stays(browser):
    coordinator = browser.as_("koordinator")
    coordinator.get("/admin/unit/baru")

    reply = coordinator.submit("#unit-baru", name="Dinas Baru", kind="Dinas", code="08")

    assert reply.status == 422
    assert "Kode 08 sudah dipakai oleh Dinas Kesehatan" in reply.problems
    assert reply.one("#name")["value"] == "Dinas Baru"


def test_moving_says_how_many_units_and_people_move_before_it_happens(browser, a_sponsor):
    a_sponsor(unit="07.01")
    coordinator = browser.as_("koordinator")

    asked = coordinator.get("/admin/unit/07.01/pindah", ke="08")
    reply = coordinator.submit("#pindah")

    assert "1 unit dan 1 orang pindah dari Dinas Pendidikan ke Dinas Kesehatan" in asked.text()
    assert reply.status == 303
    assert stored("07.01").path.startswith(stored("08").path)


def test_a_unit_where_people_are_posted_is_not_closed(browser, a_sponsor):
    a_sponsor(unit="07.01")
    coordinator = browser.as_("koordinator")
    coordinator.get("/admin/unit/07.01/tutup")

    reply = coordinator.submit("#tutup", month="2026-12")

    assert reply.status == 422
    assert "1 orang masih ditempatkan di SD Negeri Tunas Harapan pada Desember 2026" in reply.problems
    assert stored("07.01").closed_from is None


def test_an_empty_unit_is_closed_and_opened_again(browser):
    coordinator = browser.as_("koordinator")
    coordinator.get("/admin/unit/07.01/tutup")

    assert coordinator.submit("#tutup", month="2026-12").status == 303
    page = coordinator.follow()
    assert "Ditutup mulai Desember 2026" in page.text()
    assert "menutup unit ini mulai Desember 2026" in page.text(".history")

    assert coordinator.submit("#buka-kembali").status == 303
    assert "membuka kembali unit ini" in coordinator.follow().text(".history")
    assert stored("07.01").closed_from is None


def test_a_unit_comes_to_report_by_itself(browser):
    coordinator = browser.as_("koordinator")
    coordinator.get("/admin/unit/07.01")

    reply = coordinator.submit("#melapor")

    assert reply.status == 303
    assert stored("07.01").reports


def test_a_name_saved_by_somebody_in_between_is_shown_beside_ones_own(browser):
    coordinator, admin = browser.as_("koordinator"), browser.as_("admin")
    coordinator.get("/admin/unit/07.01/ubah")
    admin.get("/admin/unit/07.01/ubah")
    admin.submit("#ubah-unit", name="SDN Tunas Harapan")

    reply = coordinator.submit("#ubah-unit", name="SD Negeri 1 Tunas Harapan")

    assert reply.status == 409
    assert "Agus Santoso" in reply.problems and "SDN Tunas Harapan" in reply.problems
    assert reply.one("#name")["value"] == "SD Negeri 1 Tunas Harapan"
    assert coordinator.submit("#ubah-unit").status == 303
    assert stored("07.01").name == "SD Negeri 1 Tunas Harapan"


@pytest.mark.parametrize(
    "url", ["/admin/unit/baru", "/admin/unit/07/ubah", "/admin/unit/07/pindah", "/admin/unit/07/tutup"]
)
def test_a_clerk_may_not_reshape_the_tree(browser, url):
    ratna = browser.as_("ratna")

    assert ratna.get(url).status == 403
    assert ratna.post(url).status == 403
    assert ratna.post("/admin/unit/07/melapor", reports="tidak").status == 403


def test_who_is_not_signed_in_is_sent_to_sign_in(browser):
    assert "/masuk" in browser.stranger.get("/admin/unit").location


def test_a_name_is_required(browser):
    coordinator = browser.as_("koordinator")
    coordinator.get("/admin/unit/07.01/ubah")

    reply = coordinator.submit("#ubah-unit", name="")

    assert reply.status == 422
    assert "Wajib diisi" in reply.problems
    assert stored("07.01").name == cast.SCHOOL.name


def test_the_page_tells_what_happened_to_the_unit(browser):
    coordinator = browser.as_("koordinator")
    coordinator.get("/admin/unit/07.01/ubah")
    coordinator.submit("#ubah-unit", name="SDN Tunas Harapan")

    page = coordinator.get("/admin/unit/07.01")

    assert page.texts(".history li span")[0] == (
        "Joko Prasetyo mengubah unit ini: nama SD Negeri Tunas Harapan menjadi SDN Tunas Harapan"
    )


def test_the_tree_asks_as_little_for_many_units_as_for_few(browser, queries, a_unit):
    coordinator = browser.as_("koordinator")
    with queries() as few:
        coordinator.get("/admin/unit")
    for number in range(20, 40):
        a_unit(str(number))

    with queries() as many:
        coordinator.get("/admin/unit")

    assert len(many) == len(few) <= 8


def test_the_tree_is_not_sent_to(browser):
    assert browser.as_("koordinator").post("/admin/unit").status == 405
