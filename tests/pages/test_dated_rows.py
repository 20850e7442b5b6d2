"""The screens of dated rows: read by all, changed by who manages settings, never written over (R12-R20)."""

import pytest
from sqlalchemy import select

from lindung.models.base import db
from lindung.models.rates import BenefitRow, DiscountRow, RateRow

PAGES = ("/iuran/tarif", "/iuran/santunan", "/iuran/ambang", "/iuran/hari-libur")
KINDS = ("tarif", "pita", "keringanan", "santunan", "ambang", "hari-libur")


@pytest.fixture
def manager(browser):
    return browser.as_("koordinator")


@pytest.mark.parametrize("url", PAGES)
@pytest.mark.parametrize("who", ["dewi", "ratna", "kadis", "bendahara", "inspektur", "admin"])
def test_everybody_reads_them_and_only_managers_see_the_ways_to_change(browser, who, url):
    page = browser.as_(who).get(url)

    assert page.status == 200
    assert ("Catat " in page.text("main .tools")) is (who == "admin")
    assert page.has("td.row-actions") is (who == "admin")


@pytest.mark.parametrize("kind", KINDS)
def test_who_does_not_manage_settings_is_refused(browser, kind):
    assert browser.as_("ratna").get(f"/iuran/{kind}/baru").status == 403
    assert browser.as_("ratna").post(f"/iuran/{kind}/1/hapus").status == 403


def test_the_discount_that_ends_in_december_warns_and_leads_to_its_successor(manager):
    page = manager.get("/iuran/tarif")
    assert page.text("#segera-berakhir ~ ul").count("berakhir 31 Des 2026, 41 hari lagi") == 2

    draft = manager.get(page.one("#segera-berakhir ~ ul a")["href"])
    assert draft.one("select[name=first_month] option[selected]")["value"] == "2027-01"
    assert draft.one("input[name=percent]")["value"] == "50"

    manager.submit("form#baris", legal_basis="PP 9/2027", last_month="2027-06")
    after = manager.follow()
    assert after.status == 200
    assert not after.has("#segera-berakhir")
    assert after.says("Tersimpan: keringanan baru.")


@pytest.mark.parametrize(
    ("day", "count"), [("2026-11-15", 0), ("2026-11-16", 2), ("2026-12-31", 2), ("2027-01-01", 0)]
)
def test_r13_the_warning_begins_45_days_before_and_ends_with_the_row(browser, clock, day, count):
    clock.move_to(f"{day} 09:00")

    page = browser.as_("koordinator").get("/iuran/tarif")
    assert page.text("main").count("hari lagi") == count


def test_r13_the_days_of_warning_are_a_limit_of_their_own(manager):
    manager.get("/iuran/ambang/baru")
    manager.submit(
        "form#baris",
        threshold="warn_days",
        value="30",
        first_month="2026-11",
        legal_basis="Kebijakan kabupaten",
    )

    assert not manager.get("/iuran/tarif").has("#segera-berakhir")


def test_a_rate_begins_later_and_the_month_shows_it(manager):
    manager.get("/iuran/tarif/baru")
    manager.submit(
        "form#baris", programme="JKM", segment="bpu", band="1", base="1.000.000", minimum="Rp7.800",
        first_month="2027-01", legal_basis="PP 9/2027", verified=True,
    )  # fmt: skip
    manager.follow()

    page = manager.get("/iuran/tarif?bulan=2027-01")
    assert page.heading == "Iuran Januari 2027: Rp17.800 per pekerja."
    assert "PP 9/2027" in page.text("main")
    assert db.session.scalars(select(RateRow.verified).where(RateRow.minimum == 7_800)).all() == [True]
    assert "Joko Prasetyo mencatat" in page.text(".history")
    assert "tarif JKM pita 1 mulai Januari 2027" in page.text(".history")


def test_what_is_past_is_asked_back_with_numbers_and_keeps_what_was_typed(manager, an_enrolment, paid_month):
    paid_month(an_enrolment(since="2026-03"), "2026-10")
    manager.get("/iuran/tarif/baru")
    sent = {
        "programme": "JKM", "segment": "bpu", "band": "1", "base": "1.000.000", "minimum": "7.800",
        "first_month": "2026-10", "legal_basis": "PP 9/2027",
    }  # fmt: skip
    asked = manager.submit("form#baris", **sent)

    assert asked.status == 422
    assert "2 bulan dan 1 pekerja dihitung ulang" in asked.problems
    assert asked.one("input[name=minimum]")["value"] == "7.800"
    done = manager.submit("form#baris", sure=True)
    assert done.status == 303


def test_it_is_taken_back_from_its_own_history(manager):
    manager.get("/iuran/santunan/baru")
    manager.submit(
        "form#baris",
        kind="death",
        after_months="3",
        amount="30.000.000",
        first_month="2027-01",
        legal_basis="PP 9/2027",
    )
    page = manager.follow()
    assert "Rp30.000.000" in page.text("table")

    manager.submit(".history form")
    assert "Rp30.000.000" not in manager.get("/iuran/santunan").text("table")
    assert len(db.session.scalars(select(BenefitRow).where(BenefitRow.kind == "death")).all()) == 1


