"""What all tables share: naming convention, column types, the version stamp, and the one `db`."""

import json
from datetime import UTC, datetime
from typing import Annotated, Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    JSON,
    BigInteger,
    DateTime,
    Dialect,
    Integer,
    LargeBinary,
    MetaData,
    String,
    TypeDecorator,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column, registry

from lindung.domain.months import Month
from lindung.models.keys import current_keys

CONVENTION = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

BIG = BigInteger().with_variant(Integer, "sqlite")
# Keyset pages compare these as bytes; a locale's order would skip or repeat rows (DESIGN section 3).
PLAIN = String().with_variant(String(collation="C"), "postgresql")

Id = Annotated[int, mapped_column(BIG, primary_key=True)]
Plain = Annotated[str, mapped_column(PLAIN)]
Rupiah = Annotated[int, mapped_column(BigInteger)]


class MonthColumn(TypeDecorator[Month]):
    """A Month stored as the integer yyyymm."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: Month | None, dialect: Dialect) -> int | None:
        return None if value is None else value.number

    def process_result_value(self, value: int | None, dialect: Dialect) -> Month | None:
        return None if value is None else Month(value)


class Moment(TypeDecorator[datetime]):
    """A moment in UTC. Naive values are refused: nobody can say afterwards which clock they came from."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=value.tzinfo or UTC).astimezone(UTC)


class Sealed(TypeDecorator[Any]):
    """A JSON value encrypted at rest; `purpose` binds the ciphertext to its column."""

    impl = LargeBinary
    cache_ok = True

    def __init__(self, purpose: str) -> None:
        super().__init__()
        self.purpose = purpose

    def process_bind_param(self, value: Any, dialect: Dialect) -> bytes | None:
        if value is None:
            return None
        return current_keys().seal(json.dumps(value, separators=(",", ":")).encode(), self.purpose)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> Any:
        return None if value is None else json.loads(current_keys().open(value, self.purpose))


class Base(DeclarativeBase):
    registry = registry(
        metadata=MetaData(naming_convention=CONVENTION),
        type_annotation_map={
            Month: MonthColumn,
            datetime: Moment,
            dict[str, Any]: JSON,
            list[str]: JSON,
            dict[str, int]: JSON,
        },
    )


class Versioned:
    """An editable row: every save raises `version`, and a save from an older one is refused (409)."""

    version: Mapped[int] = mapped_column(default=1)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:
        return {"version_id_col": cls.version}


class Audited:
    """Rows whose every insert, change and removal inside an act is written to the audit trail."""

    __audited__ = True


db = SQLAlchemy(model_class=Base)
