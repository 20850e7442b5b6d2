"""Screens of circulars: read by everybody, written and ended by those who manage settings."""

from datetime import date
from io import BytesIO

import pytest
from sqlalchemy import select

from lindung.domain.duties import CircularState
from lindung.models.base import db
from lindung.models.circulars import Circular, Document

PDF = b"%PDF-1.7\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n"
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


def put_in_force(person):
    person.get(f"/edaran/{the_circular().id}/berlaku")
    assert person.submit("#berlaku").status == 303


def test_a_circular_is_drafted_put_in_force_and_then_read_by_everybody(browser):
    coordinator, ratna = browser.as_("koordinator"), browser.as_("ratna")

    assert write_one(coordinator).status == 303
    draft = coordinator.follow()
    assert "Rancangan" in draft.text()
    assert ratna.get(f"/edaran/{the_circular().id}").status == 404
    assert not ratna.get("/edaran").has("main table")

    put_in_force(coordinator)
    page = ratna.get(f"/edaran/{the_circular().id}")

    assert page.heading == (
        "Setiap ASN yang mempekerjakan ART wajib mendaftarkannya ke BPJS Ketenagakerjaan, "
        "paling lambat Kamis, 31 Desember 2026"
    )
    assert "JKK, JKM" in page.text()
    assert not page.has("main form")


def test_those_in_force_stand_before_those_that_were(browser, a_circular):
    a_circular("SE LAMA", state="superseded", in_force_until=date(2026, 3, 1))
    a_circular("SE BARU")

    numbers = browser.as_("dewi").get("/edaran").texts("tbody th")

    assert numbers == ["SE BARU", "SE LAMA"]


def test_the_list_is_sorted_by_its_heads_and_saved_as_it_stands(browser, a_circular):
    a_circular(
        "SE 9/2025", state="superseded", in_force_from=date(2025, 1, 1), in_force_until=date(2025, 12, 31)
    )
    a_circular("SE 1/2026")
    dewi = browser.as_("dewi")

    assert [row[0] for row in dewi.get("/edaran").rows()] == ["SE 1/2026", "SE 9/2025"]
    falling = dewi.get("/edaran?urut=-nomor")
    assert [row[0] for row in falling.rows()] == ["SE 9/2025", "SE 1/2026"]
    assert falling.one("th[aria-sort]")["aria-sort"] == "descending"
    assert falling.has(".downloads [data-print]")
    lines = dewi.get("/edaran?urut=-nomor&q=2025&format=csv").csv()
    assert [(line["nomor"], line["berlaku_sampai"]) for line in lines] == [("SE 9/2025", "2025-12-31")]


def test_a_quota_needs_its_number(browser):
    coordinator = browser.as_("koordinator")

    reply = write_one(coordinator, duty_kind="quota")

    assert reply.status == 422
    assert "Isi jumlah pekerja per ASN" in reply.problems
    assert reply.one("#number")["value"] == FILLED["number"]


def test_a_quota_may_depend_on_the_grade(browser):
    coordinator = browser.as_("koordinator")

    write_one(coordinator, duty_kind="quota", quota="1", quota_by_grade="III = 2, iv: 3")

    assert the_circular().quota_by_grade == {"III": 2, "IV": 3}
    assert "Golongan IV: 3" in coordinator.follow().text()


def test_the_signed_letter_is_attached_and_opened(browser, a_circular):
    coordinator = browser.as_("koordinator")
    assert write_one(coordinator, document=(BytesIO(PDF), "Surat Edaran 2672.pdf")).status == 303
    assert "Surat Edaran 2672.pdf" in coordinator.follow().text()
    put_in_force(coordinator)

    letter = browser.as_("ratna").get(f"/edaran/{the_circular().id}/dokumen")

    assert letter.status == 200
    assert letter.body == PDF
    assert letter.kind == "application/pdf"
    assert letter.headers["Content-Disposition"].startswith("inline;")
    assert "default-src 'none'" in letter.headers["Content-Security-Policy"]


