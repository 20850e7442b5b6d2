"""Every code has its sentence, every sentence its code, and what it names is what the code brings."""

import ast
import importlib.util
import re
from pathlib import Path

from babel.messages.pofile import read_po

from lindung.web.messages import all_sentences
from tests.house.test_floors import ROOT, name_of, trees

GAP = re.compile(r"%\((\w+)\)")
ENGLISH = ROOT / "translations" / "en" / "LC_MESSAGES" / "messages.po"


class Raised:
    """One `RuleBroken(...)` in the source: its code, the facts it brings, and where it stands."""

    def __init__(self, path: Path, call: ast.Call) -> None:
        self.where = f"{name_of(path)}:{call.lineno}"
        code = call.args[0] if call.args else None
        self.pattern = _pattern(code)
        self.facts = {word.arg for word in call.keywords if word.arg and word.arg != "field"}
        self.is_open = any(word.arg is None for word in call.keywords) or not isinstance(code, ast.Constant)


def _pattern(code: ast.expr | None) -> str | None:
    """A regular expression for the codes this may raise; None when it is a variable."""
    match code:
        case ast.Constant(value=str(text)):
            return re.escape(text)
        case ast.JoinedStr(values=parts):
            return "".join(
                re.escape(str(one.value)) if isinstance(one, ast.Constant) else "[a-z0-9_]+" for one in parts
            )
        case ast.IfExp(body=first, orelse=second):
            return "|".join(filter(None, (_pattern(first), _pattern(second)))) or None
        case _:
            return None


def raised() -> list[Raised]:
    return [
        Raised(path, call)
        for path, tree in trees("lindung", "blueprints")
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        and getattr(call.func, "id", getattr(call.func, "attr", "")) == "RuleBroken"
    ]


def test_every_code_that_is_raised_has_a_sentence():
    codes = all_sentences()

    silent = {
        one.where: one.pattern
        for one in raised()
        if one.pattern and not any(re.fullmatch(one.pattern, code) for code in codes)
    }

    assert silent == {}


def test_a_sentence_names_only_what_its_code_brings(app_without_database):
    with app_without_database.test_request_context():
        sentences = {code: str(one() if callable(one) else one) for code, one in all_sentences().items()}

    missing = {
        one.where: sorted(gaps - one.facts)
        for one in raised()
        if one.pattern and not one.is_open
        for code, text in sentences.items()
        if re.fullmatch(one.pattern, code) and (gaps := set(GAP.findall(text))) - one.facts
    }

    assert missing == {}


def test_sentences_are_whole(app_without_database):
    with app_without_database.test_request_context():
        texts = [str(one() if callable(one) else one) for one in all_sentences().values()]

    assert [
        text
        for text in texts
        if not re.fullmatch(r"[A-Z“=0-9%].*([.?)”]|: flask --app app .*)", text, re.DOTALL)
    ] == []


def _messages_in_source(folder: Path):
    """What a fresh extraction finds, without touching the committed files."""
    spec = importlib.util.spec_from_file_location("update", ROOT / "translations" / "update.py")
    assert spec is not None
    assert spec.loader is not None
    update = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(update)
    update.TEMPLATE = folder / "messages.pot"
    update.babel = lambda *words: _extract_only(words)
    update.extract_and_update()
    with update.TEMPLATE.open("rb") as file:
        return read_po(file), update


def _extract_only(words: tuple[str, ...]) -> None:
    from babel.messages.frontend import CommandLineInterface

    if words[0] == "extract":
        CommandLineInterface().run(["pybabel", "--quiet", *words])


def test_the_english_catalogue_is_complete(tmp_path, monkeypatch):
    monkeypatch.chdir(ROOT)
    source, update = _messages_in_source(tmp_path)
    with ENGLISH.open("rb") as file:
        english = read_po(file, locale="en")
    wanted = [message.id for message in source if message.id]
    missing = [id_ for id_ in wanted if id_ not in english or update.is_missing(english[id_])]

    assert missing == []
    assert [str(problem) for message in english for problem in message.check(english)] == []
