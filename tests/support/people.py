"""The cast as viewers: the first argument of every query and every act."""

from lindung.domain.permissions import ROLES_WITH_UNIT, Role
from lindung.models.base import db
from lindung.models.units import Unit
from lindung.queries.viewer import PathRange, Viewer
from tests.support import cast


def viewer(username: str) -> Viewer:
    """Somebody of the cast in the capacity that the cast gives."""
    account, grant = cast.account(username), cast.grant(username)
    unit = db.session.get(Unit, grant.unit_id) if grant.unit_id else None
    role = Role(grant.role)
    facts = {
        "account_id": account.id,
        "username": account.username,
        "name": account.name,
        "role": role,
        "grant_id": grant.id,
        "unit_id": unit.id if unit else None,
        "unit_code": unit.code if unit else None,
        "unit_name": unit.name if unit else None,
        "units": PathRange(unit.path) if unit and role in ROLES_WITH_UNIT else None,
    }
    return Viewer(**{name: facts[name] for name in Viewer._fields})
