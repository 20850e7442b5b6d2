"""One's own account and the accounts screens."""

import pytest

from lindung.actions import accounts
from lindung.actions.accounts import WantedGrant
from lindung.domain.permissions import Role
from lindung.models.acts import ActRow
from lindung.models.base import db
from tests.support import cast
from tests.support.cast import PASSWORD
from tests.support.clock import TODAY

MANAGERS = ("admin", "koordinator")
OTHERS = tuple(name for name in cast.USERNAMES if name not in MANAGERS)


@pytest.fixture
def ratna(app):
    return cast.account("ratna").id


@pytest.fixture
def two_roles(ratna, viewer):
    """Ratna also stands in for the head of the health department."""
    accounts.add_grant(
        viewer("admin"), ratna, WantedGrant(Role.HEAD, "08", order_number="821/7/2026"), today=TODAY
    )


def form_of(**changes):
    form = {
        "name": "Wati Lestari",
        "username": "wati",
        "role": "clerk",
        "unit": "07.01",
        "valid_from": "2026-11-20",
    }
    return form | {"valid_until": "", "order_number": ""} | changes


def last_act():
    return db.session.query(ActRow).order_by(ActRow.id.desc()).first().kind


def grant_id(username):
    return cast.grant(username).id


# One's own account


def test_everybody_sees_their_own_account_and_where_they_are_signed_in(browser):
    for username in cast.USERNAMES:
        reply = browser.as_(username).get("/akun")
        assert reply.status == 200
        assert "peramban ini" in reply.text("#sesi")


def test_a_second_role_is_one_click_away(browser, two_roles):
    ratna = browser.as_("ratna")
    assert "Kepala Dinas Kesehatan sedang dipakai" in " ".join(ratna.get("/akun").rows("#peran")[0])

    assert ratna.submit("#peran form").location == "/"

    assert "Petugas kepegawaian Dinas Pendidikan sedang dipakai" in " ".join(
        ratna.get("/akun").rows("#peran")[1]
    )


def test_nobody_switches_to_a_role_of_somebody_else(browser):
    assert browser.as_("ratna").post("/akun/peran", grant_id=grant_id("admin")).status == 422
    assert browser.as_("ratna").post("/akun/peran", grant_id="x").status == 422


def test_the_password_is_changed_with_the_old_one_in_hand(browser):
    ratna = browser.as_("ratna")
    ratna.get("/akun")
    wrong = ratna.submit("#ganti-sandi", old="salah", password="hujan lebat malam", again="hujan lebat malam")
    assert wrong.status == 422
    assert "Kata sandi yang sekarang tidak cocok." in wrong.problems

    reply = ratna.submit(
        "#ganti-sandi", old=PASSWORD, password="hujan lebat malam", again="hujan lebat malam"
    )

    assert reply.status == 303
    assert "Kata sandi sudah diganti." in ratna.follow().said
    assert last_act() == "account.password"


def test_a_forgotten_browser_is_put_out(browser):
    ratna, forgotten = browser.as_("ratna"), browser.new()
    forgotten.get("/masuk")
    forgotten.submit("#masuk", username="ratna", password=PASSWORD)
    ratna.get("/akun")

    assert ratna.submit("#sesi form").status == 303

    assert forgotten.get("/akun").status == 303
    assert ratna.get("/akun").status == 200
    assert ratna.post("/akun/sesi/0000/akhiri").status == 404


def test_all_other_browsers_are_put_out_at_once(browser):
    ratna, others = browser.as_("ratna"), [browser.new(), browser.new()]
    for other in others:
        other.get("/masuk")
        other.submit("#masuk", username="ratna", password=PASSWORD)

    assert ratna.post("/akun/sesi/akhiri-lain").status == 303

    assert [other.get("/akun").status for other in others] == [303, 303]


# Managing


