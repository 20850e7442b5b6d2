"""Accounts, grants and activation codes, below any screen."""

from datetime import date

import pytest
from sqlalchemy import func, select

from lindung.actions import accounts, activation, sessions
from lindung.actions.accounts import WantedGrant
from lindung.actions.acts import AlreadyDone, act
from lindung.domain.errors import NotThere, RuleBroken
from lindung.domain.permissions import Role
from lindung.models.accounts import Activation, Grant
from lindung.models.acts import ActRow, AuditEntry
from lindung.models.base import db
from lindung.queries.accounts import AccountFilter, State, account_page, account_slice, somebody_can_sign_in
from lindung.queries.sessions import visit
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


def test_a_code_is_used_once_by_whoever_holds_it(app, viewer):
    code = accounts.renew_code(viewer("admin"), cast.account("bayu").id, today=TODAY)

    token = activation.activate(code.lower(), PASSWORD, DESK, today=TODAY)

    assert visit(token, TODAY).viewer.username == "bayu"
    with refused("activation_refused"):
        activation.activate(code, PASSWORD, DESK, today=TODAY)
    assert code not in str(db.session.execute(select(Activation.code_hash)).all())


def test_a_new_code_makes_the_old_one_useless_and_seven_days_both(app, viewer, clock):
    bayu = cast.account("bayu").id
    old = accounts.renew_code(viewer("admin"), bayu, today=TODAY)
    new = accounts.renew_code(viewer("admin"), bayu, today=TODAY)
    with refused("activation_refused"):
        activation.invited(old, DESK)
    assert activation.invited(new, DESK).username == "bayu"

    clock.move_to("2026-11-27 10:43")
    with refused("activation_refused"):
        activation.invited(new, DESK)


def test_a_coordinator_gives_heads_clerks_and_treasurers_and_reaches_nobody_else(app, viewer):
    joko = viewer("koordinator")
    made = accounts.create_account(
        joko, "wati", "Wati Lestari", WantedGrant(Role.CLERK, "07.01"), today=TODAY
    )
    assert account_page(joko, made.account_id, TODAY).state is State.WAITING

    with refused("role_not_grantable"):
        accounts.create_account(joko, "wati2", "Wati", WantedGrant(Role.SECRETARY), today=TODAY)
    with refused("role_not_grantable"):
        accounts.add_grant(joko, made.account_id, WantedGrant(Role.ADMIN), today=TODAY)
    for name in ("admin", "dewi", "inspektur", "koordinator"):
        stranger = cast.account(name).id
        for attempt in (accounts.renew_code, accounts.disable_account, accounts.enable_account):
            with pytest.raises((NotThere, RuleBroken)) as caught:
                attempt(joko, stranger, today=TODAY)
            assert not isinstance(caught.value, RuleBroken) or caught.value.code == "own_account_disable"
        with pytest.raises(NotThere):
            account_page(joko, stranger, TODAY)
    listed = {row.username for row in account_slice(joko, AccountFilter(), TODAY).rows}
    assert listed == {"ratna", "bayu", "kadis", "bendahara", "wati"}


def test_a_clerk_who_becomes_secretary_next_month_is_out_of_the_coordinators_reach_today(ratna, viewer):
    accounts.add_grant(
        viewer("admin"), ratna, WantedGrant(Role.SECRETARY, valid_from=date(2026, 12, 1)), today=TODAY
    )

    with pytest.raises(NotThere):
        accounts.renew_code(viewer("koordinator"), ratna, today=TODAY)


def test_nobody_takes_the_last_administrators_role_from_himself(app, viewer):
    agus = viewer("admin")
    with refused("own_last_admin_grant"):
        accounts.end_grant(agus, agus.account_id, agus.grant_id, None, today=TODAY)
    with refused("own_account_disable"):
        accounts.disable_account(agus, agus.account_id, today=TODAY)


def test_the_same_grant_is_not_given_twice_and_an_unknown_unit_not_at_all(ratna, viewer):
    with refused("grant_already_there"):
        accounts.add_grant(viewer("admin"), ratna, WantedGrant(Role.CLERK, "07"), today=TODAY)
    with refused("unit_unknown"):
        accounts.add_grant(viewer("admin"), ratna, WantedGrant(Role.CLERK, "99"), today=TODAY)


