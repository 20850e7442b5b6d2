"""Signing the cast in without a password, and the tokens their pages would carry."""

import hashlib
import os

from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer

from lindung.actions.sessions import Place, open_session
from lindung.web.viewer import TOKEN
from tests.support import cast
from tests.support.clock import today

OFFICE_PC = Place("127.0.0.1", "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/156.0")
RAW_TOKEN, SALT = "csrf_token", "wtf-csrf-token"  # Flask-WTF's names for its part of the session


def sign_in(client: FlaskClient, username: str) -> None:
    """A session is opened as after a right password, and its token put where the sign-in form puts it."""
    token = open_session(cast.account(username).id, OFFICE_PC, today=today())
    adopt(client, token)


def adopt(client: FlaskClient, token: str) -> None:
    """This browser carries on a session that has been opened."""
    with client.session_transaction() as session:
        session[TOKEN] = token


def form_token(app: Flask, client: FlaskClient) -> str:
    """The form token of this browser's session, as its pages would carry it."""
    # Made by hand: Flask-WTF keeps one per app context in `g`, and the test's own context is open around us.
    with client.session_transaction() as session:
        raw = session.setdefault(RAW_TOKEN, hashlib.sha1(os.urandom(64), usedforsecurity=False).hexdigest())
    token = URLSafeTimedSerializer(app.secret_key, salt=SALT).dumps(raw)
    return token if isinstance(token, str) else token.decode()