def test_a_letter_that_is_no_pdf_is_refused_and_nothing_typed_is_lost(browser):
    coordinator = browser.as_("koordinator")

    reply = write_one(coordinator, document=(BytesIO(b"PK\x03\x04 workbook"), "edaran.pdf"))

    assert reply.status == 415
    assert "bukan PDF yang utuh" in reply.problems
    assert reply.one("#title")["value"] == FILLED["title"]
    assert db.session.scalars(select(Circular)).first() is None


def test_a_letter_that_is_too_large_is_refused(browser, monkeypatch):
    monkeypatch.setattr("lindung.actions.circulars.LARGEST_DOCUMENT", len(PDF) - 1)
    coordinator = browser.as_("koordinator")

    reply = write_one(coordinator, document=(BytesIO(PDF), "edaran.pdf"))

    assert reply.status == 413
    assert "Berkas lebih besar dari" in reply.problems
    assert db.session.scalars(select(Document)).first() is None


def test_editing_a_circular_in_force_keeps_what_stood_there(browser, a_circular):
    a_circular()
    coordinator, number = browser.as_("koordinator"), the_circular().id
    coordinator.get(f"/edaran/{number}/ubah")

    reply = coordinator.submit("#surat-edaran", register_by="2027-01-31")

    assert reply.status == 303
    assert "tenggat pendaftaran 31 Des 2026 menjadi 31 Jan 2027" in coordinator.follow().text(".history")


def test_a_circular_gives_way_to_another(browser, a_circular):
    old, _new = a_circular("SE 1/2026"), a_circular("SE 9/2026", in_force_from=date(2026, 9, 1))
    coordinator = browser.as_("koordinator")
    coordinator.get(f"/edaran/{old.id}/ganti")

    reply = coordinator.submit("#ganti", last_day="2026-08-31")

    assert reply.status == 303
    page = coordinator.follow()
    assert "Diganti oleh SE 9/2026" in page.text()
    assert "1 Jan 2026 sampai 31 Agu 2026" in page.text()


def test_a_circular_is_revoked_with_its_reason(browser, a_circular):
    circular = a_circular()
    coordinator = browser.as_("koordinator")
    coordinator.get(f"/edaran/{circular.id}/cabut")

    assert coordinator.submit("#cabut").status == 422
    assert coordinator.submit("#cabut", reason="SE pencabutan 5/2026", last_day="2026-11-19").status == 303

    assert "Dicabut: SE pencabutan 5/2026" in coordinator.follow().text()
    assert the_circular().state == CircularState.REVOKED.value
    assert coordinator.get(f"/edaran/{circular.id}/ubah").status == 200
    assert coordinator.submit("#surat-edaran", title="Lain").status == 422


def test_somebody_who_was_faster_is_named_and_nothing_typed_is_lost(browser, a_circular):
    circular = a_circular()
    coordinator, admin = browser.as_("koordinator"), browser.as_("admin")
    coordinator.get(f"/edaran/{circular.id}/ubah")
    admin.get(f"/edaran/{circular.id}/ubah")
    admin.submit("#surat-edaran", title="Perlindungan ART")

    reply = coordinator.submit("#surat-edaran", legal_basis="PP 82/2019")

    assert reply.status == 409
    assert "Agus Santoso" in reply.problems and "menjadi Perlindungan ART" in reply.problems
    assert "PP 82/2019" in reply.text("#legal_basis")


@pytest.mark.parametrize("path", ["baru", "{id}/ubah", "{id}/ganti", "{id}/cabut"])
def test_a_clerk_may_not_write_circulars(browser, a_circular, path):
    url = f"/edaran/{path.format(id=a_circular().id)}"

    assert browser.as_("ratna").get(url).status == 403
    assert browser.as_("ratna").post(url).status == 403


def test_an_unknown_circular_and_a_missing_letter_are_not_there(browser, a_circular):
    ratna = browser.as_("ratna")

    assert ratna.get("/edaran/999").status == 404
    assert ratna.get(f"/edaran/{a_circular().id}/dokumen").status == 404


def test_who_is_not_signed_in_is_sent_to_sign_in(browser):
    assert "/masuk" in browser.stranger.get("/edaran").location


