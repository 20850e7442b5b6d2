"""What a person sees of the month without looking for it: N4, N5 and Kd4."""

import pytest

from tests.support.closing import approved

pytestmark = pytest.mark.browser
SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])


@pytest.fixture
def siti(make):
    """Registered by Pak Hadi, who pays privately, and not paid for in November."""
    hadi = make.a_sponsor("Hadi Suprapto")
    make.a_declaration(hadi)
    siti = make.an_enrolment(hadi, make.a_worker("Siti Rahayu"), since="2026-10")
    make.paid_month(siti, "2026-10")
    return siti


@SCRIPTS
def test_n4_of_two_assistants_one_unregistered_is_partly_one_unpaid_is_not_settled(
    make, siti, desk_of, scripts
):
    rini = make.a_sponsor("Rini Astuti")
    make.a_declaration(rini)
    make.paid_month(make.an_enrolment(rini, make.a_worker("Tini"), since="2026-10"), "2026-10", "2026-11")
    make.an_enrolment(rini, make.a_worker("Wati"), since="2026-10", state="candidate")
    desk = desk_of("ratna", scripts=scripts)

    desk.open("/asn?bulan=2026-11")

    rows = {next(name for name in ("Hadi", "Rini") if name in " ".join(row)): row for row in desk.rows()}
    assert "Terdaftar, belum lunas" in " ".join(rows["Hadi"])
    assert "Sebagian terdaftar" in " ".join(rows["Rini"])
    assert desk.clicks == 0


@SCRIPTS
def test_n5_the_months_contribution_stands_with_its_law_where_it_is_paid(siti, desk_of, scripts):
    desk = desk_of("ratna", scripts=scripts)

    desk.open(f"/pekerja/{siti.worker_id}")
    assert "Rp8.400" in desk.text()
    assert "PP 50/2025" in desk.text()
    desk.open(f"/iuran/bayar?id={siti.id}&bulan=2026-11")
    assert "PP 50/2025" in desk.text()
    assert desk.clicks == 0


@pytest.mark.state("regency")
@SCRIPTS
def test_kd4_the_coordinator_sees_who_is_late_with_the_report_in_one_click(desk_of, scripts):
    approved("07")
    desk = desk_of("koordinator", scripts=scripts)
    page = desk.open("/beranda")

    desk.click(page.get_by_role("link", name="Lihat siapa saja"))

    assert desk.clicks == 1
    late = [" ".join(row) for row in desk.rows()]
    assert len(late) == 8
    assert all("terlambat" in row for row in late)
