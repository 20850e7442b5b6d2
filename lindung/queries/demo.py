"""Whether this database is the demo, and who plays in it. Its password is published: it protects nothing."""

from typing import NamedTuple

from sqlalchemy import select

from lindung.domain.permissions import Role
from lindung.models.accounts import Account
from lindung.models.base import db
from lindung.models.circulars import Circular
from lindung.models.rates import Setting
from lindung.models.sponsors import Sponsor
from lindung.models.units import Unit
from lindung.models.workers import Worker

DEMO = "demo"  # the setting that marks a demo and names its regency
PASSWORD = "lindung-demo-2026"  # noqa: S105  shown on the sign-in page of every demo


class Part(NamedTuple):
    """One part of a demo's cast; Nganjuk's head of Dinas Pertanian also stands in for a neighbour (Plt.)."""

    username: str
    name: str
    role: Role
    unit_code: str | None = None
    acting_for: str | None = None


NGANJUK = "nganjuk"


def _cast(head: str, clerk: str, other_clerk: str, *, acting_for: str | None = None) -> tuple[Part, ...]:
    """Who plays, by the codes of the units of those who have one."""
    return (
        Part("sekda", "Dewi Anggraini", Role.SECRETARY),
        Part("kadis", "Suharto Wibowo", Role.HEAD, head, acting_for),
        Part("ratna", "Ratna Wulandari", Role.CLERK, clerk),
        Part("bayu", "Bayu Setiawan", Role.CLERK, other_clerk),
        Part("bendahara", "Yuni Lestari", Role.TREASURER, clerk),
        Part("koordinator", "Joko Prasetyo", Role.COORDINATOR),
        Part("inspektur", "Endah Kurniasih", Role.INSPECTOR),
        Part("admin", "Agus Santoso", Role.ADMIN),
    )


CAST = _cast("21", "04", "05", acting_for="22")
CASTS = {
    NGANJUK: CAST,
    "kendal": _cast("08", "08", "09"),
    "pasuruan": _cast("14.01", "14.01.2001", "14.02.2001"),
    "gianyar": _cast("04.05", "04.05.2002", "04.01.2001"),
    "ngawi": _cast("05", "05", "06"),
}


class DemoAccount(NamedTuple):
    username: str
    password: str
    name: str
    role: Role
    unit_name: str | None


def demo_regency() -> str | None:
    """Which regency the demo in this database plays; None when it holds no demo."""
    value = db.session.scalar(select(Setting.value).where(Setting.key == DEMO))
    return str(value) if value else None


def demo_accounts() -> list[DemoAccount]:
    """The accounts to try, in the order of the story; empty when this is no demo. Asked before anybody signed in."""
    cast = CASTS.get(demo_regency() or "", ())
    codes = [part.unit_code for part in cast if part.unit_code]
    rows = db.session.execute(select(Unit.code, Unit.name).where(Unit.code.in_(codes)))
    names = {row.code: row.name for row in rows}
    return [
        DemoAccount(part.username, PASSWORD, part.name, part.role, names.get(part.unit_code or ""))
        for part in cast
    ]


def holds_own_data() -> bool:
    """Whether somebody works with this database: any record, or an account that has chosen a password."""
    if demo_regency() is not None:
        return False
    chosen = select(Account.id).where(Account.password_hash.is_not(None))
    records = [select(model.id) for model in (Unit, Sponsor, Circular, Worker)]
    return any(db.session.execute(one.limit(1)).first() for one in (*records, chosen))
