"""What the family would receive today, on the worker's page (R19). Today is 20 November 2026."""

from datetime import date

import pytest
from sqlalchemy import update

from lindung.actions.acts import act
from lindung.models.base import db
from lindung.models.rates import BenefitRow
from lindung.queries.benefits import shelters
from lindung.queries.viewer import CONSOLE
from tests.support.clock import today

HEADING = "Manfaat JKM bagi ahli waris per hari ini (perkiraan)"
OF_BPJS = "penetapan oleh BPJS Ketenagakerjaan"


@pytest.fixture
def page_of(browser, an_enrolment, paid_month):
    """The page of Siti, registered since `since` and paid for `months`."""

    def page(since, *months, who="ratna", until=None, source="bpjs"):
        siti = an_enrolment(since=since, protected_until=until)
        if months:
            paid_month(siti, *months, source=source)
        return browser.as_(who).get(f"/pekerja/{siti.worker_id}")

    return page


def of_2026(first, last):
    return [f"2026-{month:02d}" for month in range(first, last + 1)]


def test_a_full_member_with_the_parts_the_law_and_the_countdown(page_of):
    page = page_of("2026-03", *of_2026(3, 10))
    text = page.text("section[aria-labelledby^=manfaat]")

    assert HEADING in text
    assert page.text(".panel .sum") == "Rp42.000.000"
    assert (
        "Santunan kematian Rp20.000.000, santunan berkala Rp12.000.000, biaya pemakaman Rp10.000.000." in text
    )
    assert "Kecelakaan kerja: Rp70.000.000 apabila meninggal, dan pengobatan tanpa batas biaya." in text
    assert "8 bulan berturut-turut dibayar; penuh sejak akhir Mei 2026." in text
    assert (
        "Kepesertaan berakhir akhir Januari 2027 apabila iuran November 2026, Desember 2026, dan Januari 2027 "
        "tidak dibayar."
    ) in text
    assert "PP 82/2019" in text
    assert OF_BPJS in text


def test_a_waiting_family_is_told_from_when_it_is_full(page_of):
    text = page_of("2026-10", "2026-10", "2026-11").text("section[aria-labelledby^=manfaat]")

    assert "Rp10.000.000" in text
    assert "Masa tunggu: bulan ke-1 dari 3." in text
    assert "Penuh mulai Januari 2027 apabila Desember 2026 dibayar." in text


def test_the_first_month_running_promises_nothing_yet(page_of):
    text = page_of("2026-11", "2026-11").text("section[aria-labelledby^=manfaat]")

    assert "Belum ada manfaat" in text
    assert "Penuh mulai Februari 2027 apabila Desember 2026 dan Januari 2027 dibayar." in text
    assert "Rp10.000.000" not in text


def test_in_arrears_no_amount_is_named(page_of):
    text = page_of("2026-03", *of_2026(3, 8)).text("section[aria-labelledby^=manfaat]")

    assert "Perlu konfirmasi BPJS" in text
    assert "Menunggak 2 bulan sampai akhir bulan lalu; selama menunggak tidak ada jumlah" in text
    assert "Kepesertaan berakhir akhir November 2026 apabila iuran November 2026 tidak dibayar." in text
    assert "Rp" not in text


def test_after_a_lapse_there_is_nothing_and_the_count_begins_anew(page_of):
    text = page_of("2026-03", *of_2026(3, 7)).text("section[aria-labelledby^=manfaat]")

    assert "Tidak ada manfaat" in text
    assert "iuran 3 bulan berturut-turut tidak dibayar" in text
    assert "Masa tunggu dihitung lagi dari awal: penuh mulai Februari 2027" in text
    assert "Rp" not in text


def test_bpjs_own_date_stands_first_and_once_it_is_over_nothing_is_promised(page_of):
    stands = page_of("2026-03", *of_2026(3, 10), until=date(2026, 11, 20))
    assert stands.text(".panel .sum") == "Rp42.000.000"
    assert stands.text("section[aria-labelledby^=manfaat]").index("20 Nov 2026") < stands.text(
        "section[aria-labelledby^=manfaat]"
    ).index("Rp42")


def test_the_day_after_bpjs_date_no_amount_is_named(page_of):
    over = page_of("2026-03", *of_2026(3, 10), until=date(2026, 11, 19))

    assert over.text(".panel .sum") == "Perlu konfirmasi BPJS"
    assert "Tanggal akhir perlindungan menurut BPJS: 19 Nov 2026." in over.text("main")


def test_what_only_the_office_says_is_named(page_of):
    text = page_of("2026-08", *of_2026(8, 10), source="opd").text("section[aria-labelledby^=manfaat]")

    assert "3 bulan menurut OPD, belum dikonfirmasi BPJS." in text


def test_unverified_amounts_say_so(page_of):
    with act(CONSOLE, "benefit.doubt", today=today()):
        db.session.execute(update(BenefitRow).where(BenefitRow.kind == "burial").values(verified=False))

    assert page_of("2026-03", *of_2026(3, 10)).says("Besarnya belum diverifikasi.")


@pytest.mark.parametrize("state", ["candidate", "refused", "ended"])
def test_who_is_no_member_has_no_such_answer(browser, an_enrolment, state):
    siti = an_enrolment(state=state)

    assert HEADING not in browser.as_("ratna").get(f"/pekerja/{siti.worker_id}").text("main")


@pytest.mark.parametrize("who", ["dewi", "kadis", "bendahara", "inspektur", "koordinator"])
def test_n5_the_contribution_stands_there_with_its_law_for_everybody(page_of, who):
    page = page_of("2026-03", *of_2026(3, 10), who=who)

    assert (
        "Rp8.400 JKK Rp5.000 (keringanan 50% dari Rp10.000), JKM Rp3.400 (keringanan 50% dari Rp6.800)."
        in page.text("main")
    )
    assert "Menurut PP 44/2015 Lampiran II; PP 82/2019 atas perubahan PP 44/2015; PP 50/2025" in page.text(
        "main"
    )


@pytest.mark.parametrize("count", [1, 3])
def test_it_costs_six_statements_whatever_the_number_of_memberships(
    viewer, an_enrolment, paid_month, a_worker, queries, count
):
    found = [an_enrolment(worker=a_worker(f"Siti {number}")) for number in range(count)]
    for one in found:
        paid_month(one, *of_2026(3, 10))
    ids, ratna = [one.id for one in found], viewer("ratna")
    with queries() as seen:
        answers = shelters(ratna, ids, today())

    assert len(answers) == count
    assert len(seen) <= 6
