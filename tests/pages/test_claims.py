"""The claim companion: reported from the worker's page, followed step by step, counted in the impact (UX Kd6)."""

from datetime import date

import pytest
from sqlalchemy import select

from lindung.actions.acts import act
from lindung.actions.claim_steps import receive_paper
from lindung.actions.claims import ClaimReport, report_claim
from lindung.domain.claims import ClaimKind, Paper
from lindung.models.base import db
from lindung.models.claims import Claim
from lindung.models.workers import Worker
from lindung.queries.viewer import CONSOLE
from tests.support import people
from tests.support.clock import TODAY

DAY = date(2026, 11, 3)
THREE = ("2026-08", "2026-09", "2026-10")
TOLD = {"kind": "meninggal", "happened_on": "2026-11-03", "heir": "Budi Santoso", "phone": "081234567890"}


@pytest.fixture
def siti(make):
    """Siti of OPD 7, three months paid."""
    enrolment = make.an_enrolment(make.a_sponsor(), make.a_worker(), since="2026-08")
    make.paid_month(enrolment, *THREE)
    return enrolment


@pytest.fixture
def claim_id(siti):
    """Her death, reported two weeks ago."""
    told = ClaimReport(ClaimKind.DEATH, DAY, "Budi Santoso", "081234567890", "Ratna Wulandari")
    return report_claim(people.viewer("ratna"), siti.worker_id, told, today=date(2026, 11, 6)).record_id


def test_a_death_is_reported_from_the_workers_page_and_the_companion_says_what_to_do(browser, siti):
    ratna = browser.as_("ratna")
    page = ratna.get(f"/pekerja/{siti.worker_id}")
    assert page.one(f"a[href='/klaim/lapor/{siti.worker_id}']").text.strip() == (
        "Laporkan meninggal atau kecelakaan"
    )

    form = ratna.get(f"/klaim/lapor/{siti.worker_id}")
    assert form.one("#helper")["value"] == "Ratna Wulandari"
    ratna.submit("#lapor", **TOLD)
    page = ratna.follow()

    assert page.heading == "Klaim almarhumah Siti Rahayu"
    assert page.says("Keluarga almarhumah Siti Rahayu dapat menerima Rp42.000.000 (perkiraan).")
    assert page.says("penetapan oleh BPJS Ketenagakerjaan")
    assert page.text(".way [data-state='now'] b") == "Kumpulkan berkasnya"
    assert len(page.texts(".papers li")) == 8
    assert page.says("Daftar umum; BPJS dapat meminta yang lain.")
    assert page.says("0812••••90")
    assert "081234567890" not in page.body.decode()
    assert "Tercatat: klaim untuk Siti Rahayu." in page.said


def test_the_workers_page_tells_of_the_claim(browser, claim_id, siti):
    page = browser.as_("ratna").get(f"/pekerja/{siti.worker_id}")

    assert page.heading == "Siti Rahayu, meninggal 3 Nov 2026"
    assert page.texts("#klaim ~ ul li") == [
        "Meninggal, 3 Nov 2026 Mengumpulkan berkas Rp42.000.000 Hadi Suprapto"
    ]
    assert page.has(f"a[href='/klaim/{claim_id}']")


def test_the_payers_page_and_the_homes_tell_of_what_is_open(browser, claim_id, siti):
    assert "Siti Rahayu" in browser.as_("ratna").get(f"/asn/{siti.sponsor_id}").text("#orang .next")
    for username in ("ratna", "kadis", "koordinator", "dewi"):
        home = browser.as_(username).get("/beranda")
        assert home.says("1 klaim berjalan, yang terlama 14 hari"), username
    assert not browser.as_("bayu").get("/beranda").says("klaim berjalan")