def test_a_repeated_form_creates_one_account_and_shows_no_code_again(app, viewer):
    arguments = (viewer("admin"), "wati", "Wati Lestari", WantedGrant(Role.SECRETARY))
    made = accounts.create_account(*arguments, today=TODAY, key="once")

    with pytest.raises(AlreadyDone) as again:
        accounts.create_account(*arguments, today=TODAY, key="once")
    assert again.value.result == {"id": made.account_id}


def test_a_taken_username_is_refused_and_leaves_nothing_behind(app, viewer):
    with refused("username_taken"):
        accounts.create_account(viewer("admin"), "RATNA", "Ratna Lain", WantedGrant(Role.ADMIN), today=TODAY)
    assert cast.account("ratna").name == "Ratna Wulandari"


def test_an_import_makes_account_grant_and_code_in_one_act_and_repeats_nothing(app):
    unit = cast.unit("07.01").id
    with act(CONSOLE, "import", today=TODAY) as deed:
        first = accounts.grant_account(deed, "wati", "Wati Lestari", Role.CLERK, unit)
        again = accounts.grant_account(deed, "Wati", "Wati Lestari", Role.CLERK, unit)
        more = accounts.grant_account(deed, "wati", "Wati Lestari", Role.TREASURER, unit)

    assert (first.outcome, again.outcome, more.outcome) == ("new", "same", "changed")
    assert first.code
    assert again.code is None
    assert (
        db.session.scalar(select(func.count()).select_from(Grant).where(Grant.account_id == first.account_id))
        == 2
    )


def test_codes_for_everybody_who_waits_are_made_only_when_the_number_is_as_shown(app, viewer):
    a_waiting_account(viewer, "wati", WantedGrant(Role.CLERK, "07"))
    a_waiting_account(viewer, "wayan", WantedGrant(Role.SECRETARY))
    with refused("codes_count_changed"):
        accounts.renew_codes(viewer("admin"), AccountFilter(), 3, today=TODAY)
    with refused("codes_none"):
        accounts.renew_codes(viewer("admin"), AccountFilter(role=Role.HEAD), 0, today=TODAY)

    codes = accounts.renew_codes(viewer("koordinator"), AccountFilter(), 1, today=TODAY)

    assert set(codes) == {cast.account("wati").id}


def test_the_console_adds_an_account_that_works_at_once_and_a_second_grant_to_it(app):
    made = activation.add_account("Wati", None, WantedGrant(Role.CLERK, "07"), PASSWORD, today=TODAY)
    assert visit(sign_in(username="wati"), TODAY).viewer.role is Role.CLERK

    token = sign_in(username="wati")
    more = activation.add_account("wati", None, WantedGrant(Role.SECRETARY), PASSWORD, today=TODAY)

    assert (made.outcome, more.outcome) == ("new", "changed")
    assert len(visit(token, TODAY).capacities) == 2


def test_the_first_administrator_comes_in_within_minutes_or_not_at_all(empty_app, clock):
    assert not somebody_can_sign_in()
    code = activation.invite_first_administrator("Administrator", today=TODAY)
    clock.move_to("2026-11-20 10:58")
    with refused("activation_refused"):
        activation.activate(code, PASSWORD, DESK, today=TODAY)

    code = activation.invite_first_administrator("Administrator", today=TODAY)
    token = activation.activate(code, PASSWORD, DESK, today=TODAY)

    assert visit(token, TODAY).viewer.role is Role.ADMIN
    assert somebody_can_sign_in()


def test_acts_on_accounts_are_audited_and_no_password_hash_is_kept_in_the_trail(ratna, viewer):
    before = db.session.scalar(select(func.max(ActRow.id)))
    accounts.rename_account(viewer("admin"), ratna, "Ratna W.", cast.account("ratna").version, today=TODAY)
    activation.change_password(visit(sign_in(), TODAY), PASSWORD, "hujan lebat malam", DESK, today=TODAY)

    kinds = db.session.scalars(select(ActRow.kind).order_by(ActRow.id.desc()).limit(3)).all()
    assert kinds == ["account.password", "session.open", "account.rename"]
    entries = db.session.scalars(select(AuditEntry).where(AuditEntry.act_id > before)).all()
    assert any(entry.after == {"name": "Ratna W."} for entry in entries)
    assert not any("argon2" in str(entry.after) + str(entry.before) for entry in entries)
