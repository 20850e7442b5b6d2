"""People who pay, changed in place: facts, moves from a month on, leaving, coming back, and who was missing."""

from datetime import date

import pytest
from sqlalchemy import func, select

from lindung.actions.acts import AlreadyDone
from lindung.actions.done import Done
from lindung.actions.sponsors import (
    LeaveReason,
    SponsorFacts,
    add_sponsor,
    edit_sponsor,
    leave_sponsor,
    move_sponsor,
    return_sponsor,
)
from lindung.actions.undo import undo_act
from lindung.domain.duties import Employment
from lindung.domain.errors import ChangedMeanwhile, NotThere, RuleBroken
from lindung.domain.months import OPEN_END, Month
from lindung.models.acts import AuditEntry
from lindung.models.base import db
from lindung.models.sponsors import Posting, Sponsor
from lindung.models.workers import Enrolment
from tests.support import cast
from tests.support.clock import THIS_MONTH, TODAY
from tests.support.counts import asn_of

pytestmark = pytest.mark.usefixtures("nothing_drifts")

OCTOBER = Month(202610)


def facts(row, **values):
    columns = ("name", "nip", "grade", "position", "phone", "email")
    chosen = {name: getattr(row, name) for name in columns} | {"employment": Employment(row.employment)}
    return SponsorFacts(**(chosen | values))


def refused(deed):
    with pytest.raises(RuleBroken) as broken:
        deed()
    return broken.value.code, broken.value.field


def edit(who, row, **values):
    given = facts(row, **values)
    return edit_sponsor(who, row.id, given, seen_version=row.version, today=TODAY)


def test_a_clerk_corrects_name_grade_and_phone(viewer, a_sponsor):
    hadi = a_sponsor()

    done = edit(viewer("ratna"), hadi, name="Hadi Suprapto, S.Pd.", grade="IV/a", phone="0812-0000-1111")

    db.session.rollback()
    assert (hadi.name, hadi.name_key, hadi.grade) == ("Hadi Suprapto, S.Pd.", "hadi suprapto s pd", "IV/a")
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.act_id == done.act_id)).one()
    assert entry.after["phone"] == "0812-0000-1111"


def test_an_asn_who_becomes_other_staff_leaves_the_figures_of_all_months(viewer, a_sponsor, a_circular):
    circular, hadi = a_circular(), a_sponsor()
    assert asn_of(circular, "07", OCTOBER) == 1

    edit(viewer("ratna"), hadi, employment=Employment.NON_ASN, nip=None)

    assert asn_of(circular, "07", OCTOBER) == 0
    assert hadi.nip is None