def test_somebody_not_covered_is_refused_with_the_way_out_and_what_was_typed_stays(browser, make):
    enrolment = make.an_enrolment(since="2026-08")  # never paid
    ratna = browser.as_("ratna")
    page = ratna.get(f"/klaim/lapor/{enrolment.worker_id}")
    assert not page.has("#sure")

    page = ratna.submit("#lapor", **TOLD)

    assert page.status == 422
    assert "belum ada iuran yang dibayar" in page.problems
    assert page.one("#heir")["value"] == "Budi Santoso"
    assert db.session.scalars(select(Claim)).all() == []
    ratna.submit("#lapor", sure="y")
    page = ratna.follow()
    assert page.says(
        "Hak keluarga almarhumah Siti Rahayu perlu dikonfirmasikan ke BPJS "
        "(belum ada iuran yang dibayar untuk bulan yang sudah berakhir); jumlahnya belum dapat disebut."
    )


def test_a_second_report_leads_to_the_claim_that_is_there(browser, claim_id, siti):
    ratna = browser.as_("ratna")
    ratna.get(f"/klaim/lapor/{siti.worker_id}")

    page = ratna.submit("#lapor", **TOLD)

    assert page.status == 422
    assert page.has(f"[role=alert] a[href='/pekerja/{siti.worker_id}#klaim']")


def test_a_paper_is_ticked_with_and_without_htmx_and_the_steps_follow(browser, claim_id):
    ratna = browser.as_("ratna")
    url = f"/klaim/{claim_id}/berkas"

    reply = ratna.post(f"{url}/form/ada")
    assert (reply.status, reply.location) == (303, f"/klaim/{claim_id}#berkas")
    for paper in ("card", "worker_id", "death_certificate", "heir_id", "family_card", "heir_letter"):
        ratna.post(f"{url}/{paper}/ada")
    part = ratna.htmx().post(f"{url}/bank_book/ada")

    assert part.status == 200
    assert part.text(".way [data-state='now'] b") == "Serahkan ke kantor cabang BPJS Ketenagakerjaan"
    assert part.texts(".papers li")[0].endswith("Batalkan tanda")
    assert ratna.post(f"{url}/form/belum").status == 303
    page = ratna.get(f"/klaim/{claim_id}")
    assert page.says("7 dari 8 berkas sudah ada.")
    assert page.says("Ratna Wulandari mencatat berkas klaim: Buku tabungan atas nama ahli waris")
    assert ratna.post(f"{url}/kwitansi/ada").status == 404


def test_a_claim_is_handed_in_and_paid_and_its_page_says_so(browser, claim_id):
    ratna = browser.as_("ratna")
    ratna.get(f"/klaim/{claim_id}/langkah/serahkan")
    assert ratna.submit("#langkah", on="2026-11-10", reference="TT-7").status == 303
    page = ratna.get(f"/klaim/{claim_id}")
    assert page.text(".way [data-state='now'] b") == "BPJS memutuskan, keluarga menerima"
    assert page.says("Sudah 14 hari sejak dilaporkan, 10 hari sejak langkah terakhir.")

    ratna.get(f"/klaim/{claim_id}/langkah/bayar")
    page = ratna.submit("#langkah", on="2026-11-18", amount="")
    assert page.status == 422
    assert "Isi jumlah yang diterima keluarga, dalam rupiah." in page.problems
    assert page.one("#on")["value"] == "2026-11-18"
    ratna.submit("#langkah", amount="42000000")
    page = ratna.follow()

    assert page.says("Keluarga almarhumah Siti Rahayu telah menerima Rp42.000.000.")
    assert "menerima Rp42.000.000" in page.said
    assert page.texts(".way [data-state='done'] b")[-1] == "BPJS memutuskan, keluarga menerima"
    assert not page.has(".papers form")
    assert ratna.get(f"/klaim/{claim_id}/langkah/serahkan").status == 303  # nothing to be handed in any more


def test_batalkan_takes_a_step_back(browser, claim_id):
    ratna = browser.as_("ratna")
    ratna.get(f"/klaim/{claim_id}/langkah/serahkan")
    ratna.submit("#langkah")
    ratna.follow()

    ratna.submit("#status form")

    db.session.rollback()
    assert db.session.get_one(Claim, claim_id).state == "open"


def test_a_refusal_needs_bpjs_words_and_keeps_them(browser, claim_id):
    ratna = browser.as_("ratna")
    ratna.get(f"/klaim/{claim_id}/langkah/tolak")
    assert ratna.submit("#langkah").status == 422

    ratna.submit("#langkah", reason="nama pada akta berbeda")
    page = ratna.follow()

    assert page.says("BPJS menolak klaim keluarga almarhumah Siti Rahayu.")
    assert page.says("Alasan: nama pada akta berbeda")
    assert page.has(f"a[href='/klaim/{claim_id}/langkah/buka']")


