"""A refused upload is read to its end, so that the browser reads why: closed in mid-sending it shows its own error."""

from time import monotonic

from flask import Flask, Response, request

PIECE = 1024 * 1024
PATIENCE = 5.0  # seconds; whoever sends longer than that sees the connection close


def _read_to_the_end(response: Response) -> Response:
    if response.status_code != 413:
        return response
    stream, left, until = request.environ["wsgi.input"], request.content_length or 0, monotonic() + PATIENCE
    try:
        while left > 0 and monotonic() < until and (piece := stream.read(min(PIECE, left))):
            left -= len(piece)
    except (OSError, ValueError):  # hung up, or already read and closed
        response.headers["Connection"] = "close"
    return response


def install_uploads(app: Flask) -> None:
    app.after_request(_read_to_the_end)
