"""The regency's name and code: on every page once changed, and in the trail."""

import pytest
from sqlalchemy import select

from lindung.models.acts import ActRow
from lindung.models.base import db


@pytest.mark.parametrize("username", ["admin", "koordinator"])
def test_the_name_is_changed_and_stands_on_every_page_and_print(browser, username):
    person = browser.as_(username)
    assert person.get("/admin/pengaturan").status == 200

    assert person.submit("#kabupaten", name="Kabupaten Nganjuk", code="35.18").status == 303
    page = person.follow()

    assert "Nama dan kode disimpan" in page.said
    home = browser.as_("ratna").get("/beranda")
    assert home.text(".brand") == "Lindung Kabupaten Nganjuk"
    assert home.text(".kop b") == "Pemerintah Kabupaten Nganjuk"
    assert home.text("title").endswith("Lindung Kabupaten Nganjuk")
    assert page.one("#name")["value"] == "Kabupaten Nganjuk"
    assert page.one("#code")["value"] == "35.18"


def test_the_change_is_in_the_trail(browser):
    admin = browser.as_("admin")
    admin.get("/admin/pengaturan")
    admin.submit("#kabupaten", name="Kabupaten Nganjuk", code="35.18")

    kinds = db.session.scalars(select(ActRow.kind)).all()

    assert "setting.regency" in kinds


@pytest.mark.parametrize("username", ["ratna", "kadis", "dewi", "inspektur"])
def test_others_may_not(browser, username):
    assert browser.as_(username).get("/admin/pengaturan").status == 403
    assert browser.as_(username).post("/admin/pengaturan", name="X", code="35.18").status == 403


@pytest.mark.parametrize(
    ("name", "code", "field"), [("", "35.18", "name"), ("Kabupaten Nganjuk", "3518", "code")]
)
def test_what_cannot_be_is_told_at_the_field(browser, name, code, field):
    admin = browser.as_("admin")
    admin.get("/admin/pengaturan")

    page = admin.submit("#kabupaten", name=name, code=code)

    assert page.status == 422
    assert page.one(f"#{field}")["aria-invalid"] == "true"
    assert page.text("title").startswith("Galat:")


def test_of_two_who_change_it_the_slower_one_sees_both_names_and_chooses(browser):
    admin, joko = browser.as_("admin"), browser.as_("koordinator")
    admin.get("/admin/pengaturan")
    joko.get("/admin/pengaturan")
    joko.submit("#kabupaten", name="Kabupaten Nganjuk", code="35.18")

    clash = admin.submit("#kabupaten", name="Kab. Nganjuk", code="35.18")

    assert clash.status == 409
    assert "isian Joko Prasetyo “Kabupaten Nganjuk”, isian Anda “Kab. Nganjuk”" in clash.text(".clash")
    assert clash.one("#name")["value"] == "Kab. Nganjuk"
    assert browser.as_("ratna").get("/beranda").text(".brand") == "Lindung Kabupaten Nganjuk"
    assert admin.submit("#kabupaten").status == 303
    assert browser.as_("ratna").get("/beranda").text(".brand") == "Lindung Kab. Nganjuk"
