"""Signing in, the throttle, and what a session is worth at each request."""

from datetime import date, timedelta
from time import perf_counter

import pytest
from sqlalchemy import func, select

from lindung.actions import accounts, activation, passwords, sessions, throttle
from lindung.actions.accounts import WantedGrant
from lindung.actions.acts import act
from lindung.actions.aside import aside
from lindung.domain.errors import NotThere, RuleBroken
from lindung.domain.permissions import Role
from lindung.models.accounts import Account, SignInAttempt
from lindung.models.base import db
from lindung.queries.sessions import session_rows, token_hash, visit
from lindung.queries.viewer import CONSOLE
from tests.support import cast
from tests.support.cast import PASSWORD
from tests.support.clock import TODAY

pytestmark = pytest.mark.one_engine_in_the_gate

DESK = sessions.Place("10.1.1.5", "Firefox")
OTHER_DESK = sessions.Place("10.1.1.6", "Chrome")


@pytest.fixture
def ratna(app):
    return cast.account("ratna").id


def a_waiting_account(viewer, username, wanted):
    """Created and not activated yet."""
    return accounts.create_account(viewer("admin"), username, username.title(), wanted, today=TODAY)


def refused(code):
    return pytest.raises(RuleBroken, match=f"^{code}$")


def sign_in(password=PASSWORD, place=DESK, username="ratna"):
    return sessions.sign_in(username, password, place, today=TODAY)


def test_the_right_password_opens_a_session_whose_token_the_database_does_not_know(ratna):
    token = sign_in(username=" Ratna ")

    found = visit(token, TODAY)
    assert found.viewer.role is Role.CLERK
    assert found.viewer.unit_name == "Dinas Pendidikan"
    assert token.encode() not in token_hash(token)
    assert db.session.scalar(select(func.count()).select_from(SignInAttempt)) == 0


@pytest.mark.parametrize(
    ("username", "password"), [("ratna", "salah"), ("nobody", PASSWORD), ("wati", PASSWORD), ("ratna", "")]
)
def test_every_wrong_sign_in_is_refused_alike(app, viewer, username, password):
    a_waiting_account(viewer, "wati", WantedGrant(Role.CLERK, "07"))
    with refused("sign_in_refused"):
        sign_in(password, username=username)


def test_a_disabled_account_is_refused_like_a_wrong_password(ratna, viewer):
    accounts.disable_account(viewer("admin"), ratna, today=TODAY)

    with refused("sign_in_refused"):
        sign_in()


def test_whoever_guesses_makes_their_own_desk_wait_and_not_the_owners(ratna, clock):
    for _ in range(5):
        with refused("sign_in_refused"):
            sign_in("salah")

    with refused("sign_in_wait"):
        sign_in()
    assert visit(sign_in(place=OTHER_DESK), TODAY)

    clock.move_to("2026-11-20 10:43")
    assert visit(sign_in(), TODAY)


def test_the_wait_grows_with_every_wrong_guess(ratna, clock):
    waits = []
    for minute in range(43, 47):
        clock.move_to(f"2026-11-20 10:{minute}")
        with pytest.raises(RuleBroken) as caught:
            for _ in range(20):
                try:
                    sign_in("salah")
                except RuleBroken as broken:
                    if broken.code != "sign_in_refused":
                        raise
        waits.append(caught.value.facts["wait"])

    assert waits == sorted(waits)
    assert waits[0] <= 15 < waits[-1]


def test_one_address_may_not_try_a_few_passwords_on_everybody(ratna):
    for number in range(100):
        with refused("sign_in_refused"):
            sign_in("salah", username=f"tebakan{number}")

    with refused("sign_in_wait"):
        sign_in()


def test_a_browser_that_has_signed_in_before_is_not_slowed_by_its_neighbours(ratna, monkeypatch):
    monkeypatch.setattr(throttle, "FREE_PER_ADDRESS", 3)
    known = DESK._replace(device=throttle.Device("a1").after_sign_in("ratna"))
    for number in range(3):
        with refused("sign_in_refused"):
            sign_in("salah", username=f"tebakan{number}")

    with refused("sign_in_wait"):
        sign_in(username="bayu", place=known)
    with refused("sign_in_wait"):
        sign_in()
    assert visit(sign_in(place=known), TODAY)


def test_a_known_browser_still_waits_after_its_own_wrong_guesses(ratna):
    known = DESK._replace(device=throttle.Device("a1").after_sign_in("ratna"))
    other = DESK._replace(device=throttle.Device("b2").after_sign_in("ratna"))
    for _ in range(5):
        with refused("sign_in_refused"):
            sign_in("salah", place=known)

    with refused("sign_in_wait"):
        sign_in(place=known)
    assert visit(sign_in(place=other), TODAY)


def test_a_device_keeps_its_latest_accounts():
    device = throttle.Device("a1")
    for number in range(12):
        device = device.after_sign_in(f"orang{number}")

    assert len(device.accounts) == 8
    assert device.knows("orang11") and device.knows("orang4") and not device.knows("orang3")


def test_one_address_may_try_thirty_codes_an_hour_and_a_known_browser_its_own(app):
    for _ in range(30):
        with refused("activation_refused"):
            activation.invited("AAAA-BBBB-CCCC", DESK)

    with refused("sign_in_wait"):
        activation.invited("AAAA-BBBB-CCCC", DESK)
    known = DESK._replace(device=throttle.Device("a1").after_sign_in("ratna"))
    with refused("activation_refused"):
        activation.invited("AAAA-BBBB-CCCC", known)


