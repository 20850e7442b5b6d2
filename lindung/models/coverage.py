"""Coverage of a workforce against its targets (R24), and what was promised to get there."""

from datetime import date

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from lindung.domain.months import Month
from lindung.models.base import Audited, Base, Id, Plain, Versioned


class Segment(Audited, Versioned, Base):
    """A part of the workforce with the office that answers for it: konstruksi, kader posyandu, petani."""

    __tablename__ = "segment"
    __table_args__ = (Index("uq_segment_circular_id_name_key", "circular_id", "name_key", unique=True),)

    id: Mapped[Id]
    circular_id: Mapped[int] = mapped_column(ForeignKey("circular.id"))
    name: Mapped[str]
    name_key: Mapped[Plain]
    owner_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    note: Mapped[str | None]


class Figure(Audited, Versioned, Base):
    """One number as one paper gives it. Papers contradict each other: all stay, one is reckoned with."""

    __tablename__ = "figure"
    __table_args__ = (Index("ix_figure_circular_id_kind_month", "circular_id", "kind", "month"),)

    id: Mapped[Id]
    circular_id: Mapped[int] = mapped_column(ForeignKey("circular.id"))
    kind: Mapped[str]  # coverage.FigureKind: workforce, registered, active, target, gained, lapsed
    segment_id: Mapped[int | None] = mapped_column(ForeignKey("segment.id"))  # None: the whole workforce
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))  # a district; None: the regency
    payer: Mapped[str | None]  # who pays for these people; None: whoever
    month: Mapped[Month]  # the state at its end; of a target the December of its year
    people: Mapped[int | None]
    hundredths: Mapped[int | None]  # of a percent, where the paper gives a share: 43,92 % is 4392
    base: Mapped[int | None]  # the workforce that share is of
    source: Mapped[str]
    source_on: Mapped[date | None]
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    is_used: Mapped[bool]
    note: Mapped[str | None]


class Commitment(Audited, Versioned, Base):
    """A clause of an MoU or what a meeting agreed: who does what until when, and whether it was kept."""

    __tablename__ = "commitment"

    id: Mapped[Id]
    circular_id: Mapped[int | None] = mapped_column(ForeignKey("circular.id"), index=True)
    source: Mapped[str]
    clause: Mapped[str | None]
    words: Mapped[str]
    owner_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    made_on: Mapped[date]
    due_on: Mapped[date]
    state: Mapped[str]  # coverage.CommitmentState: open, kept, dropped
    closed_on: Mapped[date | None]
    note: Mapped[str | None]