def test_what_putting_in_force_changes_for_everybody_is_said_before(browser, a_circular, a_sponsor):
    for name in ("Hadi", "Tuti"):
        a_sponsor(name)
    a_circular("SE 1/2026")
    draft = a_circular("SE 9/2026", state="draft", in_force_from=date(2026, 11, 1))
    ahead = a_circular("SE 12/2026", state="draft", in_force_from=date(2026, 12, 1))
    older = a_circular("SE 0/2025", state="draft", in_force_from=date(2025, 1, 1))
    coordinator = browser.as_("koordinator")

    page = coordinator.get(f"/edaran/{draft.id}/berlaku")
    assert page.says("2 ASN diminta menjawab Surat Edaran ini.")
    assert page.says(
        "Mulai 20 Nov 2026 Beranda dan Kepatuhan semua pengguna menampilkan Surat Edaran ini, bukan lagi SE 1/2026."
    )
    assert "Mulai 1 Des 2026 Beranda dan Kepatuhan" in coordinator.get(f"/edaran/{ahead.id}/berlaku").text()
    assert (
        "Beranda dan Kepatuhan tetap menampilkan SE 1/2026"
        in coordinator.get(f"/edaran/{older.id}/berlaku").text()
    )


def test_looking_at_what_would_change_changes_nothing(browser, a_circular):
    draft, present = a_circular("SE 9/2026", state="draft"), a_circular()
    coordinator = browser.as_("koordinator")

    coordinator.get(f"/edaran/{draft.id}/berlaku")

    assert "Rancangan" in coordinator.get(f"/edaran/{draft.id}").text()
    assert coordinator.get(f"/edaran/{present.id}/berlaku").location == f"/edaran/{present.id}"
    assert browser.as_("ratna").get(f"/edaran/{draft.id}/berlaku").status == 403


def test_only_a_later_circular_may_take_the_place_of_another(browser, a_circular):
    a_circular("SE 1/2026")
    newer = a_circular("SE 9/2026", in_force_from=date(2026, 9, 1))

    page = browser.as_("koordinator").get(f"/edaran/{newer.id}/ganti")

    assert not page.has("#ganti")
    assert "Belum ada penggantinya" in page.text()


def test_a_repeated_sending_of_the_form_makes_one_circular(browser):
    coordinator = browser.as_("koordinator")
    coordinator.get("/edaran/baru")
    form = coordinator.last

    coordinator.submit("#surat-edaran", **FILLED)
    coordinator._seen.append(form)
    again = coordinator.submit("#surat-edaran", **FILLED)

    assert again.status == 303
    assert the_circular().title == FILLED["title"]


def test_r8_every_kind_of_duty_is_offered_and_each_field_says_whose_it_is(browser):
    page = browser.as_("koordinator").get("/edaran/baru")

    kinds = page.texts("#duty_kind label, [name=duty_kind] + label")
    assert [words.partition(":")[0] for words in kinds] == ["Bersyarat", "Kuota", "Daftar dana", "Target"]
    hints = page.text("#surat-edaran")
    for words in (
        "Hanya untuk kuota.",
        "Hanya untuk yang bersyarat",
        "Hanya untuk yang bersyarat dan kuota.",
    ):
        assert words in hints


def test_an_edited_quota_begins_with_what_stands_there(browser, a_circular):
    circular = a_circular(
        duty_kind="quota",
        quota=1,
        quota_by_grade={"IV": 2},
        in_force_until=date(2027, 6, 30),
        target_percent=20,
    )
    coordinator = browser.as_("koordinator")
    page = coordinator.get(f"/edaran/{circular.id}/ubah")

    assert page.one("[name=quota_by_grade]")["value"] == "IV = 2"
    assert page.one("[name=in_force_until]")["value"] == "2027-06-30"
    assert coordinator.submit("#surat-edaran", title="Satu ASN satu pekerja").status == 303
    stored = the_circular()
    assert (stored.quota, stored.quota_by_grade, stored.in_force_until) == (1, {"IV": 2}, date(2027, 6, 30))


