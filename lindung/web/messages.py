"""Codes become sentences: what a broken rule says to the person who met it."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from flask import current_app
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from lindung.domain.errors import RuleBroken
from lindung.domain.months import Month
from lindung.web import sentences
from lindung.web.filters import day, moment, month, number

Sentence = LazyString | Callable[[], str]

UNKNOWN: Sentence = _l("Isian itu belum memenuhi aturan. Tidak ada yang disimpan.")


def sentence_for(broken: RuleBroken) -> str:
    return sentence(broken.code, broken.facts)


def sentence(code: str, facts: Mapping[str, object]) -> str:
    """The sentence of a code with its gaps filled; imports keep code and facts apart from any exception."""
    found = all_sentences().get(code)
    if found is None:
        current_app.logger.error("no sentence for %s", code)
        found = UNKNOWN
    text = str(found() if callable(found) else found)
    return text % {name: _written(value) for name, value in facts.items()}


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
