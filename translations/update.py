"""Brings the catalogues up to date with the source and names each sentence that has no English yet."""

import sys
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.frontend import CommandLineInterface
from babel.messages.pofile import read_po

HERE = Path(__file__).parent
TEMPLATE = HERE / "messages.pot"
ENGLISH = HERE / "en" / "LC_MESSAGES" / "messages.po"


def babel(*words: str) -> None:
    CommandLineInterface().run(["pybabel", "--quiet", *words])


def extract_and_update() -> None:
    # Babel reads names, not imports: the short names the house gives to Flask-Babel's functions.
    keywords = ("-k", "lazy_gettext", "-k", "_l", "-k", "lazy_ngettext:1,2", "-k", "_n:1,2", "-k", "_ln:1,2")
    tidy = ("--add-location=file", "--sort-by-file", "--no-wrap", "--project=Lindung", "--version=0.1")
    babel("extract", "-F", "pyproject.toml", *keywords, *tidy, "-o", str(TEMPLATE), ".")
    # A guessed translation is worse than a missing one, and a dropped sentence leaves no trace.
    calm = ("--no-wrap", "--no-fuzzy-matching", "--ignore-obsolete", "--ignore-pot-creation-date")
    babel("update", *calm, "-l", "en", "-i", str(TEMPLATE), "-d", str(HERE))


def is_missing(message: Message) -> bool:
    texts = message.string if isinstance(message.string, tuple) else (message.string,)
    return message.fuzzy or not all(texts)


def complaints(catalogue: Catalog) -> list[str]:
    found = []
    for message in catalogue:
        if not message.id:
            continue
        first = message.id if isinstance(message.id, str) else message.id[0]
        where = message.locations[0][0] if message.locations else "?"
        if is_missing(message):
            found.append(f"{where}: no English: {first}")
        else:
            found += [f"{where}: {problem}: {first}" for problem in message.check(catalogue)]
    return sorted(found)


def main() -> None:
    extract_and_update()
    with ENGLISH.open("rb") as file:
        catalogue = read_po(file, locale="en")
    found = complaints(catalogue)
    print(*found, sep="\n", end="\n" if found else "")
    print(f"{len(catalogue)} sentences, {len(found)} to mend in {ENGLISH.relative_to(HERE.parent)}")
    babel("compile", "-i", str(ENGLISH), "-o", str(ENGLISH.with_suffix(".mo")))
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
