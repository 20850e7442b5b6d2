"""One box: people, workers, units and circulars within reach; a NIK only whole, and only by POST."""

import pytest

from lindung.actions.sponsors import LeaveReason, leave_sponsor
from lindung.domain.errors import NotThere, RuleBroken
from lindung.queries.editing import sponsor_form, worker_form
from lindung.queries.search import found, found_by_nik, is_nik
from tests.support.clock import TODAY

NIK = "3518005704860001"


def names(hits, column="name"):
    return [getattr(row, column) for row in hits.rows]


def test_words_of_a_name_find_people_and_workers_of_ones_own_units(viewer, a_sponsor, an_enrolment, a_worker):
    an_enrolment(a_sponsor("Siti Aminah"), a_worker("Siti Rahayu"))
    an_enrolment(a_sponsor("Siti Tono", unit="08"), a_worker("Siti Wati"))

    mine, everything = found(viewer("ratna"), "siti", TODAY), found(viewer("dewi"), "siti", TODAY)

    assert (names(mine.sponsors), names(mine.workers)) == (["Siti Aminah"], ["Siti Rahayu"])
    assert mine.workers.rows[0].sponsor_name == "Siti Aminah"
    assert (names(everything.sponsors), names(everything.workers)) == (
        ["Siti Aminah", "Siti Tono"],
        ["Siti Rahayu", "Siti Wati"],
    )


def test_last_digits_find_nips_and_niks_and_three_find_nothing(viewer, a_sponsor, an_enrolment, a_worker):
    hadi = a_sponsor(nip="198001012005011777")
    an_enrolment(hadi, a_worker(nik="3518005704861777"))

    assert names(found(viewer("ratna"), "1777", TODAY).sponsors) == ["Hadi Suprapto"]
    assert names(found(viewer("ratna"), "1777", TODAY).workers) == ["Siti Rahayu"]
    assert names(found(viewer("ratna"), "01 1777", TODAY).sponsors) == ["Hadi Suprapto"]
    assert found(viewer("ratna"), "777", TODAY).is_empty


def test_units_by_code_and_name_with_what_is_above_them(viewer):
    hits = found(viewer("ratna"), "SD Negeri", TODAY).units

    assert [(row.code, row.above) for row in hits.rows] == [("07.01", "Dinas Pendidikan")]
    assert found(viewer("ratna"), "Puskesmas", TODAY).units.rows == []
    assert names(found(viewer("dewi"), "08", TODAY).units, "code") == ["08", "08.01"]


def test_circulars_by_number_and_title_but_no_drafts(viewer, a_circular):
    a_circular("SE 1/2026", title="Perlindungan ART")
    a_circular("SE 2/2026", title="Rancangan ART", state="draft")

    assert names(found(viewer("ratna"), "perlindungan", TODAY).circulars, "number") == ["SE 1/2026"]
    assert len(found(viewer("koordinator"), "ART", TODAY).circulars.rows) == 2


def test_of_many_circulars_only_the_few_shown_are_read_those_in_force_first(viewer, a_circular, queries):
    a_circular("SE 1/2025", state="revoked")
    for number in range(1, 5):
        a_circular(f"SE {number}/2026")

    with queries() as seen:
        circulars = found(viewer("ratna"), "SE", TODAY, most=2).circulars

    assert (names(circulars, "number"), circulars.total) == (["SE 4/2026", "SE 3/2026"], 5)
    assert any("FROM circular" in one and "LIMIT" in one for one in seen)


def test_a_few_are_shown_and_all_are_counted(viewer, a_sponsor):
    for number in range(4):
        a_sponsor(f"Hadi {number}")

    hits = found(viewer("ratna"), "hadi", TODAY, most=3).sponsors

    assert (len(hits.rows), hits.total, hits.is_capped) == (3, 4, False)


def test_nobody_is_counted_beyond_what_anybody_reads(viewer, a_sponsor, an_enrolment, a_worker, monkeypatch):
    monkeypatch.setattr("lindung.queries.search.COUNTED", 3)
    for number in range(5):
        an_enrolment(a_sponsor(f"Siti {number}"), a_worker(f"Siti ke-{number}"))

    hits = found(viewer("ratna"), "siti", TODAY, most=2)

    assert [(one.total, one.is_capped) for one in hits.groups[:2]] == [(3, True), (3, True)]
    assert (hits.total, hits.is_capped) == (6, True)


def test_who_has_left_stands_last_and_says_so(viewer, a_sponsor):
    gone = a_sponsor("Hadi A")
    a_sponsor("Hadi B")
    leave_sponsor(
        viewer("ratna"), gone.id, TODAY, LeaveReason.RETIRED, seen_version=gone.version, today=TODAY
    )

    assert [(row.name, row.has_left) for row in found(viewer("ratna"), "hadi", TODAY).sponsors.rows] == [
        ("Hadi B", False),
        ("Hadi A", True),
    ]


@pytest.mark.parametrize("q", ["", " ", "a", "!!", "%", "__"])
def test_nothing_to_look_for_finds_nothing(viewer, a_sponsor, an_enrolment, q):
    an_enrolment()

    assert found(viewer("ratna"), q, TODAY).is_empty


def test_a_whole_nik_is_looked_for_elsewhere(viewer, a_sponsor, an_enrolment, a_worker):
    an_enrolment(worker=a_worker(nik=NIK))

    assert is_nik(f" {NIK[:6]} {NIK[6:]}")
    assert found(viewer("ratna"), NIK, TODAY).is_empty
    assert [row.name for row in found_by_nik(viewer("ratna"), f"{NIK[:6]} {NIK[6:]}", TODAY)] == [
        "Siti Rahayu"
    ]
    assert found_by_nik(viewer("bayu"), NIK, TODAY) == []
    with pytest.raises(RuleBroken, match="nik_length"):
        found_by_nik(viewer("ratna"), NIK[:-1], TODAY)


def test_a_worker_with_two_enrolments_is_one_hit_with_what_still_stands(
    viewer, a_sponsor, an_enrolment, a_worker
):
    siti = a_worker()
    an_enrolment(a_sponsor("Lama"), siti, state="ended")
    an_enrolment(a_sponsor("Baru"), siti, state="submitted")

    assert [row.sponsor_name for row in found(viewer("ratna"), "siti", TODAY).workers.rows] == ["Baru"]


# The forms that rows become


def test_a_sponsors_form_brings_unit_answer_and_stamp(viewer, a_sponsor, a_declaration, an_enrolment):
    hadi = a_sponsor(unit="07.01")
    given = a_declaration(hadi)
    circular = an_enrolment(hadi).circular_id

    form = sponsor_form(viewer("ratna"), hadi.id, circular, TODAY)

    assert (form.unit_code, form.answer, form.made_on, form.live_workers) == (
        "07.01",
        "employs",
        given.made_on,
        1,
    )
    assert form.answer_stamp == f"{given.id}.1"
    assert sponsor_form(viewer("ratna"), hadi.id, None, TODAY).answer_stamp == "0"
    for stranger in (lambda: sponsor_form(viewer("bayu"), hadi.id, circular, TODAY),):
        with pytest.raises(NotThere):
            stranger()


def test_a_workers_form_holds_no_full_nik(viewer, an_enrolment, a_worker):
    siti = a_worker(nik=NIK, heir="Budi")
    an_enrolment(worker=siti)

    form = worker_form(viewer("ratna"), siti.id, TODAY)

    assert (form.nik_last4, form.heir, form.version) == ("0001", "Budi", siti.version)
    assert NIK not in repr(form)
    with pytest.raises(NotThere):
        worker_form(viewer("bayu"), siti.id, TODAY)
