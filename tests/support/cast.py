"""The fixed cast: you read any test and know everyone in it."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import select

from lindung.actions.acts import act
from lindung.domain.names import name_key
from lindung.domain.permissions import Role
from lindung.models.accounts import Account, Grant
from lindung.models.base import db
from lindung.models.units import Unit, path_below
from lindung.queries.viewer import CONSOLE
from tests.support.clock import TODAY

PASSWORD = "payung-teduh-merah-tua"
LONG_AGO = date(2020, 1, 1)


class Place(NamedTuple):
    code: str
    name: str
    kind: str
    parent: str | None = None


class Player(NamedTuple):
    username: str
    name: str
    role: Role
    unit: str | None = None


SETDA = Place("01", "Sekretariat Daerah", "sekretariat")
OPD_7 = Place("07", "Dinas Pendidikan", "dinas")
SCHOOL = Place("07.01", "SD Negeri Tunas Harapan", "sekolah", "07")
OPD_8 = Place("08", "Dinas Kesehatan", "dinas")
CLINIC = Place("08.01", "Puskesmas Melati", "puskesmas", "08")
PLACES = (SETDA, OPD_7, SCHOOL, OPD_8, CLINIC)

CAST = (
    Player("ratna", "Ratna Wulandari", Role.CLERK, "07"),
    Player("bayu", "Bayu Setiawan", Role.CLERK, "08"),  # the stranger
    Player("dewi", "Dewi Anggraini", Role.SECRETARY),
    Player("kadis", "Suharto Wibowo", Role.HEAD, "07"),
    Player("bendahara", "Yuni Lestari", Role.TREASURER, "07"),
    Player("koordinator", "Joko Prasetyo", Role.COORDINATOR),
    Player("inspektur", "Endah Kurniasih", Role.INSPECTOR),
    Player("admin", "Agus Santoso", Role.ADMIN),
)
USERNAMES = tuple(player.username for player in CAST)


def fill_cast(
    password_hash: str | None, places: Sequence[Place] = PLACES, players: Sequence[Player] = CAST
) -> None:
    """Writes places and players, in an act; the database is migrated and set up."""
    with act(CONSOLE, "cast", today=TODAY):
        for place in places:
            _add_unit(place)
        for player in players:
            account = Account(username=player.username, name=player.name, password_hash=password_hash)
            db.session.add(account)
            db.session.flush()
            unit_id = unit(player.unit).id if player.unit else None
            db.session.add(
                Grant(account_id=account.id, role=player.role.value, unit_id=unit_id, valid_from=LONG_AGO)
            )


def _add_unit(place: Place) -> None:
    parent = unit(place.parent) if place.parent else None
    row = Unit(code=place.code, name=place.name, name_key=name_key(place.name), kind=place.kind, path="")
    row.parent_id, row.reports = (parent.id if parent else None), parent is None
    db.session.add(row)
    db.session.flush()
    row.path = path_below(parent.path if parent else "", row.id)


def unit(code: str | Place) -> Unit:
    code = code.code if isinstance(code, Place) else code
    return db.session.scalars(select(Unit).where(Unit.code == code)).one()


def account(username: str) -> Account:
    return db.session.scalars(select(Account).where(Account.username == username)).one()


def grant(username: str) -> Grant:
    return db.session.scalars(select(Grant).where(Grant.account_id == account(username).id)).one()
