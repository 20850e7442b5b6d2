"""What BPJS's branch sent of the last ended month: two files, through the importer's own steps, each its own act (R16).

They stand in the demo's one transaction: the batch, its encrypted rows, the groups, the money.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from random import Random

from sqlalchemy import insert, select

from lindung.actions import import_lines
from lindung.actions.acts import Deed
from lindung.actions.demo.moments import moment
from lindung.actions.demo.payments import SHORT_AMOUNT, BranchRow, Due, reference
from lindung.actions.importers.payments import PaymentImporter
from lindung.actions.importers.protocol import Line, Scope, Verdict
from lindung.actions.sheets import Grid, read_sheet
from lindung.domain.import_columns import ImportKind
from lindung.domain.months import Month
from lindung.domain.rates import Tariff
from lindung.domain.settlements import Resolution, Settlement
from lindung.models.acts import ActRow
from lindung.models.base import db
from lindung.models.imports import BpjsRow, ImportBatch, ImportLine
from lindung.queries.staging import chunks
from lindung.queries.viewer import Viewer

FILE_DAY, LATE_FILE_DAY = 4, 14  # of the running month
FEW = 100  # one of so many rows is of each odd kind, and at least two
WELL_OVER = 25_000  # what no month of any tariff of the demo costs
PROTECTED = 12  # rows that say until when BPJS protects (R18)
NIK_OF_NOBODY, KPJ_OF_NOBODY = "351800{:02}{:02}{:02}{:04}", "98{:09}"
ASKED_BACK = "Baris kedua untuk pekerja dan bulan yang sama; mohon diperiksa cabang"
IGNORED = "Peserta cabang Kediri, bukan binaan kabupaten ini"


def odd_rows(random: Random, rows: Sequence[BranchRow], dues: dict[str, set[int]]) -> list[BranchRow]:
    """The file with what files really hold: too little, another month's rate, too much, twice, and nobody known.

    `dues`: NIK -> what any month of this worker costs.
    """
    found, few = list(rows), max(2, len(rows) // FEW)
    right = [place for place, row in enumerate(found) if row.amount != SHORT_AMOUNT]
    chosen = iter(random.sample(right, min(len(right), 4 * few + PROTECTED)))
    for place, _ in zip(chosen, range(few), strict=False):
        found[place] = found[place]._replace(amount=SHORT_AMOUNT)
    for place, _ in zip(chosen, range(few), strict=False):
        other = max(dues[found[place].nik or ""])
        found[place] = found[place]._replace(amount=max(other, found[place].amount))
    for place, _ in zip(chosen, range(few), strict=False):
        found[place] = found[place]._replace(amount=WELL_OVER)
    for place, _ in zip(chosen, range(few), strict=False):
        second = found[place].paid_on + timedelta(days=1)
        found.append(
            found[place]._replace(reference=reference(random), paid_on=min(second, _last_day(found[place])))
        )
    for place in chosen:
        found[place] = found[place]._replace(protected_until=found[place].month.plus(2).last_day())
    return [*found, *(_of_nobody(random, rows[0], nth) for nth in range(few + 1))]


def bring_in(
    deed: Deed, viewer: Viewer, rows: Sequence[BranchRow], filename: str, month: Month | None, day: date
) -> list[int]:
    """Stages and applies one file as of a day; whoever's months it pays, for the counts of what comes later."""
    content = _csv(rows)
    grid = read_sheet(content, ImportKind.PAYMENTS)
    with _act_of(deed, viewer, day) as own:
        batch = _batch(own, grid, content, filename, month)
        importer = PaymentImporter(Scope(viewer, day, month or Month.of(day), False, batch.id, month))
        lines = [Line(row, cells) for row, cells in grid.rows]
        verdicts = list(importer.judge(lines))
        staged = [
            import_lines.line_row(batch.id, line) | import_lines.verdict_columns(verdict)
            for line, verdict in zip(lines, verdicts, strict=True)
        ]
        for part in chunks(staged):
            db.session.execute(insert(ImportLine), list(part))
        people = importer.people(verdicts)
        importer.apply(own, verdicts, people)
        own.result = _said(batch, verdicts)
    return people


