"""The house client: sends what a person's browser would send, and looks at everything that comes back."""

import secrets
from contextvars import Context
from copy import copy
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from bs4 import Tag
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from lindung.models.base import db
from tests.support.reply import Reply
from tests.support.signing_in import form_token, sign_in

SAME_ORIGIN = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}


class Browser:
    """Nobody yet: `as_("ratna")` is Ratna's browser, `stranger` has not signed in."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._people: dict[str, Person] = {}
        self._stranger = Person(app, None)

    def as_(self, username: str) -> "Person":
        """That person's browser, signed in; the same one each time in a test."""
        if username not in self._people:
            self._people[username] = Person(self._app, username)
        return self._people[username]

    @property
    def stranger(self) -> "Person":
        """Somebody who is not signed in."""
        return self._stranger

    def new(self) -> "Person":
        """A fresh browser without any cookie, for tests of signing in."""
        return Person(self._app, None)


class Person:
    """One browser with its cookies and the last page it saw."""

    def __init__(self, app: Flask, username: str | None) -> None:
        self._app = app
        self.client: FlaskClient = app.test_client()
        self._by_htmx = False
        self._seen: list[Reply] = []
        if username is not None:
            sign_in(self.client, username)

    def htmx(self) -> "Person":
        """The same browser, asking through htmx."""
        twin = copy(self)
        twin._by_htmx = True
        return twin

    @property
    def last(self) -> Reply:
        """The last answer, asked for plainly or through htmx."""
        assert self._seen, "open a page first"
        return self._seen[-1]

    def get(self, url: str, **query: Any) -> Reply:
        if query:
            url += ("&" if "?" in url else "?") + urlencode({key: str(value) for key, value in query.items()})
        return self._ask("GET", url)

    def post(self, url: str, *, token: bool = True, key: bool = True, **fields: Any) -> Reply:
        """Sends a form. Token and idempotency key come along as on a rendered one; False leaves them out."""
        sent = dict(fields)
        if token:
            sent.setdefault("csrf_token", self.csrf_token())
        if key:
            sent.setdefault("idempotency_key", self.new_key())
        return self._ask("POST", url, data=_data(sent))

    def submit(self, selector: str, *, button: str | None = None, **fields: Any) -> Reply:
        """Fills the form that stands on the last page and sends it as a browser would."""
        form = self.last.one(selector)
        assert form.name == "form", f"{selector!r} is a <{form.name}>"
        sent = form_values(form)
        for name, value in fields.items():
            assert form.select_one(f'[name="{name}"]'), f"the form {selector!r} has no field {name!r}"
            sent[name] = value
        pressed = form.select_one(button) if button else None
        assert pressed is not None or not button, f"the form has no button {button!r}"
        if pressed is not None and pressed.get("name"):
            sent[str(pressed["name"])] = str(pressed.get("value", ""))
        action = str(
            (pressed is not None and pressed.get("formaction")) or form.get("action") or self.last.url
        )
        if str(form.get("method", "get")).lower() == "post":
            return self._ask("POST", action, data=_data(sent))
        return self.get(
            action.partition("?")[0], **{name: value for name, value in sent.items() if value != ""}
        )

    def follow(self) -> Reply:
        """Goes where the last answer points to, as the browser does by itself."""
        assert self.last.location, f"{self.last} leads nowhere"
        return self.get(self.last.location)

    def ask(self, method: str, url: str, **kwargs: Any) -> Reply:
        """Any request at all, for tests of what must be refused."""
        return self._ask(method, url, **kwargs)

    def csrf_token(self) -> str:
        """A token for this browser's session, the one its pages would carry."""
        return form_token(self._app, self.client)

    @staticmethod
    def new_key() -> str:
        """A fresh idempotency key, as each rendered form has one."""
        return secrets.token_urlsafe(24)

    @property
    def cookies(self) -> dict[str, str]:
        return {cookie.key: cookie.value for cookie in self.client._cookies.values()}

    def _ask(self, method: str, url: str, *, headers: dict[str, str] | None = None, **kwargs: Any) -> Reply:
        parts = urlsplit(url)
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        sent = {
            **(SAME_ORIGIN if method != "GET" else {}),
            **({"HX-Request": "true"} if self._by_htmx else {}),
        }
        # In an empty context: Flask would otherwise reuse the test's own app context, its `g` and its transaction.
        response = Context().run(
            self._exchange, target, method=method, headers={**sent, **(headers or {})}, **kwargs
        )
        try:
            reply = Reply(response, by_htmx=self._by_htmx, method=method, url=target)
        finally:
            _see_what_was_saved()
        self._seen.append(reply)
        return reply

    def _exchange(self, target: str, **kwargs: Any) -> TestResponse:
        """The whole answer, streamed ones to their end, while the request's context is there."""
        response = self.client.open(target, **kwargs)
        response.get_data()
        response.close()
        return response


def form_values(form: Tag) -> dict[str, Any]:
    """The fields a browser would send for this form as it stands."""
    values: dict[str, Any] = {}
    for element in form.select("input[name], select[name], textarea[name]"):
        if element.has_attr("disabled"):
            continue
        name, kind = str(element["name"]), str(element.get("type", "text"))
        if element.name == "select":
            chosen = element.select("option[selected]") or element.select("option")[:1]
            _put(values, name, [str(option.get("value", option.get_text().strip())) for option in chosen])
        elif element.name == "textarea":
            _put(values, name, [element.get_text().removeprefix("\n")])
        elif kind in ("checkbox", "radio"):
            if element.has_attr("checked"):
                _put(values, name, [str(element.get("value", "on"))])
        elif kind not in ("submit", "button", "image", "reset", "file"):
            _put(values, name, [str(element.get("value", ""))])
    return values


def _put(values: dict[str, Any], name: str, more: list[str]) -> None:
    for value in more:
        earlier = values.get(name)
        if earlier is None:
            values[name] = value
        else:
            values[name] = [*(earlier if isinstance(earlier, list) else [earlier]), value]


def _data(fields: dict[str, Any]) -> dict[str, Any]:
    """Fields as Werkzeug's client wants them: a path is a file, None is left out."""
    sent: dict[str, Any] = {}
    for name, value in fields.items():
        if isinstance(value, Path):
            sent[name] = (value.open("rb"), value.name)
        elif isinstance(value, bool):
            sent[name] = "y" if value else ""
        elif isinstance(value, (list, set, frozenset)):
            sent[name] = [str(one) for one in value]
        elif isinstance(value, tuple):
            sent[name] = value
        elif value is not None:
            sent[name] = str(value)
    return sent


def _see_what_was_saved() -> None:
    """Ends the test's own reading transaction, so that what the request saved is seen."""
    db.session.rollback()