def test_a_session_ends_when_idle_when_old_and_when_revoked(ratna, clock):
    token = sign_in()

    clock.move_to("2026-11-20 11:11")
    assert visit(token, TODAY)
    clock.move_to("2026-11-20 11:13")
    assert visit(token, TODAY) is None


def test_a_session_in_use_ends_after_ten_hours_all_the_same(ratna, clock):
    clock.move_to("2026-11-20 07:00")
    token = sign_in()
    for hour in range(7, 17):
        for minute in (10, 30, 50):
            clock.move_to(f"2026-11-20 {hour:02}:{minute}")
            db.session.rollback()
            found = visit(token, TODAY)
            assert found, f"gone at {hour}:{minute}"
            sessions.note_seen(found)

    clock.move_to("2026-11-20 17:01")
    db.session.rollback()
    assert visit(token, TODAY) is None


def test_being_seen_is_written_at_most_once_a_minute(ratna, clock, queries):
    token = sign_in()
    with queries() as seen:
        sessions.note_seen(visit(token, TODAY))
    assert not any("UPDATE" in statement for statement in seen)


def test_one_statement_tells_who_is_asking(ratna, queries):
    token = sign_in()
    db.session.rollback()
    with queries() as seen:
        assert visit(token, TODAY)
    assert len(seen) == 1


def test_a_grant_counts_from_its_first_through_its_last_day(ratna, viewer):
    token = sign_in()
    grant = cast.grant("ratna").id
    accounts.end_grant(viewer("admin"), ratna, grant, TODAY, today=TODAY)

    assert visit(token, TODAY)
    assert visit(token, TODAY + timedelta(days=1)) is None


def test_ending_a_grant_at_once_takes_the_session_with_it(ratna, viewer):
    token = sign_in()
    accounts.end_grant(viewer("admin"), ratna, cast.grant("ratna").id, None, today=TODAY)

    assert visit(token, TODAY) is None
    with refused("sign_in_without_grant"):
        sign_in()


def test_a_unit_role_without_a_unit_counts_for_nothing(ratna):
    token = sign_in()
    with act(CONSOLE, "test", today=TODAY):
        cast.grant("ratna").unit_id = None

    assert visit(token, TODAY) is None


def test_a_second_capacity_is_chosen_and_stays_until_it_ends(ratna, viewer):
    wanted = WantedGrant(Role.HEAD, "08", TODAY, date(2026, 12, 31), "821/7/2026")
    accounts.add_grant(viewer("admin"), ratna, wanted, today=TODAY)
    token = sign_in()
    first = visit(token, TODAY)
    head, clerk = first.capacities
    assert (head.role, clerk.role) == (Role.HEAD, Role.CLERK)

    sessions.switch_capacity(first, clerk.grant_id)
    db.session.rollback()
    assert visit(token, TODAY).viewer.role is Role.CLERK
    with refused("capacity_not_yours"):
        sessions.switch_capacity(first, cast.grant("bayu").id)


def test_a_new_password_ends_every_other_session(ratna):
    here, elsewhere = sign_in(), sign_in(place=OTHER_DESK)

    activation.change_password(visit(here, TODAY), PASSWORD, "hujan lebat malam", DESK, today=TODAY)

    assert visit(here, TODAY)
    assert visit(elsewhere, TODAY) is None
    assert sign_in("hujan lebat malam")


def test_the_old_password_is_asked_before_a_new_one_is_taken(ratna):
    here = visit(sign_in(), TODAY)
    with refused("password_wrong"):
        activation.change_password(here, "salah", "hujan lebat malam", DESK, today=TODAY)
    with refused("password_short"):
        activation.change_password(here, PASSWORD, "pendek", DESK, today=TODAY)


def test_one_session_is_ended_from_another(ratna):
    here, elsewhere = sign_in(), sign_in(place=OTHER_DESK)
    rows = session_rows(visit(here, TODAY))
    other = next(row for row in rows if not row.is_this)

    sessions.end_session(visit(here, TODAY), other.reference, today=TODAY)

    assert visit(elsewhere, TODAY) is None
    with pytest.raises(NotThere):
        sessions.end_session(visit(here, TODAY), "0" * 16, today=TODAY)


def test_signing_out_ends_this_session_only(ratna):
    here, elsewhere = sign_in(), sign_in(place=OTHER_DESK)
    sessions.sign_out(visit(here, TODAY), today=TODAY)
    assert visit(here, TODAY) is None
    assert visit(elsewhere, TODAY)


def test_disabling_ends_sessions_and_codes(ratna, viewer):
    token = sign_in()
    code = accounts.renew_code(viewer("admin"), ratna, today=TODAY)

    accounts.disable_account(viewer("admin"), ratna, today=TODAY)

    assert visit(token, TODAY) is None
    with refused("activation_refused"):
        activation.invited(code, DESK)


def test_a_weaker_old_hash_is_renewed_at_sign_in(ratna):
    stronger = passwords.Hashing(memory_kib=128, passes=1)
    before = cast.account("ratna").password_hash
    current = passwords._current[0]
    passwords._current[:] = [stronger]
    try:
        sign_in()
    finally:
        passwords._current[:] = [current]

    db.session.rollback()
    assert db.session.scalar(select(Account.password_hash).where(Account.id == ratna)) != before


def test_looking_does_not_wait_for_somebody_who_writes(ratna, clock):
    token = sign_in()
    clock.move_to("2026-11-20 10:45")
    found = visit(token, TODAY)
    began = perf_counter()

    with aside():
        sessions.note_seen(found)

    assert perf_counter() - began < 1
