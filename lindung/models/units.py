"""The tree of departments: OPD, and below them schools, clinics, sub-districts."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from lindung.domain.months import Month
from lindung.models.base import Audited, Base, Id, Plain, Versioned

PATH_STEP = 6  # hex digits of one unit's id in `path`


class Unit(Audited, Versioned, Base):
    __tablename__ = "unit"

    id: Mapped[Id]
    code: Mapped[Plain] = mapped_column(unique=True)
    name: Mapped[str]
    name_key: Mapped[Plain]
    kind: Mapped[str]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    # Ids of all ancestors and of the unit itself, fixed width: a subtree is one range (never LIKE).
    path: Mapped[Plain] = mapped_column(index=True)
    reports: Mapped[bool]  # has its own row in tables and its own monthly report
    closed_from: Mapped[Month | None]


def path_below(parent_path: str, unit_id: int) -> str:
    return f"{parent_path}{unit_id:0{PATH_STEP}x}"


def ids_on(path: str) -> list[int]:
    """The ids of a path, from the top-level unit down to the unit itself."""
    return [int(path[start : start + PATH_STEP], 16) for start in range(0, len(path), PATH_STEP)]
