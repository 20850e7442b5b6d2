"""A programme with its fund, villages with their clerks, and people on their lists."""

from datetime import date
from typing import Any

from sqlalchemy import select

from lindung.actions import summaries
from lindung.actions.acts import act
from lindung.actions.admitting import admit_in_order
from lindung.actions.verifying import Minutes, verify
from lindung.domain.duties import DutyKind, SponsorKind
from lindung.domain.months import BEGINNING, OPEN_END, Month
from lindung.domain.names import name_key
from lindung.domain.permissions import Role
from lindung.models.accounts import Account, Grant
from lindung.models.base import db
from lindung.models.circulars import Circular
from lindung.models.funds import Fund
from lindung.models.nominations import Nomination
from lindung.models.sponsors import Posting, Sponsor
from lindung.models.units import Unit
from lindung.queries.viewer import CONSOLE
from tests.support import cast
from tests.support.clock import today
from tests.support.importing import bring
from tests.support.makers import Makers

HEADER = (
    "kode_unit", "nik", "nama", "tanggal_lahir", "jenis_kelamin", "alamat", "telepon", "pekerjaan", "kelompok",
)  # fmt: skip
BORN = date(1986, 4, 17)
NIK = "3518005704860{:03d}"  # invented: digits 5 and 6 are 00


def nik(number: int) -> str:
    return f"351800570486{number:04d}"


def a_programme(make: Makers, number: str = "PROG 1/2026", **values: Any) -> Circular:
    chosen: dict[str, Any] = {
        "title": "Perlindungan pekerja rentan desa",
        "duty_kind": DutyKind.FUNDED_LIST.value,
        "in_force_from": date(2026, 3, 1),
        "declare_by": None,
        "register_by": None,
    }
    return make.a_circular(number, **(chosen | values))


def a_fund(
    programme: Circular,
    name: str = "Dana APBD",
    *,
    unit: str = "01",
    amount: int = 1_000_000_000,
    first: str = "2026-11",
    last: str = "2026-12",
    is_public: bool = True,
    source: str = "apbd",
) -> Fund:
    """The money, its payer posted to the office that proposes."""
    with act(CONSOLE, "fund.add", today=today()) as deed:
        payer = Sponsor(
            kind=SponsorKind.FUND.value, name=name, name_key=name_key(name), is_public=is_public, version=1
        )
        db.session.add(payer)
        db.session.flush()
        place = cast.unit(unit)
        db.session.add(
            Posting(sponsor_id=payer.id, unit_id=place.id, first_month=BEGINNING, last_month=OPEN_END)
        )
        fund = Fund(
            sponsor_id=payer.id,
            circular_id=programme.id,
            source=source,
            amount=amount,
            first_month=Month.parse(first),
            last_month=Month.parse(last),
        )
        db.session.add(fund)
        db.session.flush()
        summaries.recount(deed.today)
    return fund


def a_village(
    make: Makers, code: str = "33.01", name: str = "Desa Sari", kind: str = "Desa", above: str = "33"
) -> Unit:
    """Below a district, which is made with the first village."""
    if db.session.scalar(select(Unit.id).where(Unit.code == above)) is None:
        make.a_unit(above, name="Kecamatan Ubud", reports=True)
    row = make.a_unit(code, name=name, parent=above)
    with act(CONSOLE, "unit.rename", today=today()):
        db.session.get_one(Unit, row.id).kind = kind
    return row


def a_clerk(username: str, village: str, name: str = "Nyoman Sri") -> Account:
    """The one who keeps a village's list."""
    from lindung.actions.passwords import hashed

    with act(CONSOLE, "account.add", today=today()):
        account = Account(username=username, name=name, password_hash=hashed(cast.PASSWORD))
        db.session.add(account)
        db.session.flush()
        unit_id = cast.unit(village).id
        db.session.add(
            Grant(account_id=account.id, role=Role.CLERK.value, unit_id=unit_id, valid_from=cast.LONG_AGO)
        )
    return account


def listed(*rows: tuple[Any, ...], **options: Any) -> dict[str, int]:
    """Brings a list in; rows are (unit, NIK, name, ...)."""
    padded = [row + (None,) * (len(HEADER) - len(row)) for row in rows]
    return bring("nominations", [HEADER, *padded], **options)


def of_name(name: str) -> Nomination:
    db.session.rollback()  # of a live house: what its server has saved since
    return db.session.scalars(select(Nomination).where(Nomination.name == name).order_by(Nomination.id)).one()


def findings() -> dict[str, str | None]:
    db.session.rollback()
    return {one.name: one.finding for one in db.session.scalars(select(Nomination).order_by(Nomination.id))}


def two_villages(make: Makers) -> Circular:
    """A village with its clerk, a customary body, and the programme they propose people for."""
    a_village(make)
    a_village(make, "33.02", "Desa Adat Taman", "lembaga adat")
    a_clerk("nyoman", "33.01")
    return a_programme(make)


def four_people() -> None:
    """One with all facts, one without most, one whose NIK is wrong, and the first once more on the other list."""
    listed(
        ("33.01", nik(1), "Wayan", date(1980, 5, 1), "L", None, None, "Petani", "petani"),
        ("33.01", nik(2), "Made", None, None, None, None, None, "UMKM"),
        ("33.01", "12", "Luh"),
        ("33.02", nik(1), "Jro Wayan"),
    )


def url(programme: Circular, rest: str = "usulan") -> str:
    return f"/program/{programme.id}/{rest}"


def ids(*names: str) -> list[int]:
    return [of_name(name).id for name in names]


def picked(programme: Circular, rest: str, *names: str) -> str:
    return url(programme, rest) + "?" + "&".join(f"id={id_}" for id_ in ids(*names))


def admitted(programme: Circular, *names: str) -> Fund:
    """These are verified and taken in by a fund, which is returned."""
    fund = a_fund(programme)
    verify(CONSOLE, programme.id, ids(*names), Minutes(today()), len(names), today=today())
    admit_in_order(CONSOLE, programme.id, fund.id, ids(*names), len(names), len(names), today=today())
    return fund