def decide_some(deed: Deed, viewer: Viewer, today: date) -> None:
    """One of the double rows goes back to the branch, one about nobody is ignored; the others wait."""
    with _act_of(deed, viewer, today, kind="settlement.resolve") as own:
        for group, how, reason in (
            (Settlement.DOUBLE, Resolution.ASKED_BACK, ASKED_BACK),
            (Settlement.UNKNOWN, Resolution.IGNORED, IGNORED),
        ):
            waiting = select(BpjsRow).where(BpjsRow.settlement == group.value, BpjsRow.resolution.is_(None))
            row = db.session.scalars(waiting.order_by(BpjsRow.id).limit(1)).first()
            if row is not None:
                row.resolution, row.reason = how.value, reason
                own.result["count"] = own.result.get("count", 0) + 1


def dues_of(due: Due, tariffs: dict[str, str], until: Month) -> dict[str, set[int]]:
    """NIK -> what its tariff costs in any month of the year before `until`."""
    by_tariff = {
        code: {due(Tariff.of_code(code), until.plus(-nth)) for nth in range(12)}
        for code in set(tariffs.values())
    }
    return {nik: by_tariff[code] for nik, code in tariffs.items()}


@contextmanager
def _act_of(deed: Deed, viewer: Viewer, day: date, kind: str = "import.apply") -> Iterator[Deed]:
    """An act of somebody else's within the demo's: what it writes can be taken back like any other's."""
    db.session.flush()
    row = ActRow(
        account_id=viewer.account_id,
        grant_id=viewer.grant_id,
        at=moment(day, deed.today),
        kind=kind,
        key=None,
        result={},
    )
    db.session.add(row)
    db.session.flush()
    own = Deed(row.id, viewer, day, {})
    session = db.session()
    session.info["deed"] = own
    try:
        yield own
        session.flush()
        row.result = own.result
        session.flush()
    finally:
        session.info["deed"] = deed


def _batch(own: Deed, grid: Grid, content: bytes, filename: str, month: Month | None) -> ImportBatch:
    """The batch as staging leaves it, judged to its end and about to be applied."""
    at = db.session.get_one(ActRow, own.id).at
    batch = ImportBatch(
        kind=ImportKind.PAYMENTS.value,
        filename=filename,
        sha256=hashlib.sha256(content).digest(),
        state="applied",
        account_id=own.viewer.account_id,
        unit_id=None,
        staged_at=at - timedelta(minutes=5),
        month=month,
        is_complete=False,
        columns={
            "sheet": grid.sheet,
            "header_row": grid.header_row,
            "titles": grid.header.titles,
            "map": None,
            "unknown": [],
            "hidden": [],
            "hidden_count": 0,
            "warned_rows": [],
            "claim_rows": [],
            "writes": True,
            "seen": {},
        },
        line_count=len(grid.rows),
        judged_count=len(grid.rows),
        act_id=own.id,
    )
    db.session.add(batch)
    db.session.flush()
    return batch


def _said(batch: ImportBatch, verdicts: Sequence[Verdict]) -> dict[str, object]:
    counts = Counter(verdict.outcome.value for verdict in verdicts)
    return {"batch": batch.id, "kind": batch.kind, "counts": dict(counts)}


def _csv(rows: Sequence[BranchRow]) -> bytes:
    lines = ["nik;kpj;bulan;jumlah;tanggal_bayar;referensi;tanggal_akhir_perlindungan"]
    for row in rows:
        until = f"{row.protected_until:%d/%m/%Y}" if row.protected_until else ""
        lines.append(
            f"{row.nik or ''};{row.kpj or ''};{row.month};{row.amount};{row.paid_on:%d/%m/%Y};{row.reference};{until}"
        )
    return "\n".join(lines).encode()


def _of_nobody(random: Random, like: BranchRow, nth: int) -> BranchRow:
    """Somebody whom this regency does not know; the first of them by his participant number alone."""
    nik = NIK_OF_NOBODY.format(
        random.randint(1, 28), random.randint(1, 12), random.randint(60, 99), 9000 + nth
    )
    kpj = KPJ_OF_NOBODY.format(random.randint(0, 999_999_999))
    return like._replace(
        nik=nik if nth else None, kpj=None if nth else kpj, reference=reference(random), protected_until=None
    )


def _last_day(row: BranchRow) -> date:
    return row.month.last_day()
