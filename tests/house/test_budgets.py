"""Each page stays within its statements, however many people there are (STYLE rule 14)."""

import pytest

from tests.support.makers import Makers

pytestmark = pytest.mark.state("regency")
MOST = 12  # the month table, and the Sekda's page
MOST_OF_OTHERS = 16
PAGES = (
    "/beranda",
    "/kepatuhan",
    "/kepatuhan?unit=07",
    "/kepatuhan?tampilan=tangga",
    "/kalender",
    "/pekerja/kisi",
    "/asn",
    "/asn?q=pend",
    "/pekerja",
    "/edaran",
    "/program",
    "/program/simulasi",
    "/iuran/tarif",
    "/cari?q=asn",
    "/pengingat/nama",
    "/iuran/potongan",
    "/iuran/potongan/tanpa-surat-kuasa",
    "/iuran/potongan/belum-disetor",
    "/iuran/tiga-sumber",
    "/cakupan",
    "/cakupan/bulan",
    "/cakupan/sumber",
    "/cakupan/komitmen",
    "/pertanyaan",
    "/alih",
    "/klaim",
    "/klaim/dampak",
)


@pytest.mark.both_engines
@pytest.mark.one_engine_in_the_gate
@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("username", ["dewi", "kadis", "ratna", "koordinator"])
def test_a_page_stays_within_its_statements(browser, queries, username, path):
    person = browser.as_(username)
    person.get("/akun")  # the session is seen once a minute; that is not this page's cost

    with queries() as seen:
        assert person.get(path).status == 200

    strict = path.startswith("/kepatuhan") or (username, path) == ("dewi", "/beranda")
    assert len(seen) <= (MOST if strict else MOST_OF_OTHERS), "\n".join(one[:200] for one in seen)


@pytest.mark.parametrize("path", PAGES)
def test_more_people_are_not_more_questions(browser, queries, app, path):
    person = browser.as_("dewi")
    person.get("/akun")
    with queries() as before:
        person.get(path)
    make = Makers()
    for number in range(5):
        make.an_enrolment(
            make.a_sponsor(f"Baru {number}", nip=f"19900101202001{number:04d}"),
            make.a_worker(nik=f"351800570486{9000 + number}"),
        )

    with queries() as after:
        person.get(path)

    assert len(after) == len(before)
