"""Every refusal in the house's words: a page for a browser, a notice for htmx, and the same status for both."""

from typing import NamedTuple
from urllib.parse import urlsplit

from flask import Flask, current_app, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException

from lindung.domain.errors import ChangedMeanwhile, NotThere, RuleBroken
from lindung.web.fragments import is_htmx
from lindung.web.messages import sentence_for
from lindung.web.uploads import install_uploads

RETRY_SECONDS = "5"
MANY_FIELDS = 200
_KEPT_HEADERS = ("Allow", "Retry-After", "WWW-Authenticate")
_SECRET_FIELDS = ("password", "sandi", "secret")
# What SQLite and PostgreSQL say when the trouble is theirs and passes; anything else is a fault of ours.
_PASSING = ("locked", "busy", "unable to open", "disk i/o")
_FULL = ("disk is full", "no space left", "could not extend")


class Words(NamedTuple):
    title: LazyString
    sentence: LazyString
    remedy: LazyString


WORDS: dict[int, Words] = {
    400: Words(
        _l("Permintaan tidak terbaca"),
        _l("Isi permintaan itu tidak lengkap atau tidak sesuai bentuknya. Tidak ada data yang berubah."),
        _l("Kembali ke halaman sebelumnya, periksa isian, lalu kirim lagi."),
    ),
    403: Words(
        _l("Tidak termasuk wewenang akun ini"),
        _l(
            "Tindakan atau halaman itu bukan wewenang peran yang sedang dipakai. Tidak ada data yang berubah."
        ),
        _l("Apabila memang menjadi tugas Anda, ganti peran di menu akun atau hubungi koordinator."),
    ),
    404: Words(
        _l("Tidak ditemukan"),
        _l("Tidak ada data atau halaman di alamat itu dalam unit kerja Anda."),
        _l("Periksa alamatnya, atau cari dengan nama dari kotak pencarian."),
    ),
    405: Words(
        _l("Cara membuka alamat itu tidak sesuai"),
        _l("Alamat itu hanya menerima kiriman formulir, atau sebaliknya. Tidak ada data yang berubah."),
        _l("Kembali ke halaman sebelumnya dan gunakan tombol yang tersedia di sana."),
    ),
    409: Words(
        _l("Data ini baru saja diubah orang lain"),
        _l("Isian Anda belum disimpan supaya isian orang lain tidak tertimpa."),
        _l("Kembali, muat ulang halaman untuk melihat isi terbaru, lalu putuskan."),
    ),
    413: Words(
        _l("Berkas terlalu besar"),
        _l("Berkas atau isian itu melebihi batas ukuran. Tidak ada yang disimpan."),
        _l("Bagi berkas menjadi beberapa bagian, atau hapus lembar dan gambar yang tidak diperlukan."),
    ),
    415: Words(
        _l("Jenis berkas tidak dapat dibaca"),
        _l("Jenis berkas itu tidak diterima di sini. Tidak ada yang disimpan."),
        _l("Simpan sebagai XLSX atau CSV (untuk lampiran: PDF), lalu unggah lagi."),
    ),
    422: Words(
        _l("Belum dapat diterima"),
        _l("Isian itu belum memenuhi aturan. Tidak ada yang disimpan."),
        _l("Kembali ke halaman sebelumnya, perbaiki isian, lalu kirim lagi."),
    ),
    429: Words(
        _l("Terlalu banyak percobaan"),
        _l("Permintaan dari akun atau komputer ini terlalu sering."),
        _l("Tunggu beberapa menit, lalu coba lagi."),
    ),
    500: Words(
        _l("Terjadi kesalahan pada aplikasi"),
        _l("Permintaan itu tidak selesai dan tidak ada yang disimpan. Kesalahan ini sudah tercatat."),
        _l("Coba lagi. Apabila terulang, sampaikan waktu kejadian kepada administrator."),
    ),
    503: Words(
        _l("Basis data sedang tidak dapat dihubungi"),
        _l("Permintaan itu belum dikerjakan dan tidak ada yang disimpan."),
        _l("Tunggu beberapa detik, lalu muat ulang halaman ini."),
    ),
}
EXPIRED = Words(
    _l("Formulir sudah kedaluwarsa"),
    _l(
        "Formulir itu terlalu lama terbuka, atau sesi Anda sudah berganti sejak dibuka. Belum ada yang disimpan."
    ),
    _l("Muat ulang halaman asalnya, lalu kirim lagi."),
)
FULL = Words(
    _l("Penyimpanan server penuh"),
    _l("Perubahan itu tidak disimpan karena ruang penyimpanan habis. Data lama tetap utuh dan dapat dibaca."),
    _l("Sampaikan kepada administrator, lalu kirim lagi setelah ruang dikosongkan."),
)
BUSY = Words(
    _l("Sedang banyak yang menyimpan"),
    _l("Permintaan itu menunggu terlalu lama dan belum disimpan."),
    _l("Tunggu beberapa detik, lalu kirim lagi."),
)


