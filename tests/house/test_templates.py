"""Templates: all parse, none is left over, nothing in them runs in the page or trusts what was typed."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import nodes
from jinja2.meta import find_referenced_templates

from tests.house.test_floors import ROOT, python_files

TEMPLATES = ROOT / "templates"
NAMES = sorted(str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html"))
FORBIDDEN = {
    r"\|\s*safe\b": "what was typed is never trusted",
    r"\bMarkup\(": "what was typed is never trusted",
    r"autoescape\s+false": "what was typed is never trusted",
    r"<script(?![^>]*\bsrc=)": "no inline script",
    r"<style\b": "no inline style",
    r"\sstyle\s*=": "no inline style",
    r"\son[a-z]+\s*=\s*[\"']": "no inline script",
    r"hx-on": "no script in attributes",
    r"\bjs:": "no script in attributes",
    r"javascript:": "no script in addresses",
    r"https?://": "everything comes from the server itself",
}


@pytest.mark.parametrize("name", NAMES)
def test_a_template_parses_and_holds_nothing_forbidden(app_without_database, name):
    source = (TEMPLATES / name).read_text()
    app_without_database.jinja_env.parse(source)
    bare = re.sub(r"\{#.*?#\}", "", source, flags=re.DOTALL)

    assert [why for pattern, why in FORBIDDEN.items() if re.search(pattern, bare)] == []


def test_no_python_marks_text_as_safe():
    found = [
        str(path.relative_to(ROOT))
        for path in python_files("lindung", "blueprints")
        if re.search(r"\bMarkup\(", path.read_text())
    ]

    assert found == []


def test_every_import_in_a_template_is_used(app_without_database):
    unused = {}
    for name in NAMES:
        tree = app_without_database.jinja_env.parse((TEMPLATES / name).read_text())
        given = set(_imported(tree))
        names = {node.name for node in tree.find_all(nodes.Name) if node.ctx == "load"}
        # An import may serve the blocks of templates that extend this one; it then says so by being in a layout.
        if given - names and not name.startswith("layouts/"):
            unused[name] = given - names

    assert unused == {}


def _imported(tree: nodes.Template) -> Iterator[str]:
    for node in tree.find_all(nodes.Import):
        yield node.target
    for node in tree.find_all(nodes.FromImport):
        for name in node.names:
            yield name[1] if isinstance(name, tuple) else name


def test_every_macro_file_is_used_and_every_reference_exists(app_without_database):
    referenced: set[str] = set()
    for name in NAMES:
        tree = app_without_database.jinja_env.parse((TEMPLATES / name).read_text())
        referenced |= {found for found in find_referenced_templates(tree) if found}
    in_python = "\n".join(path.read_text() for path in python_files("lindung", "blueprints"))
    referenced |= {name for name in NAMES if f'"{name}"' in in_python}

    assert sorted(referenced - set(NAMES)) == []
    assert sorted(set(NAMES) - referenced) == []


def test_every_template_named_in_python_exists():
    named = re.findall(
        r'"([a-z_]+/[a-z_/]+\.html)"',
        "\n".join(path.read_text() for path in python_files("lindung", "blueprints")),
    )

    assert [name for name in sorted(set(named)) if not Path(TEMPLATES, name).exists()] == []
