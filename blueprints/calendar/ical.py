"""The calendar as a file that phones and mail programs take in (RFC 5545): whole days, no alarm."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta

from flask import Response

WIDEST = 60  # signs of a line; a longer one goes on after a space


def ical_response(name: str, days: Sequence[tuple[date, str]]) -> Response:
    lines = [piece for line in _lines(days) for piece in _folded(line)]
    response = Response("\r\n".join(lines) + "\r\n", content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.ics"'
    return response


def _lines(days: Sequence[tuple[date, str]]) -> Iterator[str]:
    stamp = f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
    yield from ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Lindung//ID")
    for number, (day, words) in enumerate(days, start=1):
        yield from (
            "BEGIN:VEVENT",
            f"UID:{day:%Y%m%d}-{number}@lindung",
            f"DTSTAMP:{stamp}",
            f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
            f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{_escaped(words)}",
            "END:VEVENT",
        )
    yield "END:VCALENDAR"


def _escaped(words: str) -> str:
    for sign in ("\\", ";", ","):
        words = words.replace(sign, f"\\{sign}")
    return words.replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    yield line[:WIDEST]
    for start in range(WIDEST, len(line), WIDEST):
        yield f" {line[start : start + WIDEST]}"
