"""What an act answers once it is done: one sentence with *Batalkan*, the same when the form arrives a second time."""

from lindung.actions.done import Done
from lindung.web.fragments import say
from lindung.web.saving import Saved
from lindung.web.ways_back import undo_url

__all__ = ["done_of", "say_done", "undo_url"]


def done_of(outcome: Saved[Done]) -> Done:
    """What was done, now or when the same form was sent before."""
    return outcome.result or Done.of(outcome.repeated or {})


def say_done(done: Done, words: str) -> None:
    """What was done in words, with the way to take it back."""
    say(words, undo_url(done.act_id))
