"""Stored PDFs on their way to a reader: shown in the browser or kept as a file, never run, never cached."""

import re
from urllib.parse import quote

from flask import Response

from lindung.web.headers import DOCUMENT_POLICY

_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")


def pdf_response(name: str, content: bytes, *, as_file: bool = False) -> Response:
    """Inline or as a file, under its own name; whatever the name says, it is sent as a PDF and as nothing else."""
    stem = name.removesuffix(".pdf").removesuffix(".PDF") or "dokumen"
    plain = _UNSAFE.sub("-", stem).strip("-.") or "dokumen"
    response = Response(content, mimetype="application/pdf")
    manner = "attachment" if as_file else "inline"
    response.headers["Content-Disposition"] = (
        f"{manner}; filename=\"{plain}.pdf\"; filename*=UTF-8''{quote(stem, safe='')}.pdf"
    )
    response.headers["Content-Security-Policy"] = DOCUMENT_POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
