"""What the dashboards would say: stored counts of a unit, everything below it included."""

from sqlalchemy import select

from lindung.domain.months import Month
from lindung.models.base import db
from lindung.models.circulars import Circular
from lindung.models.summaries import UnitMonth
from lindung.queries.counting import Counts
from tests.support import cast


def stored(circular: Circular | int, unit: str, month: Month) -> Counts:
    columns = [UnitMonth.__table__.c[name] for name in Counts._fields]
    circular_id = circular if isinstance(circular, int) else circular.id
    statement = select(*columns).where(
        UnitMonth.circular_id == circular_id,
        UnitMonth.unit_id == cast.unit(unit).id,
        UnitMonth.month == month,
    )
    return Counts(*db.session.execute(statement).one())


def asn_of(circular: Circular | int, unit: str, month: Month) -> int:
    return stored(circular, unit, month).asn


def all_stored() -> list[tuple[object, ...]]:
    """Every stored count there is, to be compared before an act and after it was taken back."""
    table = UnitMonth.__table__
    statement = select(table).order_by(table.c.circular_id, table.c.month, table.c.unit_id)
    return [tuple(row) for row in db.session.execute(statement)]
