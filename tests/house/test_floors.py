"""The floors: who may import whom, how long things may grow, and what must not stand in a committed file."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDERS = ("lindung", "blueprints", "migrations", "tests", "bench", "translations")
WRITTEN = ("templates", "static/css", "static/js", *FOLDERS)
LONGEST_FILE = 400
LONGEST_VIEW = 25
NO_NAMES = {"utils", "helpers", "misc", "common", "manager"}


def python_files(*folders: str) -> Iterator[Path]:
    yield ROOT / "app.py"
    for folder in folders or FOLDERS:
        yield from sorted((ROOT / folder).rglob("*.py"))


def trees(*folders: str) -> Iterator[tuple[Path, ast.Module]]:
    for path in python_files(*folders):
        yield path, ast.parse(path.read_text())


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_imports_go_downward_only():
    lint = "from importlinter.cli import lint_imports_command; lint_imports_command()"

    done = subprocess.run(  # noqa: S603  # our own words, no shell
        [sys.executable, "-c", lint, "--no-logo"], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stdout + done.stderr


def test_no_file_is_longer_than_the_wall():
    endings = {".py", ".html", ".css", ".js"}
    files = [path for folder in WRITTEN for path in (ROOT / folder).rglob("*") if path.suffix in endings]

    long = {
        name_of(path): lines for path in files if (lines := len(path.read_text().splitlines())) > LONGEST_FILE
    }

    assert long == {}


def test_no_file_is_named_after_nothing():
    assert [name_of(path) for path in python_files() if path.stem in NO_NAMES] == []


def test_a_view_is_one_sentence():
    """At most 25 lines from its `def` to its end (STYLE rule 1)."""
    long = {}
    for path, tree in trees("blueprints"):
        for view in ast.walk(tree):
            if isinstance(view, ast.FunctionDef) and any(_is_route(one) for one in view.decorator_list):
                lines = (view.end_lineno or 0) - view.lineno + 1
                if lines > LONGEST_VIEW:
                    long[f"{name_of(path)}:{view.name}"] = lines

    assert long == {}


def _is_route(decorator: ast.expr) -> bool:
    verbs = {"get", "post", "put", "patch", "delete", "route"}
    return (
        isinstance(decorator, ast.Call)
        and isinstance(decorator.func, ast.Attribute)
        and decorator.func.attr in verbs
    )


def test_only_acts_commit():
    """One act is one transaction: `commit` is called where acts are made and nowhere else."""
    allowed = {"lindung/actions/acts.py"}
    found = {
        f"{name_of(path)}:{call.lineno}"
        for path, tree in trees("lindung", "blueprints")
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "commit"
        if name_of(path) not in allowed
    }

    assert found == set()


def test_the_ground_has_no_clock():
    """Rules are handed their day (STYLE rule 5)."""
    found = [
        f"{name_of(path)}:{call.lineno}"
        for path, tree in trees("lindung/domain")
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr in ("now", "today")
    ]

    assert found == []


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-test.lock"])
def test_a_lock_names_no_host_and_hashes_everything(lock):
    text = (ROOT / lock).read_text()

    assert "://" not in text
    assert "-index" not in text
    assert "find-links" not in text
    assert all("--hash=sha256:" in entry for entry in re.split(r"\n(?=[A-Za-z0-9])", text.strip()))


def test_the_test_lock_holds_the_other_one_at_the_same_versions():
    def pins(name: str) -> set[str]:
        return set(re.findall(r"^[A-Za-z0-9_.\[\]-]+==[^ ;\\]+", (ROOT / name).read_text(), re.MULTILINE))

    assert pins("requirements.lock") <= pins("requirements-test.lock")


def test_a_todo_names_its_issue():
    found = [
        f"{name_of(path)}:{number}"
        for path in python_files()
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if re.search(r"#\s*(TODO|FIXME|XXX)\b(?!.*#\d)", line)
    ]

    assert found == []


def test_every_module_begins_with_what_it_is_for():
    silent = [
        name_of(path)
        for path, tree in trees("lindung", "blueprints", "migrations/versions")
        if ast.get_docstring(tree) is None and path.read_text().strip()
    ]

    assert silent == []


def test_nobody_asks_the_old_way():
    """2.x style only: `select()`, never `Model.query` or `session.query()`."""
    found = [
        f"{name_of(path)}:{call.lineno}"
        for path, tree in trees("lindung", "blueprints")
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "query"
    ]

    assert found == []
