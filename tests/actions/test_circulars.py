"""A circular's life: drafted, in force, superseded or revoked, with every month counted anew."""

from datetime import date

import pytest
from sqlalchemy import select

from lindung.actions import summaries
from lindung.actions.circulars import (
    LARGEST_DOCUMENT,
    CircularText,
    NewDocument,
    create_circular,
    edit_circular,
    put_in_force,
    revoke_circular,
    supersede_circular,
)
from lindung.domain.duties import ASN_EMPLOYMENTS, CircularState, DutyKind, Employment, Force
from lindung.domain.errors import ChangedMeanwhile, NotThere, RuleBroken
from lindung.domain.registration import Programme, Relation
from lindung.models.base import db
from lindung.models.circulars import Circular
from lindung.models.summaries import MonthBook, UnitMonth
from lindung.queries.circulars import (
    by_number,
    circular_row,
    newest_binding,
    newest_in_force,
    revocation_reason,
)
from tests.support.clock import TODAY

pytestmark = pytest.mark.one_engine_in_the_gate

PDF = b"%PDF-1.7\n%%EOF\n"


@pytest.fixture
def coordinator(viewer):
    return viewer("koordinator")


def a_text(**more) -> CircularText:
    values = {
        "number": "SE 7/2026",
        "issued_on": None,
        "title": "Perlindungan ART",
        "force": Force.BINDING,
        "duty_kind": DutyKind.CONDITIONAL,
        "quota": None,
        "quota_by_grade": {},
        "audience": tuple(ASN_EMPLOYMENTS),
        "relations": (Relation.ART,),
        "programmes": (Programme.JKK, Programme.JKM),
        "in_force_from": date(2026, 9, 1),
        "declare_by": None,
        "register_by": None,
        "target_percent": None,
        "legal_basis": None,
    }
    return CircularText(**(values | more))


def drafted(coordinator, **more) -> Circular:
    return db.session.get_one(Circular, create_circular(coordinator, a_text(**more), None, today=TODAY))


def in_force(coordinator, **more) -> Circular:
    circular = drafted(coordinator, **more)
    put_in_force(coordinator, circular.id, seen_version=circular.version, today=TODAY)
    return db.session.get_one(Circular, circular.id, populate_existing=True)


def counted_asn() -> list[int]:
    rows = select(UnitMonth.asn).where(UnitMonth.asn > 0).order_by(UnitMonth.month, UnitMonth.unit_id)
    return list(db.session.scalars(rows))


def test_a_draft_binds_nobody_and_has_no_months(app, coordinator, a_sponsor, viewer):
    a_sponsor()
    draft = drafted(coordinator)

    assert counted_asn() == []
    assert newest_in_force(TODAY) is None
    with pytest.raises(NotThere):
        by_number("SE 7/2026")
    with pytest.raises(NotThere):
        circular_row(viewer("ratna"), draft.id)


def test_in_force_it_counts_every_month_since_it_began(app, coordinator, a_sponsor):
    a_sponsor()

    in_force(coordinator)

    assert counted_asn() == [1, 1, 1]  # September, October, November
    assert newest_in_force(TODAY).number == "SE 7/2026"
    assert summaries.mismatches() == []


def test_another_audience_changes_the_counts_of_every_month(app, coordinator, a_sponsor):
    a_sponsor(employment=Employment.PPPK)
    circular = in_force(coordinator)

    edit_circular(
        coordinator,
        circular.id,
        a_text(audience=(Employment.PNS,)),
        None,
        seen_version=circular.version,
        today=TODAY,
    )

    assert counted_asn() == []
    assert summaries.mismatches() == []


def test_superseded_it_keeps_the_months_it_had(app, coordinator, a_sponsor):
    a_sponsor()
    old = in_force(coordinator)
    new = in_force(coordinator, number="SE 9/2026", in_force_from=date(2026, 11, 1))

    supersede_circular(coordinator, old.id, new.id, date(2026, 10, 31), seen_version=old.version, today=TODAY)

    books = select(MonthBook.circular_id, MonthBook.month).order_by(MonthBook.circular_id, MonthBook.month)
    kept = [(id_, str(month)) for id_, month in db.session.execute(books)]
    assert kept == [(old.id, "2026-09"), (old.id, "2026-10"), (new.id, "2026-11")]
    assert newest_in_force(TODAY).id == new.id


def test_it_binds_until_its_last_day_even_when_that_is_still_to_come(app, coordinator):
    circular = in_force(coordinator)

    revoke_circular(
        coordinator, circular.id, date(2026, 12, 31), "SE 12/2026", seen_version=circular.version, today=TODAY
    )

    assert newest_in_force(TODAY).id == circular.id
    assert newest_in_force(date(2027, 1, 1)) is None
    assert revocation_reason(circular.id) == "SE 12/2026"


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"duty_kind": DutyKind.QUOTA}, "quota_missing"),
        ({"duty_kind": DutyKind.QUOTA, "quota": -1}, "quota_negative"),
        ({"audience": ()}, "audience_missing"),
        ({"programmes": ()}, "programmes_missing"),
        ({"target_percent": 101}, "target_out_of_range"),
        ({"declare_by": date(2026, 8, 31)}, "deadline_before_start"),
        ({"number": " \t"}, "circular_number_missing"),
        ({"title": " "}, "circular_title_missing"),
        ({"issued_on": date(2026, 11, 21)}, "issued_in_future"),
        ({"declare_by": date(2026, 12, 2), "register_by": date(2026, 12, 1)}, "register_before_declare"),
    ],
)
def test_what_a_circular_must_say_is_asked_for(app, coordinator, more, code):
    with pytest.raises(RuleBroken) as refused:
        create_circular(coordinator, a_text(**more), None, today=TODAY)

    assert refused.value.code == code
    assert db.session.scalars(select(Circular)).first() is None


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"PK\x03\x04", "document_not_pdf"),
        (b"%PDF-1.7 cut off", "document_not_pdf"),
        (b"", "document_not_pdf"),
        (PDF + b" " * LARGEST_DOCUMENT, "document_too_large"),
    ],
)
def test_only_a_whole_pdf_of_ten_megabytes_at_most_is_attached(app, coordinator, content, code):
    with pytest.raises(RuleBroken) as refused:
        create_circular(coordinator, a_text(), NewDocument("a.pdf", content), today=TODAY)

    assert refused.value.code == code
    assert db.session.scalars(select(Circular)).first() is None


