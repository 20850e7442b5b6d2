"""Static files: hashed and compressed once at start-up, then served by WhiteNoise without touching Flask.

The stylesheets become one file, htmx comes out of the installed wheel, and every name carries ten digits of its
content's hash, so that browsers may keep it for ever and a new version is a new address.
"""

import gzip
import hashlib
import os
import re
import tempfile
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

import brotli
from flask import Flask
from whitenoise import WhiteNoise

from lindung.web.headers import add_static_headers

PREFIX = "/static/"
_IMPORT = re.compile(r"@import\s+url\(\"(?P<path>[^\"]+)\"\)(?:\s+layer\((?P<layer>[\w.-]+)\))?\s*;")
_COMMENT = re.compile(r"/\*.*?\*/\s*", re.DOTALL)
_HASHED = re.compile(r"\.[0-9a-f]{10}\.")
_HTMX_VERSION = re.compile(rb'version:"(2\.0\.\d+)"')


def bundled_css(source: Path) -> str:
    """The stylesheet with everything it imports written in its place, layers kept."""

    def imported(match: re.Match[str]) -> str:
        body = bundled_css(source.parent / match["path"])
        return f"@layer {match['layer']} {{\n{body}}}\n" if match["layer"] else body

    return _IMPORT.sub(imported, _COMMENT.sub("", source.read_text(encoding="utf-8")))


def htmx_source() -> bytes:
    """htmx 2 as it stands in the django-htmx wheel; found without importing Django."""
    spec = find_spec("django_htmx")
    if spec is None or not spec.submodule_search_locations:
        raise RuntimeError("django-htmx is not installed: htmx has no source (see requirements.lock)")
    package = Path(next(iter(spec.submodule_search_locations)))
    content = (package / "static" / "django_htmx" / "htmx-2.min.js").read_bytes()
    if not _HTMX_VERSION.search(content):
        raise RuntimeError("the htmx in django-htmx is not 2.0.x: the templates are written for that version")
    return content


def _sources(static: Path) -> dict[str, bytes]:
    return {
        "app.css": bundled_css(static / "css" / "app.css").encode(),
        "app.js": (static / "js" / "app.js").read_bytes(),
        "htmx.js": htmx_source(),
        "favicon.svg": (static / "favicon.svg").read_bytes(),
    }


@lru_cache(maxsize=16)
def _variants(content: bytes) -> dict[str, bytes]:
    # The plain file last: whoever sees it may rely on the compressed ones being there.
    return {".br": brotli.compress(content), ".gz": gzip.compress(content, mtime=0), "": content}


def _write_whole(path: Path, content: bytes, workshop: Path) -> None:
    """Written aside and renamed: another worker starting now sees the whole file or none."""
    handle, name = tempfile.mkstemp(dir=workshop, prefix=".asset-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.chmod(name, 0o644)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def build_assets(static: Path, data_dir: Path) -> dict[str, str]:
    """Writes what is missing into <data_dir>/assets and answers name -> address."""
    folder = data_dir / "assets"
    folder.mkdir(parents=True, exist_ok=True)
    addresses = {}
    for name, content in _sources(static).items():
        stem, _, ending = name.rpartition(".")
        hashed = f"{stem}.{hashlib.sha256(content).hexdigest()[:10]}.{ending}"
        if not (folder / hashed).exists():
            for suffix, body in _variants(content).items():
                _write_whole(folder / (hashed + suffix), body, data_dir)
        addresses[name] = PREFIX + hashed
    return addresses


def install_assets(app: Flask, data_dir: Path) -> None:
    addresses = build_assets(Path(app.root_path) / "static", Path(data_dir))
    app.add_template_global(addresses.__getitem__, "asset")
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]  # how WSGI middleware is put around Flask
        app.wsgi_app,
        root=str(Path(data_dir).resolve() / "assets"),
        prefix=PREFIX,
        immutable_file_test=lambda path, url: _HASHED.search(url) is not None,
        allow_all_origins=False,
        add_headers_function=add_static_headers,
    )
