"""What the press reports of five regencies stands on the app's own pages and in their files (DOMAIN 4)."""

import pytest

from tests.support.browser import Browser
from tests.support.programme_pages import plain, records, told
from tests.support.states import STATES

kendal, pasuruan, gianyar, ngawi = (
    pytest.mark.state(name) for name in ("kendal", "pasuruan", "gianyar", "ngawi")
)
BUDGET, WORKERS = "2800000000", "28448"
DBHCHT, VILLAGES = "560/448/HK/2026", "188/26/DPMD/2026"


@pytest.fixture
def sekda(browser):
    return browser.as_("sekda")


def summed(rows, column):
    return sum(int(row[column]) for row in rows)


def programme_of(person):
    """The address of the newest programme."""
    return person.get("/program").page.select("main table th a.name")[0]["href"]


def simulated(person, **given):
    asked = {"mulai": "2026-09", "pembayar": "pemerintah"} | given
    return person.get("/program/simulasi", **asked)


# Kendal


@kendal
@pytest.mark.parametrize("address", ["/beranda", "/kepatuhan"])
def test_kendal_says_both_shares_of_its_workers(sekda, address):
    page = sekda.get(address)

    assert plain(page.heading).startswith("573 dari 1.834 ASN pada 22 OPD yang ikut")
    assert told(page, "(31,2%); 974 pekerja untuk 10.345 ASN (9,4%). Target 20%.")


@kendal
def test_kd7_the_bases_of_kendal_stand_beside_each_other(sekda):
    page = sekda.get("/beranda")

    assert told(page, "5,5% dari semua ASN 10.345")
    assert told(page, "31,2% dari ASN pada OPD yang ikut 1.834")


@kendal
def test_the_table_of_kendal_adds_up_to_them(sekda):
    rows = sekda.get("/kepatuhan", format="csv").csv()

    assert len(rows) == 38
    assert (summed(rows, "asn"), summed(rows, "pekerja_terdaftar")) == (10_345, 974)
    assert (summed(rows, "asn_opd_ikut"), summed(rows, "terdaftar")) == (1_834, 573)
    assert round(974 / 10_345 * 100, 1) == 9.4
    assert sum(1 for row in rows if row["asn_opd_ikut"] != "0") == 22


@kendal
def test_kd6_five_families_of_kendal_received_210_million(sekda):
    assert told(sekda.get("/klaim/dampak"), "5 keluarga menerima Rp210.000.000")
    assert told(sekda.get("/beranda"), "5 keluarga menerima Rp210.000.000")
    (row,) = sekda.get("/klaim/dampak", format="csv").csv()
    assert (row["keluarga_menerima"], row["rupiah_dibayar"]) == ("5", "210000000")


# Pasuruan


@pasuruan
def test_the_programme_of_pasuruan_answers_with_five_months_and_what_a_sixth_lacks(sekda):
    page = sekda.get(programme_of(sekda))

    assert plain(page.heading) == (
        "28.448 pekerja didanai DBHCHT sampai Februari 2027; dana cukup untuk 5 bulan dengan sisa "
        "Rp410.368.000, kurang Rp67.558.400 untuk "
        "bulan ke-6."
    )
    bridges = records(page, "main h2 + p + table")
    assert [row["Biaya"] for row in bridges] == ["Rp477.926.400", "Rp955.852.800", "Rp1.433.779.200"]
    assert bridges[0]["Belum tersedia"] == "Rp67.558.400"


@pasuruan
@pytest.mark.parametrize("username", ["sekda", "koordinator"])
def test_home_of_pasuruan_speaks_of_the_programme(browser, username):
    page = browser.as_(username).get("/beranda")

    assert plain(page.heading).startswith("28.448 pekerja terdaftar: 28.436 aktif penuh")
    assert told(page, "Rp477.926.400 dibayar dari Rp477.926.400.")
    assert told(page, "3 keluarga menerima Rp30.000.000")


@pasuruan
def test_p3_who_of_pasuruan_has_the_full_benefit_on_any_date(sekda):
    programme = programme_of(sekda)

    november = {row["Perlindungan"]: row for row in records(sekda.get(programme), "#tangga ~ table")}
    october = records(sekda.get(programme, bulan="2026-10"), "#tangga ~ table")

    workers = {step: row["Pekerja"] for step, row in november.items()}
    assert workers == {
        "Belum aktif": "0", "Bulan ke-1 dari 3": "6", "Bulan ke-2 dari 3": "6", "Aktif penuh": "28.436",
    }  # fmt: skip
    assert {row["Perlindungan"]: row["Pekerja"] for row in october}["Aktif penuh"] == "0"
    assert told(sekda.get("/klaim/dampak"), "3 keluarga menerima Rp30.000.000")


