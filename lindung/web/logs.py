"""What a log may say: which fault, where in the code, when. Never about whom (TRUST)."""

import logging
import re

from flask import Flask
from flask.logging import default_handler

FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
_REDACTED = (
    (re.compile(r"\d+(?=\d{4})(?<=\d{5})"), "··"),  # NIK, NIP, KPJ, telephone: the last four digits are left
    (re.compile(r"(/[^\s?]*)\?\S+"), r"\1?··"),  # what an address asks for
    (re.compile(r"^DETAIL: .*$", re.MULTILINE), "DETAIL: ··"),  # PostgreSQL quotes the row it refuses
)


class DiscreetFormatter(logging.Formatter):
    """Tracebacks and messages without what they may quote of people."""

    def format(self, record: logging.LogRecord) -> str:
        text = super().format(record)
        for pattern, left in _REDACTED:
            text = pattern.sub(left, text)
        return text


def install_logs(app: Flask) -> None:
    default_handler.setFormatter(DiscreetFormatter(FORMAT))
    logging.getLogger("lindung").addHandler(default_handler)
    app.logger.addHandler(default_handler)
