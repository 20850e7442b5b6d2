"""The real app behind a real port, for browsers: on a SQLite file of its own, put back before each journey."""

from pathlib import Path
from threading import Thread

from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server

from tests.support.engines import Fill, SqliteStage
from tests.support.signing_in import sign_in


class Quiet(WSGIRequestHandler):
    def log_request(self, *_args: object) -> None:
        """Not a line per picture and stylesheet; errors are still told."""


class LiveHouse:
    """`url` is where it answers; `restore("cast")` puts its database into a named state."""

    def __init__(self, folder: Path, secret_file: Path, environment: str = "production") -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._stage = SqliteStage(folder, environment, SECRET_FILE=str(secret_file))
        self._server = make_server("127.0.0.1", 0, self.app, threaded=True, request_handler=Quiet)
        self._thread = Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    @property
    def app(self) -> Flask:
        return self._stage.app

    def restore(self, state: str, fill: Fill) -> None:
        self._stage.restore(state, fill)

    def cookies_of(self, username: str) -> list[dict[str, str]]:
        """The cookies of somebody of the cast who has just signed in."""
        client = self.app.test_client()
        with self.app.app_context():
            sign_in(client, username)
        return [
            {"name": cookie.key, "value": cookie.value, "url": self.url}
            for cookie in client._cookies.values()
        ]

    def stop(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
        self._stage.close()
