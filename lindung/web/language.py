"""In which language a person reads: Indonesian unless the browser's own cookie says English."""

from flask import Flask, Response, has_request_context, request
from flask_babel import get_locale

DEFAULT = "id"
LANGUAGES = {"id": "Bahasa Indonesia", "en": "English"}  # each in its own words, so that its readers find it
COOKIE = "bahasa"
KEPT = 365 * 24 * 60 * 60


def chosen_language() -> str:
    """The locale selector. Commands have no request, and speak Indonesian like the office."""
    wanted = request.cookies.get(COOKIE, "") if has_request_context() else ""
    return wanted if wanted in LANGUAGES else DEFAULT


def keep_language(response: Response, language: str) -> None:
    """Beside the session, which ends every evening; it says nothing about who reads."""
    response.set_cookie(
        COOKIE, language, max_age=KEPT, secure=request.is_secure, httponly=True, samesite="Lax"
    )


def _known_to_templates() -> dict[str, object]:
    found = get_locale()
    return {"page_language": found.language if found else DEFAULT, "languages": LANGUAGES}


def install_language(app: Flask) -> None:
    app.context_processor(_known_to_templates)
