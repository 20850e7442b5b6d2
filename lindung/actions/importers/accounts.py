"""A file of accounts: new ones with their role, further roles for those who have one already."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import select

from lindung.actions.accounts import check_grantable, grant_account
from lindung.actions.acts import Deed
from lindung.actions.importers.protocol import Importer, Scope, Verdict, difference_of
from lindung.domain.errors import RuleBroken
from lindung.domain.import_cells import Cell
from lindung.domain.import_columns import ImportKind
from lindung.domain.import_rows import GivenAccount, Outcome, Reading, read_account
from lindung.models.accounts import Account, Grant
from lindung.models.base import db
from lindung.queries.accounts import manageable
from lindung.queries.staging import chunks, known_units


@dataclass(frozen=True, slots=True)
class AccountPlan:
    given: GivenAccount
    unit_id: int | None


class AccountImporter(Importer[GivenAccount]):
    kind: ClassVar[ImportKind] = ImportKind.ACCOUNTS
    counts_people: ClassVar[bool] = False

    def __init__(self, scope: Scope) -> None:
        super().__init__(scope)
        self.codes: dict[str, str] = {}  # username -> activation code, of those just made

    def read(self, cells: Mapping[str, Cell]) -> Reading[GivenAccount]:
        return read_account(cells, self.scope.today)

    def load(self, rows: Sequence[GivenAccount]) -> None:
        self.units = known_units(self.scope.viewer)
        self.accounts: dict[str, Account] = {}
        for part in chunks(sorted({row.username for row in rows})):
            found = db.session.scalars(select(Account).where(Account.username.in_(part)))
            self.accounts |= {account.username: account for account in found}
        ids = [account.id for account in self.accounts.values()]
        mine = select(Account.id).where(manageable(self.scope.viewer, self.scope.today))
        self.managed = set(db.session.scalars(mine)) if ids else set()
        self.held: dict[int, set[tuple[str, int | None]]] = {}
        for part_ids in chunks(sorted(ids)):
            for grant in db.session.scalars(select(Grant).where(Grant.account_id.in_(part_ids))):
                if grant.valid_from <= self.scope.today and grant.valid_until is None:
                    self.held.setdefault(grant.account_id, set()).add((grant.role, grant.unit_id))

    def decide(self, row: int, given: GivenAccount) -> Verdict:
        self.claim_once(f"account:{given.username}", "nama_pengguna")
        check_grantable(self.scope.viewer, given.role)
        unit = self.units.get(given.unit_code) if given.unit_code else None
        if given.unit_code and unit is None:
            raise RuleBroken("unknown_unit", field="kode_unit", given=given.unit_code)
        plan = AccountPlan(given, unit.id if unit else None)
        claims = {f"account:{given.username}": given.username}
        account = self.accounts.get(given.username)
        if account is None:
            return Verdict(Outcome.NEW, given.name, claims=claims, plan=plan)
        if self.scope.viewer.account_id is not None and account.id not in self.managed:
            raise RuleBroken("account_not_yours", field="nama_pengguna")
        changes = difference_of([("nama", account.name, given.name)])
        if (given.role.value, plan.unit_id) not in self.held.get(account.id, set()):
            changes += difference_of(
                [("peran", None, given.role.value), ("kode_unit", None, given.unit_code)]
            )
        outcome = Outcome.CHANGED if changes else Outcome.SAME
        return Verdict(outcome, given.name, changes=changes, claims=claims, plan=plan)

    def apply(self, deed: Deed, verdicts: Sequence[Verdict], people: list[int]) -> None:
        for plan in [verdict.plan for verdict in verdicts if verdict.acts]:
            given: GivenAccount = plan.given
            granted = grant_account(deed, given.username, given.name, given.role, plan.unit_id)
            if granted.code:
                self.codes[given.username] = granted.code