def test_steps_that_the_life_of_a_circular_does_not_have_are_refused(app, coordinator):
    circular = in_force(coordinator)
    with pytest.raises(RuleBroken) as again:
        put_in_force(coordinator, circular.id, seen_version=circular.version, today=TODAY)
    with pytest.raises(RuleBroken) as itself:
        supersede_circular(
            coordinator, circular.id, circular.id, TODAY, seen_version=circular.version, today=TODAY
        )

    assert again.value.code == "circular_move_not_allowed"
    assert itself.value.code == "successor_not_in_force"


def test_an_older_circular_never_takes_the_place_of_a_newer_one(app, coordinator):
    older = in_force(coordinator)
    newer = in_force(coordinator, number="SE 9/2026", in_force_from=date(2026, 11, 1))

    with pytest.raises(RuleBroken) as refused:
        supersede_circular(coordinator, newer.id, older.id, TODAY, seen_version=newer.version, today=TODAY)

    assert refused.value.code == "successor_not_later"


def test_a_number_is_given_once(app, coordinator):
    drafted(coordinator)

    with pytest.raises(RuleBroken) as refused:
        drafted(coordinator, title="Lain")

    assert refused.value.code == "circular_number_taken"


def test_a_save_from_an_older_page_is_refused(app, coordinator):
    circular = in_force(coordinator)

    with pytest.raises(ChangedMeanwhile):
        edit_circular(
            coordinator, circular.id, a_text(), None, seen_version=circular.version - 1, today=TODAY
        )


def test_ended_it_is_not_rewritten(app, coordinator):
    circular = in_force(coordinator)
    revoke_circular(coordinator, circular.id, TODAY, "x", seen_version=circular.version, today=TODAY)
    db.session.refresh(circular)

    with pytest.raises(RuleBroken) as refused:
        edit_circular(coordinator, circular.id, a_text(), None, seen_version=circular.version, today=TODAY)

    assert refused.value.code == "circular_ended"
    assert circular.state == CircularState.REVOKED.value


def test_a_clerk_writes_no_circular_even_past_the_screens(app, viewer):
    with pytest.raises(NotThere):
        create_circular(viewer("ratna"), a_text(), None, today=TODAY)


@pytest.mark.parametrize(
    ("kind", "kept"),
    [
        (
            DutyKind.CONDITIONAL,
            {"audience", "relations", "programmes", "declare_by", "register_by", "target_percent"},
        ),
        (DutyKind.QUOTA, {"quota", "audience", "relations", "programmes", "register_by", "target_percent"}),
        (DutyKind.FUNDED_LIST, {"programmes"}),
        (DutyKind.TARGET, set()),
    ],
)
def test_r8_each_kind_keeps_only_what_it_asks_for(app, coordinator, kind, kept):
    circular = drafted(
        coordinator, duty_kind=kind, quota=1, declare_by=date(2026, 10, 1), register_by=date(2026, 11, 1),
        target_percent=20,
    )  # fmt: skip

    asked = ("quota", "audience", "relations", "programmes", "declare_by", "register_by", "target_percent")
    assert {name for name in asked if getattr(circular, name)} == kept


def test_r8_a_circular_may_know_its_end_from_the_beginning(app, coordinator, a_sponsor):
    a_sponsor()

    in_force(coordinator, in_force_until=date(2026, 10, 31))

    assert counted_asn() == [1, 1]  # September and October
    assert newest_in_force(TODAY) is None


def test_an_end_before_the_beginning_is_refused(app, coordinator):
    with pytest.raises(RuleBroken) as refused:
        create_circular(coordinator, a_text(in_force_until=date(2026, 8, 31)), None, today=TODAY)

    assert (refused.value.code, refused.value.field) == ("circular_end_before_start", "in_force_until")


def test_r11_whether_two_asn_share_one_art_is_the_circulars_to_say(app, coordinator):
    assert drafted(coordinator).shares_household
    assert not drafted(coordinator, number="SE 8/2026", shares_household=False).shares_household


def test_of_several_in_force_the_newest_that_binds_people_is_meant(app, coordinator):
    in_force(coordinator)
    quota = in_force(
        coordinator, number="SE 9/2026", in_force_from=date(2026, 10, 1), duty_kind=DutyKind.QUOTA, quota=1
    )
    funds = in_force(
        coordinator, number="KEP 1/2026", in_force_from=date(2026, 11, 1), duty_kind=DutyKind.FUNDED_LIST
    )

    assert newest_binding(TODAY).id == quota.id
    assert newest_in_force(TODAY).id == funds.id
    assert newest_binding(date(2026, 9, 15)).number == "SE 7/2026"