def test_an_administrator_sees_everybody_and_a_coordinator_those_he_may_manage(browser):
    everybody = {
        row["Nama pengguna"] for row in browser.as_("admin").get("/admin/akun").records("#akun table")
    }
    managed = {
        row["Nama pengguna"] for row in browser.as_("koordinator").get("/admin/akun").records("#akun table")
    }

    assert everybody == set(cast.USERNAMES)
    assert managed == {"ratna", "bayu", "kadis", "bendahara"}


@pytest.mark.parametrize("username", OTHERS)
def test_nobody_else_may_open_the_accounts_screens(browser, username, ratna):
    person = browser.as_(username)
    assert person.get("/admin/akun").status == 403
    assert person.get(f"/admin/akun/{ratna}").status == 403
    assert person.post("/admin/akun/baru", **form_of()).status == 403
    assert person.post(f"/admin/akun/{ratna}/kode").status == 403


def test_signed_out_one_is_sent_to_sign_in(browser, ratna):
    assert browser.stranger.get(f"/admin/akun/{ratna}").location == f"/masuk?lanjut=%2Fadmin%2Fakun%2F{ratna}"


@pytest.mark.parametrize("query", ["?q=wulan", "?peran=clerk&unit=07", "?unit=07&q=ratna&keadaan=aktif"])
def test_the_list_is_narrowed_by_words_role_state_and_unit(browser, query):
    reply = browser.as_("admin").get(f"/admin/akun{query}")
    assert [row["Nama pengguna"] for row in reply.records("#akun table")] == ["ratna"]


def test_an_unknown_filter_finds_nothing_or_is_left_out(browser):
    assert browser.as_("admin").get("/admin/akun?unit=99").status == 404
    assert browser.as_("admin").get("/admin/akun?peran=raja&keadaan=x&sesudah=%27").status == 200
    assert browser.as_("admin").get("/admin/akun?q=tidak-ada").says("Tidak ada akun yang cocok")


def test_the_list_turns_pages_by_key_and_back(browser, viewer):
    for number in range(55):
        wanted = WantedGrant(Role.CLERK, "07.01")
        accounts.create_account(viewer("admin"), f"p{number:02}", f"Petugas {number}", wanted, today=TODAY)
    admin = browser.as_("admin")

    first = admin.get("/admin/akun?q=petugas")
    second = admin.get(first.one("#halaman-sesudah")["href"])
    back = admin.get(second.one("#halaman-sebelum")["href"])

    assert "1–50 dari 55" in first.text(".paging")
    assert "51–55 dari 55" in second.text(".paging")
    assert back.records("#akun table") == first.records("#akun table")


def test_the_list_costs_the_same_however_many_there_are(browser, viewer, queries):
    admin = browser.as_("admin")
    with queries() as few:
        admin.get("/admin/akun")
    for number in range(30):
        accounts.create_account(
            viewer("admin"), f"p{number:02}", "Petugas", WantedGrant(Role.SECRETARY), today=TODAY
        )
    with queries() as many:
        admin.get("/admin/akun")

    assert len(few) == len(many) <= 12


def test_the_list_leaves_as_a_table(browser):
    rows = browser.as_("admin").get("/admin/akun?q=ratna&format=csv").csv()
    assert rows[0]["nama_pengguna"] == "ratna"
    assert (rows[0]["peran"], rows[0]["kode_unit"]) == ("Petugas kepegawaian", "07")


def test_a_new_account_shows_its_code_once(browser):
    admin = browser.as_("admin")
    admin.get("/admin/akun/baru")

    assert "Unit kerja (wajib untuk kepala, petugas, bendahara)" in admin.last.texts("label")
    reply = admin.submit("#buat-akun", **form_of())

    assert reply.status == 200
    assert "berlaku sampai 27 Nov 2026 pukul 10.42 WIB" in reply.text()
    name, username, role, code = reply.rows("#kode")[0]
    assert (name, username, role) == ("Wati Lestari", "wati", "Petugas kepegawaian, SD Negeri Tunas Harapan")
    assert browser.new().get("/aktivasi", kode=code).says("Wati Lestari")
    assert last_act() == "account.create"


