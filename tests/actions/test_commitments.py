"""Promises of offices: written by whom they bind or who reaches all, kept, dropped, open again (UX Ng4)."""

from datetime import date

import pytest

from lindung.actions.commitments import Promise, close_commitment, edit_commitment
from lindung.actions.undo import undo_act
from lindung.domain.coverage import CommitmentState
from lindung.domain.errors import ChangedMeanwhile, NotThere, RuleBroken
from lindung.models.base import db
from lindung.models.coverage import Commitment
from tests.support import people
from tests.support.clock import TODAY
from tests.support.workforce import promised

pytestmark = [pytest.mark.usefixtures("app"), pytest.mark.one_engine_in_the_gate]
KEPT, DROPPED, OPEN = CommitmentState.KEPT, CommitmentState.DROPPED, CommitmentState.OPEN


def stored(commitment_id: int) -> Commitment:
    db.session.expire_all()
    return db.session.get_one(Commitment, commitment_id)


def close(viewer, commitment_id, wanted, **more):
    version = stored(commitment_id).version
    return close_commitment(viewer, commitment_id, wanted, seen_version=version, today=TODAY, **more)


def test_a_promise_is_kept_today_and_opened_again():
    one = promised()
    done = close(people.viewer("kadis"), one, KEPT)
    assert (stored(one).state, stored(one).closed_on) == ("kept", TODAY)

    close(people.viewer("koordinator"), one, OPEN)
    assert (stored(one).state, stored(one).closed_on) == ("open", None)
    with pytest.raises(RuleBroken, match="undo_touched_later"):
        undo_act(people.viewer("kadis"), done.act_id, today=TODAY)


def test_keeping_a_promise_is_undone_by_who_said_it():
    one = promised()
    done = close(people.viewer("kadis"), one, KEPT)

    with pytest.raises(NotThere):
        undo_act(people.viewer("bayu"), done.act_id, today=TODAY)
    undo_act(people.viewer("kadis"), done.act_id, today=TODAY)
    assert stored(one).state == "open"


def test_a_promise_is_dropped_with_a_reason_only():
    one = promised()
    with pytest.raises(RuleBroken, match="reason_of_drop_missing"):
        close(people.viewer("dewi"), one, DROPPED)

    close(people.viewer("dewi"), one, DROPPED, note="Notulen 3/2026")
    assert (stored(one).state, stored(one).note) == ("dropped", "Notulen 3/2026")
    with pytest.raises(RuleBroken, match="commitment_is_so"):
        close(people.viewer("dewi"), one, DROPPED, note="x")


def test_a_promise_somebody_has_rewritten_is_not_kept_by_an_old_button():
    one = promised()
    rewritten = Promise(
        "MoU 12/2026", None, "Mendaftarkan 900 pekerja", "07", date(2026, 2, 1), date(2026, 12, 31)
    )
    edit_commitment(people.viewer("kadis"), one, rewritten, seen_version=1, today=TODAY)

    with pytest.raises(ChangedMeanwhile) as changed:
        close_commitment(people.viewer("dewi"), one, KEPT, seen_version=1, today=TODAY)
    assert changed.value.theirs["words"] == "Mendaftarkan 900 pekerja"
    assert stored(one).state == "open"


@pytest.mark.parametrize("username", ["bayu", "bendahara", "inspektur", "admin"])
def test_another_offices_promise_is_not_there(username):
    one = promised("07")

    with pytest.raises(NotThere):
        close(people.viewer(username), one, KEPT)
    assert stored(one).state == "open"


def test_an_office_promises_for_itself_alone():
    with pytest.raises(RuleBroken) as refused:
        promised("08", by=people.viewer("ratna"))
    assert (refused.value.code, refused.value.field) == ("unit_unknown", "owner_code")

    assert stored(promised("07.01", by=people.viewer("ratna"))).state == "open"


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"words": " "}, ("promise_missing", "words")),
        ({"words": "x" * 1001}, ("text_long", "words")),
        ({"source": ""}, ("source_missing", "source")),
        ({"made_on": date(2026, 11, 21)}, ("day_ahead", "made_on")),
        ({"due_on": date(2026, 1, 31)}, ("due_before_made", "due_on")),
    ],
)
def test_a_promise_says_what_by_when_and_where_it_is_written(more, expected):
    with pytest.raises(RuleBroken) as refused:
        promised(**more)
    assert (refused.value.code, refused.value.field) == expected


def test_who_was_slower_sees_what_stands_there_now():
    one = promised()
    promise = Promise("MoU 12/2026", None, "Mendaftarkan 600", "07", date(2026, 2, 1), date(2026, 12, 31))
    edit_commitment(people.viewer("koordinator"), one, promise, seen_version=1, today=TODAY)

    with pytest.raises(ChangedMeanwhile) as changed:
        edit_commitment(people.viewer("kadis"), one, promise, seen_version=1, today=TODAY)
    assert changed.value.theirs["words"] == "Mendaftarkan 600"