def _answer(status: int, words: Words, **extra: object) -> ResponseReturnValue:
    facts = {"status": status, "words": words, "sentence": None, "resend": (), "back": _way_back(), **extra}
    headers = {"Vary": "HX-Request"}
    if is_htmx():
        # 409 and 422 would otherwise land where the component is: this is no component, but a notice.
        headers |= {"HX-Retarget": "#notice", "HX-Reswap": "outerHTML", "HX-Reselect": "unset"}
        return render_template("errors/_notice.html", **facts), status, headers
    return _page(status, facts), status, headers


def _page(status: int, facts: dict[str, object]) -> str:
    if status < 500:
        try:
            return render_template("errors/page.html", layout="layouts/base.html", **facts)
        except Exception as trouble:  # the menu asks the database, which may be what failed
            current_app.logger.error("error page fell back to the plain layout: %s", type(trouble).__name__)
    return render_template("errors/page.html", layout="layouts/plain.html", **facts)


def _way_back() -> str | None:
    """The page one came from, when it is one of ours."""
    referrer = urlsplit(request.referrer or "")
    if referrer.netloc != request.host or (referrer.path == request.path and request.method == "GET"):
        return None
    return referrer.path + (f"?{referrer.query}" if referrer.query else "")


def _form_expired(error: CSRFError) -> ResponseReturnValue:
    return _answer(400, EXPIRED, resend=_typed_fields())


def _typed_fields() -> list[tuple[str, str]]:
    """What was typed, to be sent again with one click; only when the browser vouches that our own page sent it."""
    ours = request.headers.get("Sec-Fetch-Site") == "same-origin"
    if not ours or request.files or len(request.form) > MANY_FIELDS:
        return []
    if any(secret in name for name in request.form for secret in _SECRET_FIELDS):
        return []
    return [(name, value) for name, value in request.form.items(multi=True) if name != "csrf_token"]


def _http_error(error: HTTPException) -> ResponseReturnValue:
    if error.response is not None:
        return error.response
    status = error.code or 500
    result = _answer(status, WORDS.get(status) or WORDS[500 if status >= 500 else 400])
    response = current_app.make_response(result)
    for name, value in error.get_headers():
        if name in _KEPT_HEADERS:
            response.headers[name] = value
    if status == 503:
        response.headers.setdefault("Retry-After", RETRY_SECONDS)
    return response


def _not_there(error: NotThere) -> ResponseReturnValue:
    return _answer(404, WORDS[404])


def _changed_meanwhile(error: ChangedMeanwhile) -> ResponseReturnValue:
    return _answer(409, WORDS[409])


def _rule_broken(error: RuleBroken) -> ResponseReturnValue:
    return _answer(422, WORDS[422], sentence=sentence_for(error))


def _database_trouble(error: Exception) -> ResponseReturnValue:
    # The exception's own text may quote a statement with its values, so only its kind is logged.
    cause = getattr(error, "orig", None)
    text = str(cause or "").lower()
    current_app.logger.error("database trouble: %s %s", type(error).__name__, type(cause).__name__)
    if any(sign in text for sign in _FULL):
        words = FULL
    elif "locked" in text or isinstance(error, PoolTimeout):
        words = BUSY
    elif _is_sqlite(cause) and not any(sign in text for sign in _PASSING):
        current_app.logger.error("statement failed: %s", str(cause).splitlines()[0])
        return _answer(500, WORDS[500])
    else:
        words = WORDS[503]
    response = current_app.make_response(_answer(503, words))
    response.headers["Retry-After"] = RETRY_SECONDS
    return response


def _is_sqlite(cause: object) -> bool:
    return type(cause).__module__.startswith("sqlite3")


def refuse(status: int, sentence: str | None = None) -> ResponseReturnValue:
    """A refusal a view wants to answer itself, with its own sentence (a file that is too big, say)."""
    return _answer(status, WORDS[status], sentence=sentence)


def register_error_pages(app: Flask) -> None:
    app.register_error_handler(CSRFError, _form_expired)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(NotThere, _not_there)
    app.register_error_handler(ChangedMeanwhile, _changed_meanwhile)
    app.register_error_handler(RuleBroken, _rule_broken)
    for kind in (OperationalError, InterfaceError, PoolTimeout):
        app.register_error_handler(kind, _database_trouble)
    install_uploads(app)
