"""Files on their way in: staged, previewed, applied in one transaction, undone as one act."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from lindung.domain.months import Month
from lindung.models.base import Audited, Base, Id, Plain, Rupiah, Sealed, Versioned


class ImportBatch(Versioned, Base):
    __tablename__ = "import_batch"

    id: Mapped[Id]
    kind: Mapped[str]
    filename: Mapped[str]
    sha256: Mapped[bytes]
    state: Mapped[str]  # staged, judged, applied, closed (nothing to apply), discarded, undone
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    unit_id: Mapped[int | None] = mapped_column(
        ForeignKey("unit.id")
    )  # reach of the grant it was staged under
    staged_at: Mapped[datetime]
    month: Mapped[Month | None]
    is_complete: Mapped[bool] = mapped_column(default=False)  # declared complete: who is absent has left
    columns: Mapped[dict[str, Any]]  # header found, unknown columns, row number of the header, hidden rows
    line_count: Mapped[int]
    judged_count: Mapped[int]
    act_id: Mapped[int | None] = mapped_column(ForeignKey("act.id"))


class ImportLine(Base):
    """One row of the file, encrypted as it came, with what became of it."""

    __tablename__ = "import_line"
    __table_args__ = (
        Index("ix_import_line_batch_id_row", "batch_id", "row"),
        Index("ix_import_line_batch_id_outcome_row", "batch_id", "outcome", "row"),
    )

    id: Mapped[Id]
    batch_id: Mapped[int] = mapped_column(ForeignKey("import_batch.id"))
    row: Mapped[int]  # as the spreadsheet numbers it
    cells: Mapped[dict[str, Any]] = mapped_column(Sealed("import_line.cells"))
    outcome: Mapped[str | None]  # new, changed, moved, left, same, wrong, ask; None: not judged yet
    settlement: Mapped[str | None]  # of a payment row: settlements.Settlement, its group (R16)
    amount: Mapped[Rupiah | None]  # of a payment row
    label: Mapped[str | None]  # what the preview calls it, without a NIK
    changes: Mapped[dict[str, Any] | None] = mapped_column(Sealed("import_line.changes"))
    problems: Mapped[list[Any] | None] = mapped_column(Sealed("import_line.problems"))


class BpjsRow(Audited, Versioned, Base):
    """One row of an applied BPJS payment file: its group (R16), and what a person decided where it waits."""

    __tablename__ = "bpjs_row"
    __table_args__ = (
        Index("ix_bpjs_row_batch_id_row", "batch_id", "row"),
        Index("ix_bpjs_row_month_settlement", "month", "settlement"),
        Index("ix_bpjs_row_enrolment_id_month", "enrolment_id", "month"),
    )

    id: Mapped[Id]
    batch_id: Mapped[int] = mapped_column(ForeignKey("import_batch.id"))
    row: Mapped[int]  # as the spreadsheet numbers it; NIK and KPJ stand only in the import line
    month: Mapped[Month]
    amount: Mapped[Rupiah]
    paid_on: Mapped[date | None]
    reference: Mapped[str | None]
    settlement: Mapped[str]  # settlements.Settlement
    cause: Mapped[str | None]  # why nobody was found: a code
    enrolment_id: Mapped[int | None] = mapped_column(ForeignKey("enrolment.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))  # of the payer, when it was loaded
    resolution: Mapped[str | None]  # settlements.Resolution
    reason: Mapped[str | None]


class ColumnMap(Audited, Versioned, Base):
    """What a branch calls our columns: our name -> its heading."""

    __tablename__ = "column_map"
    __table_args__ = (Index("uq_column_map_kind_name", "kind", "name", unique=True),)

    id: Mapped[Id]
    kind: Mapped[Plain]  # import_columns.ImportKind
    name: Mapped[Plain]
    columns: Mapped[dict[str, Any]]