@pasuruan
def test_p5_each_month_of_pasuruan_is_tied_to_its_sp2d(sekda):
    programme = programme_of(sekda)
    paid = records(sekda.get(f"{programme}/pembayaran"))[:3]
    lines = sekda.get(f"{programme}/pembayaran", format="csv").csv()

    assert {(row["Pekerja dibayar"], row["Dibayar"], row["Dikonfirmasi BPJS"]) for row in paid} == {
        ("28.448", "Rp477.926.400", "Rp477.926.400")
    }
    assert all("/SP2D-LS/2026" in row["SP2D atau kwitansi"] for row in paid)
    assert [row["rencana"] for row in lines] == ["477926400"] * 6
    assert [row["sisa_anggaran"] for row in lines[:3]] == ["2322073600", "1844147200", "1366220800"]


@pasuruan
def test_p1_the_simulator_solves_the_budget_of_pasuruan_from_any_side(sekda):
    months = simulated(sekda, uang=BUDGET, pekerja=WORKERS)
    assert told(
        months, "5 bulan penuh (September 2026–Januari 2027), sisa Rp410.368.000, kurang Rp67.558.400"
    )
    assert told(months, "Rp477.926.400 sebulan untuk 28.448 pekerja.")
    lines = simulated(sekda, uang=BUDGET, pekerja=WORKERS, format="csv").csv()
    assert [row["didanai"] for row in lines] == ["ya"] * 5 + ["tidak"]
    assert (lines[4]["biaya"], lines[4]["sisa"]) == ("477926400", "410368000")

    assert told(simulated(sekda, uang=BUDGET, bulan="12"), "cukup untuk 13.888 pekerja selama 12 bulan")
    lines = simulated(sekda, uang=BUDGET, bulan="12", format="csv").csv()
    assert ([row["pekerja"] for row in lines], lines[-1]["didanai"]) == (["13888"] * 12, "ya")

    assert told(simulated(sekda, pekerja=WORKERS, bulan="6"), "memerlukan Rp2.867.558.400")
    assert summed(simulated(sekda, pekerja=WORKERS, bulan="6", format="csv").csv(), "biaya") == 2_867_558_400


@pasuruan
def test_p2_and_p6_the_lists_of_pasuruan_name_who_is_covered_and_who_replaced_whom(sekda):
    programme = programme_of(sekda)

    covered = sekda.get(f"{programme}/usulan", temuan="ditanggung_asn")
    waiting = sekda.get(f"{programme}/usulan", tahap="menunggu", format="csv").csv()
    died = sekda.get(f"{programme}/usulan", alasan="meninggal", format="csv").csv()

    assert plain(covered.heading).startswith("18 orang memenuhi saringan")
    assert (len(waiting), len(died)) == (412, 3)


@pytest.mark.parametrize(
    "rest", ["/beranda", "/program", "", "/usulan", "/corong", "/pembayaran", "/pekerja"]
)
def test_28448_workers_are_not_more_questions_than_800(stage, clock, queries, rest):
    """Home, list and funnel ask as often of Pasuruan as of a small one."""
    asked = {}
    for state in ("small_pasuruan", "pasuruan"):
        stage.restore(state, STATES[state])
        with stage.app.app_context():
            sekda = Browser(stage.app).as_("sekda")
            programme = programme_of(sekda)
            address = rest if rest in ("/beranda", "/program", "/pekerja") else programme + rest
            if rest == "/pekerja":
                address += f"?edaran={DBHCHT}"
            sekda.get(address)
            with queries() as seen:
                assert sekda.get(address).status == 200
            asked[state] = len(seen)

    assert asked["pasuruan"] == asked["small_pasuruan"] <= 16


# Gianyar