def test_a_future_row_is_removed_with_one_press(manager):
    manager.get("/iuran/hari-libur/baru")
    manager.submit("form#baris", day="2027-02-15", name="Cuti bersama", legal_basis="SKB 2027")
    manager.follow()
    page = manager.get("/iuran/hari-libur?tahun=2027")
    row = next(form for form in page.page.select("td form") if "Cuti bersama" in form.button["aria-label"])

    assert manager.post(row["action"]).status == 303
    assert "Cuti bersama" not in manager.get("/iuran/hari-libur?tahun=2027").text("table")


def test_r15_a_holiday_on_the_15th_moves_the_due_date(manager):
    manager.get("/iuran/hari-libur/baru")
    manager.submit("form#baris", day="2027-02-15", name="Cuti bersama", legal_basis="SKB 2027")

    assert manager.get("/iuran/tarif?bulan=2027-02").says("Jatuh tempo Selasa, 16 Februari 2027.")


def test_a_discount_ends_earlier(manager):
    row_id = db.session.scalars(select(DiscountRow.id).where(DiscountRow.sector == "transport")).first()
    page = manager.get(f"/iuran/keringanan/{row_id}/akhiri")
    assert page.heading == "Akhiri keringanan JKK, transportasi (sopir)"

    manager.submit("form#akhiri", last_month="2026-12")
    assert manager.follow().says("Bulan terakhirnya disimpan.")


def test_a_limit_has_no_end_of_its_own(manager):
    assert manager.get("/iuran/ambang/1/akhiri").status == 404


@pytest.mark.parametrize(
    ("kind", "fields", "at", "sentence"),
    [
        ("tarif", {"base": "banyak"}, "base", "Isi dengan rupiah bulat"),
        ("tarif", {"base": "1000000", "share": "12,5"}, "share", "antara 0 dan 10 persen"),
        ("tarif", {"base": "1000000", "share": "satu"}, "share", "Isi persen"),
        ("keringanan", {"percent": "0"}, "percent", "Antara 1 dan 100"),
        ("santunan", {"after_months": "3"}, "amount", "Isi jumlahnya"),
        ("ambang", {"threshold": "full_after", "value": "9"}, "value", "Antara 1 dan 3"),
        ("hari-libur", {"day": "kemarin"}, "day", "Isi tanggal"),
    ],
)
def test_what_cannot_be_is_a_sentence_at_its_field(manager, kind, fields, at, sentence):
    manager.get(f"/iuran/{kind}/baru")
    named = {"name": "x"} if kind == "hari-libur" else {}
    reply = manager.submit("form#baris", legal_basis="PP 9/2027", **named, **fields)

    assert reply.status == 422
    assert sentence in reply.text(f"#{at}-galat")


def test_the_same_month_twice_is_refused_and_not_written_over(manager):
    manager.get("/iuran/tarif/baru")
    values = {
        "programme": "JKM",
        "base": "1000000",
        "minimum": "7800",
        "first_month": "2027-01",
        "legal_basis": "PP 9/2027",
    }
    manager.submit("form#baris", **values)
    manager.get("/iuran/tarif/baru")
    again = manager.submit("form#baris", **values)

    assert again.status == 422
    assert "baris tidak ditimpa" in again.text("#first_month-galat")


@pytest.mark.parametrize("url", PAGES)
def test_all_rows_leave_as_csv_and_xlsx(browser, url):
    rows = browser.as_("ratna").get(url, format="csv", tahun="semua").csv()

    assert len(rows) > 5
    assert browser.as_("ratna").get(url, format="xlsx", tahun="semua").status == 200


def test_the_filter_stands_in_the_address_and_as_a_chip(browser):
    page = browser.as_("ratna").get("/iuran/tarif", keadaan="akan")

    assert page.text(".chips").startswith("Akan berlaku")
    assert len(browser.as_("ratna").get("/iuran/tarif", keadaan="berlaku", format="csv").csv()) == 7


def test_an_unknown_kind_or_row_is_not_there(manager):
    assert manager.get("/iuran/lainnya/baru").status == 404
    assert manager.get("/iuran/keringanan/987654/akhiri").status == 404
    assert manager.get("/iuran/tarif/baru?dari=987654").status == 404


@pytest.mark.parametrize("who", ["koordinator", "admin"])
def test_r13_a_managers_home_counts_what_ends_soon_and_opens_it(browser, a_sponsor, a_circular, who):
    a_circular()
    a_sponsor()
    page = browser.as_(who).get("/beranda")
    link = next(one for one in page.page.select(".tallies a") if "segera berakhir" in one.text)

    assert " ".join(link.text.split()) == "2 tarif atau keringanan iuran segera berakhir"
    assert browser.as_(who).get(link["href"]).has("#segera-berakhir")


def test_r13_others_are_not_bothered(browser, a_sponsor, a_circular):
    a_circular()
    a_sponsor()

    assert "segera berakhir" not in browser.as_("dewi").get("/beranda").text("main")