def test_the_same_form_sent_twice_makes_one_account_and_no_second_code(browser):
    admin = browser.as_("admin")
    fields = form_of(idempotency_key=admin.new_key())
    admin.post("/admin/akun/baru", **fields)

    again = admin.post("/admin/akun/baru", **fields)

    assert (again.status, again.location) == (303, f"/admin/akun/{cast.account('wati').id}")
    assert "sudah pernah ditampilkan" in admin.follow().said


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": ""}, "Nama lengkap: Wajib diisi."),
        ({"username": "ratna"}, "Nama pengguna ini sudah dipakai."),
        ({"username": "wati lestari"}, "tanpa spasi"),
        ({"role": "raja"}, "Pilih salah satu yang tersedia."),
        ({"unit": "99"}, "Tidak ada unit kerja dengan kode 99."),
        ({"unit": ""}, "isi kode unitnya"),
        ({"role": "secretary"}, "kosongkan unit kerjanya"),
        ({"valid_from": "31/02/2026"}, "Isi tanggal seperti 31/12/2026."),
        ({"valid_until": "2026-11-19"}, "Tanggal akhir tidak boleh sebelum tanggal mulai."),
    ],
)
def test_a_form_that_will_not_do_is_refused_saves_nothing_and_loses_nothing(browser, changes, sentence):
    reply = browser.as_("admin").post("/admin/akun/baru", **form_of(**changes))

    assert reply.status == 422
    assert sentence in reply.problems
    assert reply.one("#username")["value"] == form_of(**changes)["username"]
    assert not browser.as_("admin").get("/admin/akun?q=wati").has("#akun table")


def test_a_coordinator_is_not_offered_the_roles_he_may_not_give(browser):
    joko = browser.as_("koordinator")
    joko.get("/admin/akun/baru")
    assert [option["value"] for option in joko.last.page.select("#role option")] == [
        "head",
        "clerk",
        "treasurer",
    ]
    assert joko.post("/admin/akun/baru", **form_of(role="admin", unit="")).status == 422


@pytest.mark.parametrize("username", ["admin", "dewi", "inspektur", "koordinator"])
def test_accounts_beyond_a_coordinator_are_not_there_for_him(browser, username):
    joko, account_id, grant = browser.as_("koordinator"), cast.account(username).id, grant_id(username)

    assert joko.get(f"/admin/akun/{account_id}").status == 404
    for path in ("kode", "aktif", "peran", "nama", f"peran/{grant}/akhiri"):
        fields = form_of(version=1, role="clerk")
        assert joko.post(f"/admin/akun/{account_id}/{path}", **fields).status == 404, path


def test_a_role_is_added_with_its_days_and_order_and_ended_at_once(browser, ratna):
    admin = browser.as_("admin")
    admin.get(f"/admin/akun/{ratna}")
    added = admin.submit(
        "#tambah-peran", role="head", unit="08", valid_until="2026-12-31", order_number="821/7/2026"
    )
    assert added.status == 303
    page = admin.follow()
    assert "Kepala Dinas Kesehatan 20 Nov 2026 sampai 31 Des 2026 821/7/2026 berlaku" in " ".join(
        page.rows("#peran-akun")[0]
    )

    admin.get(page.one("#peran-akun a")["href"])
    assert admin.submit("#akhiri-peran", valid_until="2026-11-19").status == 422
    assert admin.submit("#akhiri-peran", valid_until="").status == 303

    assert "sudah berakhir" in admin.follow().rows("#peran-akun")[0]
    assert last_act() == "account.end_grant"


def test_a_role_ended_takes_effect_at_the_persons_next_click(browser, ratna):
    clerk = browser.as_("ratna")
    assert clerk.get("/akun").status == 200

    browser.as_("admin").post(f"/admin/akun/{ratna}/peran/{grant_id('ratna')}/akhiri", valid_until="")

    assert clerk.get("/akun").status == 303