def test_an_end_before_the_beginning_is_refused_at_its_field(browser):
    reply = write_one(browser.as_("koordinator"), in_force_until="2025-12-31")

    assert reply.status == 422
    assert "Kosongkan bila belum ditentukan" in reply.problems
    assert reply.one("[name=in_force_until]")["aria-invalid"] == "true"


def test_r8_a_fund_list_asks_nothing_of_asn_and_takes_no_home_page(browser, a_circular, a_sponsor):
    a_sponsor()
    a_circular("SE 1/2026")
    coordinator = browser.as_("koordinator")
    write_one(coordinator, number="KEP 7/2026", duty_kind="funded_list", in_force_from="2026-11-01")
    funds = db.session.scalars(select(Circular).where(Circular.number == "KEP 7/2026")).one()

    page = coordinator.get(f"/edaran/{funds.id}/berlaku")

    assert funds.audience == [] and funds.register_by is None
    assert page.says("Tidak ada kewajiban baru bagi ASN.")
    assert page.says("Beranda dan Kepatuhan tetap menampilkan SE 1/2026, yang menetapkan kewajiban ASN.")
    assert page.says(
        "Pengguna unit yang tidak mempunyai ASN, misalnya desa, melihat Surat Edaran ini di Beranda."
    )
    assert page.says("Alamat unduhan tanpa nomor Surat Edaran")
    coordinator.submit("#berlaku")
    shown = coordinator.get(f"/edaran/{funds.id}")
    assert shown.heading == "Dana yang ditunjuk menanggung iuran orang yang didaftar"
    assert "Mengisi pernyataan" not in shown.text(".facts")
    assert "SE 1/2026" in coordinator.get("/beranda").text(".where")
    assert "SE 1/2026" in coordinator.get("/kepatuhan").text(".where")


def test_an_older_fund_list_changes_no_download_and_an_ended_one_no_page(browser, a_circular):
    a_circular("SE 1/2026", in_force_from=date(2026, 5, 1))
    older = a_circular("KEP 1", state="draft", duty_kind="funded_list", audience=[])
    ended = a_circular(
        "SE 0", state="draft", in_force_from=date(2026, 6, 1), in_force_until=date(2026, 6, 30)
    )
    coordinator = browser.as_("koordinator")

    assert "Alamat unduhan" not in coordinator.get(f"/edaran/{older.id}/berlaku").text()
    page = coordinator.get(f"/edaran/{ended.id}/berlaku")
    assert "bukan lagi" not in page.text() and "Alamat unduhan" not in page.text()


def test_a_circular_past_its_own_end_says_so(browser, a_circular):
    circular = a_circular(in_force_until=date(2026, 10, 31))

    page = browser.as_("ratna").get(f"/edaran/{circular.id}")

    assert "Berakhir 31 Okt 2026" in page.texts(".tag")
    assert page.says("1 Jan 2026 sampai 31 Okt 2026")


@pytest.mark.parametrize(("shares", "words"), [(True, "dihitung satu kali"), (False, "pekerja sendiri")])
def test_r11_the_household_rule_is_a_setting_of_the_circular(browser, shares, words):
    coordinator = browser.as_("koordinator")
    coordinator.get("/edaran/baru")

    fields = FILLED if shares else FILLED | {"shares_household": []}
    assert coordinator.submit("#surat-edaran", **fields).status == 303

    assert the_circular().shares_household is shares
    assert words in coordinator.follow().text(".facts")


def test_r8_an_appeal_is_worded_as_one(browser, a_circular):
    binding = a_circular("SE 1/2026", duty_kind="quota", quota_by_grade={"IV": 2})
    appeal = a_circular("SE 2/2026", duty_kind="quota", quota=1, force="appeal")
    ratna = browser.as_("ratna")

    assert "wajib menanggung pekerja rentan menurut golongannya" in ratna.get(f"/edaran/{binding.id}").heading
    assert "diimbau menanggung paling sedikit 1" in ratna.get(f"/edaran/{appeal.id}").heading
