"""Codes become sentences: what a broken rule says to the person who met it."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from flask import current_app, get_template_attribute, has_request_context
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from lindung.domain.errors import RuleBroken
from lindung.domain.months import Month
from lindung.web import sentences
from lindung.web.filters import day, moment, month, number, one_stop

Sentence = LazyString | Callable[[], str]

# What one can do about a refusal: (address, words), or None when this person can do nothing.
WayOn = Callable[[Mapping[str, object]], tuple[str, str] | None]
WAYS_ON: dict[str, WayOn] = {}  # filled by the roof's install functions, so that sentences need no screens

UNKNOWN: Sentence = _l("Isian itu belum memenuhi aturan. Tidak ada yang disimpan.")


def sentence_for(broken: RuleBroken) -> str:
    """In a page with the way on behind it, as a link, where the refusal has one; elsewhere the words alone."""
    words = sentence(broken.code, broken.facts)
    way = WAYS_ON[broken.code](broken.facts) if broken.code in WAYS_ON and has_request_context() else None
    if way is None:
        return words
    drawn: str = get_template_attribute("components/way_on.html", "way_on")(words, *way)
    return drawn


def sentence(code: str, facts: Mapping[str, object]) -> str:
    """The sentence of a code with its gaps filled; imports keep code and facts apart from any exception."""
    found = all_sentences().get(code)
    if found is None:
        current_app.logger.error("no sentence for %s", code)
        found = UNKNOWN
    text = str(found() if callable(found) else found)
    return one_stop(text % {name: _written(value) for name, value in facts.items()})


@cache
def all_sentences() -> dict[str, Sentence]:
    """Every module of the package, merged; two nouns claiming one code is a mistake of ours."""
    merged: dict[str, Sentence] = {}
    for module in iter_modules(sentences.__path__):
        own: dict[str, Sentence] = import_module(f"{sentences.__name__}.{module.name}").SENTENCES
        twice = merged.keys() & own.keys()
        if twice:
            raise RuntimeError(f"sentences given twice: {', '.join(sorted(twice))}")
        merged |= own
    return merged


def _written(value: object) -> str:
    match value:
        case Month():
            return month(value)
        case datetime():
            return moment(value)
        case date():
            return day(value)
        case int():
            return number(value)
        case _:
            return str(value)