def test_a_grant_of_another_account_is_not_there(browser, ratna):
    assert browser.as_("admin").post(f"/admin/akun/{ratna}/peran/{grant_id('bayu')}/akhiri").status == 404
    assert browser.as_("admin").get(f"/admin/akun/{ratna}/peran/{grant_id('bayu')}/akhiri").status == 404
    assert browser.as_("admin").get("/admin/akun/999999").status == 404


def test_the_last_administrator_does_not_shut_himself_out(browser):
    admin, account_id = browser.as_("admin"), cast.account("admin").id
    ended = admin.post(f"/admin/akun/{account_id}/peran/{grant_id('admin')}/akhiri")
    disabled = admin.post(f"/admin/akun/{account_id}/nonaktif")

    assert (ended.status, disabled.status) == (422, 422)
    assert "administrator terakhir" in ended.problems
    assert admin.get("/admin/akun").status == 200


def test_disabling_puts_the_person_out_and_enabling_lets_them_in_again(browser, ratna):
    clerk, admin = browser.as_("ratna"), browser.as_("admin")
    admin.get(f"/admin/akun/{ratna}")

    assert admin.submit("#nonaktifkan").status == 303
    assert clerk.get("/akun").status == 303
    assert admin.get("/admin/akun?keadaan=nonaktif&q=ratna").says("Ratna Wulandari")

    admin.get(f"/admin/akun/{ratna}")
    assert admin.submit("#aktifkan").status == 303
    clerk.get("/masuk")
    assert clerk.submit("#masuk", username="ratna", password=PASSWORD).status == 303


def test_a_new_code_lets_a_person_choose_a_new_password(browser, ratna):
    admin, person = browser.as_("admin"), browser.new()
    admin.get(f"/admin/akun/{ratna}")
    code = admin.submit("#kode-baru").rows("#kode")[0][-1]

    person.get("/aktivasi", kode=code)
    assert person.submit("#aktivasi", password="hujan lebat malam", again="hujan lebat malam").status == 303


def test_a_name_is_mended_and_a_mending_overtaken_is_told_and_not_lost(browser, ratna):
    admin, joko = browser.as_("admin"), browser.as_("koordinator")
    admin.get(f"/admin/akun/{ratna}")
    joko.get(f"/admin/akun/{ratna}")
    assert joko.submit("#perbaiki-nama", name="Ratna Wulandari, S.E.").status == 303

    reply = admin.submit("#perbaiki-nama", name="Ratna W.")

    assert reply.status == 409
    assert reply.one("#name")["value"] == "Ratna W."
    assert admin.submit("#perbaiki-nama", name="Ratna W.").status == 303


def test_sheets_for_all_who_wait_are_printed_from_the_filter(browser, viewer):
    admin = browser.as_("admin")
    for number in range(3):
        accounts.create_account(
            viewer("admin"), f"p{number}", "Petugas", WantedGrant(Role.CLERK, "08.01"), today=TODAY
        )
    admin.get("/admin/akun?unit=08")

    sheet = admin.submit("#akun form")

    assert sheet.status == 200
    assert [row[1] for row in sheet.rows("#kode")] == ["p0", "p1", "p2"]
    stale = admin.post("/admin/akun/kode", jumlah=2)
    assert stale.status == 422
    assert "menjadi 3" in stale.problems


def test_units_are_offered_by_code_and_by_name(browser):
    admin = browser.as_("admin").htmx()
    assert admin.get("/admin/akun/unit?unit=tunas").one("option")["value"] == "07.01"
    assert len(admin.get("/admin/akun/unit").page.select("option")) >= 3


def test_pages_that_only_take_forms_say_so(browser, ratna):
    for path in ("nonaktif", "aktif", "kode", "peran", "nama"):
        assert browser.as_("admin").get(f"/admin/akun/{ratna}/{path}").status == 405