def test_who_was_slower_sees_what_was_saved_and_keeps_what_he_typed(browser, claim_id):
    ratna, kadis = browser.as_("ratna"), browser.as_("kadis")
    ratna.get(f"/klaim/{claim_id}/ubah")
    kadis.get(f"/klaim/{claim_id}/ubah")
    kadis.submit("#ubah", helper="Suharto")

    page = ratna.submit("#ubah", helper="Bu Wati")

    assert page.status == 409
    assert "Suharto Wibowo mengubah klaim" in page.problems
    assert page.one("#helper")["value"] == "Bu Wati"
    ratna.submit("#ubah", helper="Bu Wati")
    assert ratna.follow().says("Bu Wati")


def test_the_heirs_number_is_shown_once_to_who_goes_the_way(browser, claim_id, siti):
    ratna = browser.as_("ratna")
    ratna.get(f"/klaim/{claim_id}")

    page = ratna.submit("#telepon")

    assert page.says("081234567890")
    assert "081234567890" not in ratna.get(f"/klaim/{claim_id}").body.decode()
    assert ratna.get(f"/pekerja/{siti.worker_id}").says("Ratna Wulandari melihat nomor telepon ahli waris")
    assert not browser.as_("dewi").get(f"/klaim/{claim_id}").has("#telepon")
    assert browser.as_("dewi").post(f"/klaim/{claim_id}/telepon").status == 403


def test_readers_see_the_companion_without_its_acts(browser, claim_id, siti):
    for username in ("dewi", "inspektur", "bendahara"):
        page = browser.as_(username).get(f"/klaim/{claim_id}")
        assert page.status == 200
        assert not page.has("main form")
        assert browser.as_(username).get(f"/klaim/lapor/{siti.worker_id}").status == 403
        assert not browser.as_(username).get(f"/pekerja/{siti.worker_id}").has("a[href^='/klaim/lapor']")


def test_another_office_does_not_know_of_it(browser, claim_id):
    bayu = browser.as_("bayu")

    for path in ("", "/lembar", "/ubah", "/langkah/bayar"):
        assert bayu.get(f"/klaim/{claim_id}{path}").status == 404
    assert bayu.post(f"/klaim/{claim_id}/berkas/form/ada").status == 404
    assert not bayu.get("/klaim", keadaan="semua").says("Siti Rahayu")


def test_one_sheet_for_the_family_in_indonesian_whatever_its_helper_reads(browser, claim_id):
    ratna = browser.as_("ratna")
    ratna.post("/akun/bahasa", bahasa="en")

    page = ratna.get(f"/klaim/{claim_id}/lembar")

    assert page.heading == "Pendampingan klaim almarhumah Siti Rahayu"
    assert page.says("Kami turut berdukacita.")
    assert page.says("tidak ada biaya apa pun")
    assert len(page.texts(".papers li")) == 8
    assert page.says("Pendamping di kantor: Ratna Wulandari, Dinas Pendidikan.")
    assert "0812" not in page.text("main")
    assert "!" not in page.text("main")


def test_an_accident_speaks_of_treatment_and_not_of_a_sum(browser, make, siti):
    ratna = browser.as_("ratna")
    ratna.get(f"/klaim/lapor/{siti.worker_id}")
    ratna.submit("#lapor", **(TOLD | {"kind": "kecelakaan"}))
    page = ratna.follow()

    assert page.heading == "Klaim Siti Rahayu"
    assert page.says("Pengobatan Siti Rahayu ditanggung tanpa batas biaya (perkiraan).")
    assert page.says("Laporan kecelakaan kerja tahap I, paling lambat 2 × 24 jam")
    db.session.rollback()
    assert db.session.get_one(Worker, siti.worker_id).died_on is None