@gianyar
def test_g2_the_funnel_of_gianyar(sekda):
    programme = programme_of(sekda)
    page = sekda.get(f"{programme}/corong")
    rows = sekda.get(f"{programme}/corong", format="csv").csv()

    assert plain(page.heading) == "8.733 dari 13.200 usulan terverifikasi; 1.136 terdaftar"
    last = rows[-1]
    assert (last["diusulkan"], last["terverifikasi"], last["terdaftar"]) == ("13200", "8733", "1136")
    assert [summed(rows[:-1], one) for one in ("diusulkan", "terverifikasi", "terdaftar")] == [
        13_200,
        8_733,
        1_136,
    ]
    assert {row["jenis"] for row in rows[:-1]} == {"Desa", "Kelurahan", "Lembaga Adat"}
    assert (last["nik_salah_dicoret"], last["terlalu_tua_dicoret"]) == ("1204", "642")


@gianyar
def test_g4_nobody_of_gianyar_reaches_three_months_unless_the_next_is_funded(sekda):
    programme = programme_of(sekda)
    page = sekda.get(programme)
    lines = sekda.get(f"{programme}/pembayaran", format="csv").csv()

    assert plain(page.heading).startswith("1.136 pekerja didanai APBD sampai Desember 2026")
    assert told(page, "Tidak ada pekerja yang mencapai 3 bulan")
    assert told(page, "kecuali Januari 2027 didanai (Rp19.084.800)")
    assert [(row["bulan"], row["rencana"]) for row in lines] == [
        ("2026-11", "19084800"),
        ("2026-12", "19084800"),
    ]


@gianyar
def test_g4_the_warning_stands_beside_the_form_before_anything_is_saved(browser):
    koordinator = browser.as_("koordinator")
    programme = programme_of(koordinator)

    page = koordinator.htmx().get(
        f"{programme}/dana/jawaban", amount="38169600", planned="1136", first_month="2026-11", last_month="2026-12",
        is_public="publik", unit_code="05",
    )  # fmt: skip

    assert told(page, "Rp19.084.800 sebulan untuk 1.136 pekerja.")
    assert told(page, "kecuali Januari 2027 didanai (Rp19.084.800)")


@gianyar
def test_g3_two_lawful_jobs_stay_out_of_what_is_wrong(sekda):
    programme = programme_of(sekda)

    (row,) = sekda.get(f"{programme}/usulan", temuan="dua_pekerjaan", format="csv").csv()
    wrong = sekda.get(f"{programme}/usulan", temuan="ada", format="csv").csv()

    assert row["nama"] not in {one["nama"] for one in wrong if one["nik"] == row["nik"]}
    assert told(sekda.get("/pertanyaan"), "Tidak ada pertanyaan yang menunggu keputusan")
    assert told(sekda.get("/pertanyaan", keadaan="diputuskan"), "2 pertanyaan sudah diputuskan")
    assert told(sekda.get("/klaim/dampak"), "1 keluarga menerima Rp74.000.000")


@gianyar
@pytest.mark.parametrize(("source", "count"), [("apbdes", 84), ("csr", 62), ("mandiri", 41)])
def test_g5_workers_of_gianyar_are_listed_by_who_pays(sekda, source, count):
    rows = sekda.get("/pekerja", edaran=VILLAGES, sumber=source, format="csv").csv()

    assert len(rows) == count


@gianyar
def test_a_village_of_gianyar_sees_its_own_list_alone(browser):
    ratna = browser.as_("ratna")

    rows = ratna.get(f"{programme_of(ratna)}/corong", format="csv").csv()

    assert [row["unit"] for row in rows[:-1]] == ["Desa Mas"]


# Ngawi


@ngawi
def test_ng1_and_ng5_ngawi_says_what_is_needed_and_where_its_pace_leads(sekda):
    page = sekda.get("/cakupan")
    whole = sekda.get("/cakupan", format="csv").csv()[0]

    assert told(page, "105.000 orang lagi dalam 48 bulan: 26.250 per tahun, 2.188 per bulan bersih")
    for address in ("/cakupan", "/beranda"):
        assert told(sekda.get(address), "Bila laju tetap: 31,0% pada 2029")
    planned = [whole[f"rencana_{one}"] for one in ("orang", "bulan", "per_tahun", "per_bulan")]
    assert planned == ["105000", "48", "26250", "2188"]
    assert (whole["target"], whole["persen_perkiraan"]) == ("225000", "31.0")
    months = sekda.get("/cakupan/bulan", format="csv").csv()
    assert {row["aktif"] for row in months if row["bulan"] == "2025-12"} == {"120000"}
