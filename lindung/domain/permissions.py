"""Roles, acts, and the one table saying who may do what (DESIGN section 4)."""

from enum import StrEnum


class Role(StrEnum):
    ADMIN = "admin"
    COORDINATOR = "coordinator"
    SECRETARY = "secretary"
    HEAD = "head"
    CLERK = "clerk"
    TREASURER = "treasurer"
    INSPECTOR = "inspector"


class Act(StrEnum):
    """One line of the role table; screens, imports and commands name these and nothing else."""

    MANAGE_ACCOUNTS = "manage_accounts"
    MANAGE_SETTINGS = "manage_settings"  # settings, rates, units, circulars, funds, targets
    EDIT_REGISTRATIONS = "edit_registrations"  # sponsors, declarations, workers, enrolments, registrations
    RECORD_PAYMENTS = "record_payments"  # payments an office reports
    LOAD_BPJS_FILES = "load_bpjs_files"
    RECORD_DEDUCTIONS = "record_deductions"
    PREPARE_MONTH = "prepare_month"
    APPROVE_MONTH = "approve_month"
    ACCEPT_MONTH = "accept_month"
    REOPEN_MONTH = "reopen_month"
    WRITE_LETTERS = "write_letters"  # commitments, reminders, letters
    DECIDE_QUESTIONS = "decide_questions"  # hand-overs, claims, questions
    NAME_PROXY = "name_proxy"
    READ = "read"
    REVEAL_NIK = "reveal_nik"
    READ_TRAIL = "read_trail"


class Reach(StrEnum):
    """How far a role's act goes: every unit, or the grant's unit and everything below it."""

    ALL = "all"
    OWN = "own"


_A, _O = Reach.ALL, Reach.OWN
_R = Role

ALLOWED: dict[Act, dict[Role, Reach]] = {
    Act.MANAGE_ACCOUNTS: {_R.ADMIN: _A, _R.COORDINATOR: _A},
    Act.MANAGE_SETTINGS: {_R.ADMIN: _A, _R.COORDINATOR: _A},
    Act.EDIT_REGISTRATIONS: {_R.COORDINATOR: _A, _R.CLERK: _O},
    Act.RECORD_PAYMENTS: {_R.COORDINATOR: _A, _R.CLERK: _O, _R.TREASURER: _O},
    Act.LOAD_BPJS_FILES: {_R.COORDINATOR: _A, _R.CLERK: _O},
    Act.RECORD_DEDUCTIONS: {_R.COORDINATOR: _A, _R.TREASURER: _O},
    Act.PREPARE_MONTH: {_R.CLERK: _O},
    Act.APPROVE_MONTH: {_R.HEAD: _O},
    Act.ACCEPT_MONTH: {_R.COORDINATOR: _A},
    Act.REOPEN_MONTH: {_R.COORDINATOR: _A, _R.SECRETARY: _A},
    Act.WRITE_LETTERS: {_R.COORDINATOR: _A, _R.SECRETARY: _A, _R.HEAD: _O, _R.CLERK: _O},
    Act.DECIDE_QUESTIONS: {_R.COORDINATOR: _A, _R.HEAD: _O, _R.CLERK: _O},
    Act.NAME_PROXY: {_R.ADMIN: _A, _R.COORDINATOR: _A, _R.SECRETARY: _O, _R.HEAD: _O},
    Act.READ: {
        _R.ADMIN: _A,
        _R.COORDINATOR: _A,
        _R.SECRETARY: _A,
        _R.HEAD: _O,
        _R.CLERK: _O,
        _R.TREASURER: _O,
        _R.INSPECTOR: _A,
    },
    Act.REVEAL_NIK: {_R.COORDINATOR: _A, _R.CLERK: _O, _R.TREASURER: _O, _R.INSPECTOR: _A},
    Act.READ_TRAIL: {_R.ADMIN: _A, _R.INSPECTOR: _A},
}

ROLES_WITH_UNIT = frozenset({Role.HEAD, Role.CLERK, Role.TREASURER})
GRANTABLE: dict[Role, frozenset[Role]] = {
    Role.ADMIN: frozenset(Role),
    Role.COORDINATOR: ROLES_WITH_UNIT,
}


def may(role: Role, act: Act) -> bool:
    return role in ALLOWED[act]


def may_grant(role: Role, wanted: Role) -> bool:
    """Whether `role` may give `wanted` to somebody: a coordinator only heads, clerks and treasurers."""
    return wanted in GRANTABLE.get(role, frozenset())