@pytest.mark.parametrize(
    ("values", "code", "field"),
    [
        ({"name": " "}, "name_missing", "name"),
        ({"nip": ""}, "nip_missing", "nip"),
        ({"nip": "1980010120050"}, "nip_length", "nip"),
        ({"phone": "telepon rumah"}, "phone_wrong", "phone"),
        ({"email": "hadi.di.kantor"}, "email_wrong", "email"),
        ({"position": "x" * 201}, "text_long", "position"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(viewer, a_sponsor, values, code, field):
    hadi = a_sponsor()

    assert refused(lambda: edit(viewer("ratna"), hadi, **values)) == (code, field)


def test_a_nip_belongs_to_one_person_and_another_offices_is_not_named(viewer, a_sponsor):
    hadi, rini, tono = a_sponsor(), a_sponsor("Rini Astuti"), a_sponsor("Tono", unit="08")

    assert refused(lambda: edit(viewer("ratna"), hadi, nip=rini.nip)) == ("nip_taken", "nip")
    assert refused(lambda: edit(viewer("ratna"), hadi, nip=tono.nip)) == ("nip_taken_elsewhere", "nip")


def test_of_two_clerks_on_one_row_the_second_learns_what_stands_there_who_and_when(viewer, a_sponsor):
    hadi = a_sponsor()
    seen = hadi.version
    edit(viewer("ratna"), hadi, name="Hadi Wibowo")

    with pytest.raises(ChangedMeanwhile) as late:
        edit_sponsor(
            viewer("koordinator"), hadi.id, facts(hadi, name="Hadi S."), seen_version=seen, today=TODAY
        )

    assert late.value.theirs["name"] == "Hadi Wibowo"
    assert late.value.who == "Ratna Wulandari"
    assert late.value.when.date() == TODAY


def test_a_stranger_a_reader_and_a_fund_find_nothing(viewer, a_sponsor):
    hadi = a_sponsor()
    fund = a_sponsor("Dana Desa", kind="fund", nip=None)

    for who, row in (("bayu", hadi), ("dewi", hadi), ("inspektur", hadi), ("ratna", fund)):
        with pytest.raises(NotThere):
            edit(viewer(who), row)


def test_the_same_form_sent_twice_is_done_once(viewer, a_sponsor):
    hadi = a_sponsor()
    given = facts(hadi, grade="IV/b")
    done = edit_sponsor(viewer("ratna"), hadi.id, given, seen_version=1, today=TODAY, key="k1")

    with pytest.raises(AlreadyDone) as before:
        edit_sponsor(viewer("ratna"), hadi.id, given, seen_version=1, today=TODAY, key="k1")

    assert Done.of(before.value.result) == done


# R10


def move(who, row, unit, month, **values):
    return move_sponsor(who, row.id, unit, month, seen_version=row.version, today=TODAY, **values)


def test_a_move_counts_from_its_month_and_leaves_the_months_before(viewer, an_enrolment, a_sponsor):
    hadi = a_sponsor()
    siti = an_enrolment(hadi)
    circular = siti.circular_id

    move(viewer("ratna"), hadi, "08.01", OCTOBER)

    assert [asn_of(circular, "07", month) for month in (Month(202609), OCTOBER, THIS_MONTH)] == [1, 0, 0]
    assert [asn_of(circular, "08", month) for month in (Month(202609), OCTOBER, THIS_MONTH)] == [0, 1, 1]
    copy = db.session.get(Enrolment, siti.id)
    assert (copy.unit_id, copy.opd_id) == (cast.unit("08.01").id, cast.unit("08").id)


def test_who_has_moved_is_the_new_offices_and_undone_the_old_ones_again(viewer, an_enrolment, a_sponsor):
    hadi = a_sponsor()
    an_enrolment(hadi)
    done = move(viewer("ratna"), hadi, "08", THIS_MONTH)

    with pytest.raises(NotThere):
        edit(viewer("ratna"), hadi)
    edit(viewer("bayu"), hadi, grade="IV/a")

    undo_act(viewer("ratna"), done.act_id, today=TODAY)

    db.session.rollback()
    assert hadi.grade == "IV/a", "what the new office wrote stays"
    edit(viewer("ratna"), hadi)


def test_of_two_who_move_one_person_the_second_is_told_of_the_first(viewer, a_sponsor):
    hadi = a_sponsor()
    seen = hadi.version
    move(viewer("koordinator"), hadi, "07.01", THIS_MONTH)

    with pytest.raises(ChangedMeanwhile) as late:
        move_sponsor(viewer("ratna"), hadi.id, "08", THIS_MONTH, seen_version=seen, today=TODAY)

    assert late.value.who == "Joko Prasetyo"


@pytest.mark.parametrize(
    ("unit", "month", "code", "field"),
    [
        ("99", THIS_MONTH, "unit_unknown", "unit_code"),
        ("07", THIS_MONTH, "sponsor_already_there", "unit_code"),
        ("08", THIS_MONTH.next(), "move_ahead", "from_month"),
    ],
)
def test_a_move_that_cannot_be(viewer, a_sponsor, unit, month, code, field):
    hadi = a_sponsor()

    assert refused(lambda: move(viewer("ratna"), hadi, unit, month)) == (code, field)


def test_nobody_moves_into_a_closed_unit(viewer, a_sponsor):
    from lindung.actions.units import close_unit

    close_unit(viewer("admin"), "08.01", OCTOBER, seen_version=cast.unit("08.01").version, today=TODAY)
    hadi = a_sponsor()

    assert refused(lambda: move(viewer("ratna"), hadi, "08.01", OCTOBER)) == ("unit_closed", "unit_code")


# Leaving and coming back


def leave(who, row, on, reason=LeaveReason.RETIRED):
    return leave_sponsor(who, row.id, on, reason, seen_version=row.version, today=TODAY)


def test_who_retires_counts_nowhere_from_that_month_on(viewer, a_circular, a_sponsor):
    circular, hadi = a_circular(), a_sponsor()

    leave(viewer("ratna"), hadi, date(2026, 10, 1))

    assert [asn_of(circular, "07", month) for month in (Month(202609), OCTOBER)] == [1, 0]
    assert (hadi.left_on, hadi.left_reason) == (date(2026, 10, 1), "retired")


def test_leaving_ahead_twice_or_before_one_began_is_refused(viewer, a_sponsor):
    hadi, new = a_sponsor(), a_sponsor("Tini", since="2026-11")

    assert refused(lambda: leave(viewer("ratna"), hadi, date(2026, 11, 21))) == ("day_ahead", "on")
    assert refused(lambda: leave(viewer("ratna"), new, date(2026, 11, 2))) == ("leave_before_posting", "on")
    leave(viewer("ratna"), hadi, TODAY)
    assert refused(lambda: leave(viewer("ratna"), hadi, TODAY))[0] == "sponsor_has_left"
    assert refused(lambda: move(viewer("ratna"), hadi, "08", THIS_MONTH))[0] == "sponsor_has_left"


def test_leaving_before_any_circular_counted_him_is_refused(viewer, a_circular, a_sponsor):
    a_circular(), a_circular("SE 9/2020", state="draft", in_force_from=date(2020, 1, 1))
    hadi = a_sponsor()

    for long_ago in (date(1950, 1, 1), date(2025, 12, 31)):
        assert refused(lambda day=long_ago: leave(viewer("ratna"), hadi, day)) == (
            "leave_before_circulars", "on",
        )  # fmt: skip
    leave(viewer("ratna"), hadi, date(2026, 1, 1))
    assert hadi.left_on == date(2026, 1, 1)


def test_leaving_before_one_could_serve_is_refused_by_the_nip(viewer, a_circular, a_sponsor):
    a_circular(in_force_from=date(2024, 1, 1))
    hadi = a_sponsor(nip="200801012026012888")

    assert refused(lambda: leave(viewer("ratna"), hadi, date(2024, 12, 31))) == ("leave_before_serving", "on")
    leave(viewer("ratna"), hadi, date(2026, 2, 1))
    assert hadi.left_on == date(2026, 2, 1)


def test_who_comes_back_counts_again_from_a_month_on(viewer, a_circular, a_sponsor):
    circular, hadi = a_circular(), a_sponsor()
    leave(viewer("ratna"), hadi, date(2026, 8, 15))

    return_sponsor(viewer("ratna"), hadi.id, "07.01", OCTOBER, seen_version=hadi.version, today=TODAY)

    months = (Month(202607), Month(202608), Month(202609), OCTOBER)
    assert [asn_of(circular, "07", month) for month in months] == [1, 0, 0, 1]
    assert hadi.left_on is None


# Who was missing


def test_a_clerk_adds_staff_without_a_nip_who_are_no_asn(viewer, a_circular):
    circular = a_circular()

    done = add_sponsor(viewer("ratna"), "07.01", SponsorFacts("Tuti", None, Employment.NON_ASN), today=TODAY)

    tuti = db.session.get(Sponsor, done.record_id)
    assert (tuti.kind, tuti.nip) == ("staff", None)
    assert asn_of(circular, "07", OCTOBER) == 0


def test_an_asn_added_from_a_month_on_counts_from_then(viewer, a_circular, make):
    circular = a_circular()
    new = SponsorFacts("Tini", make.a_nip(), Employment.PPPK)

    done = add_sponsor(viewer("ratna"), "07.01", new, from_month=OCTOBER, today=TODAY)

    assert [asn_of(circular, "07", month) for month in (Month(202609), OCTOBER)] == [0, 1]
    posting = db.session.scalars(select(Posting).where(Posting.sponsor_id == done.record_id)).one()
    assert (posting.first_month, posting.last_month) == (OCTOBER, OPEN_END)


def test_somebody_is_added_to_ones_own_units_only_and_an_asn_with_his_number(viewer, make):
    def add(unit, nip, employment=Employment.PNS):
        return add_sponsor(viewer("ratna"), unit, SponsorFacts("Tini", nip, employment), today=TODAY)

    assert refused(lambda: add("08", make.a_nip())) == ("unit_not_yours", "unit_code")
    assert refused(lambda: add("07", None)) == ("nip_missing", "nip")
    assert refused(lambda: add("07", "1" * 17)) == ("nip_length", "nip")
    assert db.session.scalar(select(func.count()).select_from(Sponsor)) == 0


def test_a_birth_date_in_the_nip_that_cannot_be_is_remarked_and_taken(viewer):
    odd = SponsorFacts("Tini", "199902312020122001", Employment.PNS)

    done = add_sponsor(viewer("ratna"), "07", odd, today=TODAY)

    assert [remark.code for remark in done.remarks] == ["nip_date_impossible"]
