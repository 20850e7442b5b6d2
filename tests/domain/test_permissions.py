"""The one table saying who may do what is the contract's table (DESIGN section 4)."""

import pytest

from lindung.domain.permissions import ALLOWED, GRANTABLE, Act, Reach, Role, may, may_grant

# One line per act, in the order admin, coordinator, secretary, head, clerk, treasurer, inspector: A all, o own, . not.
CONTRACT = {
    Act.MANAGE_ACCOUNTS: "AA.....",
    Act.MANAGE_SETTINGS: "AA.....",
    Act.EDIT_REGISTRATIONS: ".A..o..",
    Act.RECORD_PAYMENTS: ".A..oo.",
    Act.LOAD_BPJS_FILES: ".A..o..",
    Act.RECORD_DEDUCTIONS: ".A...o.",
    Act.PREPARE_MONTH: "....o..",
    Act.APPROVE_MONTH: "...o...",
    Act.ACCEPT_MONTH: ".A.....",
    Act.REOPEN_MONTH: ".AA....",
    Act.WRITE_LETTERS: ".AAoo..",
    Act.DECIDE_QUESTIONS: ".A.oo..",
    Act.NAME_PROXY: "AAoo...",
    Act.READ: "AAAoooA",
    Act.REVEAL_NIK: ".A..ooA",
    Act.READ_TRAIL: "A.....A",
}
ROLES = [Role.ADMIN, Role.COORDINATOR, Role.SECRETARY, Role.HEAD, Role.CLERK, Role.TREASURER, Role.INSPECTOR]
SIGN = {None: ".", Reach.ALL: "A", Reach.OWN: "o"}


@pytest.mark.parametrize("act", Act)
def test_the_table_is_the_contract(act):
    assert "".join(SIGN[ALLOWED[act].get(role)] for role in ROLES) == CONTRACT[act]


def test_may_reads_the_table():
    assert may(Role.CLERK, Act.EDIT_REGISTRATIONS)
    assert not may(Role.HEAD, Act.EDIT_REGISTRATIONS)


def test_a_coordinator_grants_only_heads_clerks_and_treasurers():
    granted = {role for role in Role if may_grant(Role.COORDINATOR, role)}

    assert granted == {Role.HEAD, Role.CLERK, Role.TREASURER}
    assert {role for role in Role if may_grant(Role.ADMIN, role)} == set(Role)
    assert not any(may_grant(giver, role) for giver in Role for role in Role if giver not in GRANTABLE)
