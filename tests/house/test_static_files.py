"""What is served under /static: whole, hashed, and nothing that the content policy would refuse."""

import re
from pathlib import Path

from lindung.web.assets import build_assets, bundled_css

ROOT = Path(__file__).parents[2]
STYLES = ROOT / "static" / "css"


def test_the_stylesheet_is_one_file_with_its_layers():
    css = bundled_css(STYLES / "app.css")

    assert "@import" not in css
    assert css.startswith("@layer reset, tokens, base,")
    assert "@layer components {" in css
    assert css.count("{") == css.count("}")


def test_every_stylesheet_is_imported():
    named = set(re.findall(r'url\("([^"]+)"\)', (STYLES / "app.css").read_text()))

    assert named == {str(path.relative_to(STYLES)) for path in STYLES.rglob("*.css")} - {"app.css"}


def test_names_follow_content_and_come_with_compressed_twins(tmp_path):
    first, second = build_assets(ROOT / "static", tmp_path), build_assets(ROOT / "static", tmp_path)

    assert first == second
    for address in first.values():
        assert re.fullmatch(r"/static/\w+\.[0-9a-f]{10}\.\w+", address)
        written = tmp_path / "assets" / address.removeprefix("/static/")
        assert all(Path(f"{written}{ending}").stat().st_size for ending in ("", ".gz", ".br"))
    assert {path.parent.name for path in tmp_path.rglob("*") if path.is_file()} == {"assets"}


def test_styles_and_templates_keep_to_the_content_policy():
    refused = re.compile(
        r"""\sstyle=|\son\w+=|<script>|\|\s*safe\b|hx-on|hx-vals=.js:|\bhx-vars\b|https?://"""
    )
    for template in (ROOT / "templates").rglob("*.html"):
        assert not refused.search(template.read_text()), template.relative_to(ROOT)
    for style in STYLES.rglob("*.css"):
        assert not re.search(r"!important|https?://|(?m:^\s*#\w)", style.read_text()), style.relative_to(ROOT)