def test_what_the_books_say_today_stands_beside_what_was_estimated(browser, claim_id):
    with act(CONSOLE, "claim.edit", today=TODAY):
        db.session.get_one(Claim, claim_id).expected = 10_000_000  # as it was before August was found paid

    page = browser.as_("ratna").get(f"/klaim/{claim_id}")

    assert page.says("Keluarga almarhumah Siti Rahayu dapat menerima Rp10.000.000 (perkiraan).")
    assert page.says("Menurut pembukuan hari ini perkiraannya Rp42.000.000.")


def test_the_paper_list_of_a_receiving_clerk_keeps_the_day(browser, claim_id):
    receive_paper(people.viewer("ratna"), claim_id, Paper.BANK_BOOK, today=date(2026, 11, 9))

    page = browser.as_("ratna").get(f"/klaim/{claim_id}")

    assert "ada, 9 Nov 2026" in " ".join(page.texts(".papers li[data-done='yes']"))
    assert page.says("Sudah 14 hari sejak dilaporkan, 11 hari sejak langkah terakhir.")


@pytest.mark.parametrize("typed", ["42.000.000", "Rp42.000.000", "Rp 42.000.000,00", "42000000"])
def test_an_amount_is_typed_as_people_write_it(browser, claim_id, typed):
    ratna = browser.as_("ratna")
    page = ratna.get(f"/klaim/{claim_id}/langkah/bayar")
    assert page.one("#amount")["type"] == "text"
    assert "boleh kosong" not in page.text("label[for=amount]")

    assert ratna.submit("#langkah", amount=typed).status == 303

    assert ratna.follow().says("telah menerima Rp42.000.000.")


@pytest.mark.parametrize("typed", ["empat puluh dua juta", "-42000000", "4,2"])
def test_what_is_no_amount_is_refused_at_its_field_and_stays_typed(browser, claim_id, typed):
    ratna = browser.as_("ratna")
    ratna.get(f"/klaim/{claim_id}/langkah/bayar")

    page = ratna.submit("#langkah", amount=typed)

    assert page.status == 422
    assert "tidak terbaca" in page.text("#amount-galat")
    assert page.one("#amount")["value"] == typed


@pytest.mark.parametrize("typed", ["20.999.999", "84.000.001"])
def test_an_amount_far_from_the_estimate_asks_and_is_taken_from_who_is_sure(browser, claim_id, typed):
    ratna = browser.as_("ratna")
    assert not ratna.get(f"/klaim/{claim_id}/langkah/bayar").has("#sure")

    page = ratna.submit("#langkah", amount=typed)

    assert page.status == 422
    assert f"Jumlah Rp{typed} jauh dari perkiraan Rp42.000.000." in page.text("#sure-galat")
    assert ratna.submit("#langkah", sure="y").status == 303
    assert ratna.follow().says(f"telah menerima Rp{typed}.")


def test_after_payment_no_step_is_still_to_come(browser, claim_id):
    ratna = browser.as_("ratna")
    ratna.get(f"/klaim/{claim_id}/langkah/bayar")
    ratna.submit("#langkah", amount="42000000")

    page = ratna.follow()

    assert page.texts(".way .tag") == ["selesai", "tidak dicatat", "tidak dicatat", "selesai"]
    assert "Bawa berkas asli" not in page.text(".way")


def test_a_required_reason_does_not_say_that_it_may_stay_empty(browser, claim_id):
    ratna = browser.as_("ratna")
    for way in ("tolak", "tarik"):
        page = ratna.get(f"/klaim/{claim_id}/langkah/{way}")
        assert "boleh kosong" not in page.text("label[for=reason]")


def test_an_heirs_number_is_checked_as_other_numbers_are(browser, claim_id, siti, make):
    other = make.an_enrolment(make.a_sponsor("Joko Susilo"), make.a_worker("Wagiman"), since="2026-08")
    make.paid_month(other, *THREE)
    ratna = browser.as_("ratna")
    report, correction = f"/klaim/lapor/{other.worker_id}", f"/klaim/{claim_id}/ubah"
    for address, form in ((report, "#lapor"), (correction, "#ubah")):
        ratna.get(address)

        page = ratna.submit(form, **(TOLD | {"phone": "abc"}))

        assert page.status == 422
        assert "Nomor telepon berisi angka saja" in page.text("#phone-galat")
