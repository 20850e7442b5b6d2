"""Writing people on lists, one or thousands: new rows, and changes with their audit entries. Never commits."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from lindung.actions.acts import AUDIT, Deed, encoded, insert_rows
from lindung.domain.errors import ChangedMeanwhile
from lindung.domain.names import name_key
from lindung.domain.nominations import NominationState, well_formed
from lindung.models.base import Base, db
from lindung.models.keys import current_keys
from lindung.models.nominations import Nomination
from lindung.queries.staging import chunks

TABLE = Base.metadata.tables[Nomination.__tablename__]
STORED = tuple(TABLE.c)
# What a list says of a person -> the column of the file.
COLUMN_NAMES = {
    "name": "nama", "nik": "nik", "born_on": "tanggal_lahir", "sex": "jenis_kelamin", "address": "alamat",
    "phone": "telepon", "occupation": "pekerjaan", "category": "kelompok",
}  # fmt: skip
OF_PERSON = frozenset(COLUMN_NAMES)


def new_columns(circular_id: int, unit_id: int, today: date, **given: Any) -> dict[str, Any]:
    """A whole row of somebody new on the list, by what the list says."""
    empty: dict[str, Any] = dict.fromkeys(column.name for column in STORED if column.name != "id")
    stated = {"state": NominationState.PROPOSED.value, "proposed_on": today, "version": 1}
    return {
        **empty,
        **stated,
        "circular_id": circular_id,
        "unit_id": unit_id,
        **given,
        **derived(given["name"], given["nik"]),
    }


def derived(name: str, nik: str | None) -> dict[str, Any]:
    """What lists sort and search by."""
    return {
        "name_key": name_key(name),
        "nik": nik,
        "nik_index": current_keys().blind(nik) if nik and well_formed(nik) else None,
        "nik_last4": nik[-4:] if nik and len(nik) > 4 else None,
    }


def insert_new(deed: Deed, rows: Sequence[dict[str, Any]]) -> list[int]:
    return insert_rows(deed, Nomination, rows)


def change(deed: Deed, changes: Mapping[int, Mapping[str, Any]]) -> None:
    """Nomination id -> columns to set: one statement for each kind of change, with what stood there before."""
    for ids in chunks(sorted(changes)):
        statement = select(*_needed(changes[id_] for id_ in ids)).where(TABLE.c.id.in_(ids))
        kept = {row["id"]: dict(row) for row in db.session.execute(statement).mappings()}
        if len(kept) != len(ids):
            raise ChangedMeanwhile({})
        differing = {id_: _differing(kept[id_], _with_derived(kept[id_], changes[id_])) for id_ in ids}
        _update({id_: columns for id_, columns in differing.items() if columns})
        _record(deed, kept, {id_: columns for id_, columns in differing.items() if columns})


def _needed(changes: Iterable[Mapping[str, Any]]) -> list[Any]:
    """The columns to compare with: a NIK is deciphered only where it may change."""
    names = {name for columns in changes for name in columns} | {"id"}
    if {"name", "nik"} & names:
        names |= {"name", "nik", "name_key", "nik_index", "nik_last4"}
    return [column for column in STORED if column.name in names]


def _with_derived(kept: Mapping[str, Any], wanted: Mapping[str, Any]) -> dict[str, Any]:
    if not {"name", "nik"} & wanted.keys():
        return dict(wanted)
    name, nik = wanted.get("name", kept["name"]), wanted.get("nik", kept["nik"])
    return {**wanted, **derived(name, nik)}


def _differing(kept: Mapping[str, Any], wanted: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in wanted.items() if kept[name] != value}


def _update(changes: Mapping[int, Mapping[str, Any]]) -> None:
    alike: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for id_, columns in changes.items():
        values = {f"new_{name}": value for name, value in columns.items()}
        alike.setdefault(tuple(sorted(columns)), []).append({"row": id_, **values})
    for names, rows in alike.items():
        values = {name: bindparam(f"new_{name}", type_=TABLE.c[name].type) for name in names}
        statement = update(TABLE).where(TABLE.c.id == bindparam("row"))
        db.session.connection().execute(statement.values(version=TABLE.c.version + 1, **values), rows)
    for row in [one for one in db.session.identity_map.values() if isinstance(one, Nomination)]:
        if row.id in changes:
            db.session.expire(row)


def _record(
    deed: Deed, kept: Mapping[int, Mapping[str, Any]], changes: Mapping[int, Mapping[str, Any]]
) -> None:
    entries = [
        {
            "act_id": deed.id,
            "record": TABLE.name,
            "record_id": id_,
            "before": {name: encoded(kept[id_][name]) for name in columns},
            "after": {name: encoded(value) for name, value in columns.items()},
        }
        for id_, columns in changes.items()
    ]
    if entries:
        db.session.execute(insert(AUDIT), entries)
