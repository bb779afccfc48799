import gzip
from pathlib import Path

from casework.web.static import STYLESHEETS, bundle, content_version

STATIC = Path(__file__).parents[2] / "casework" / "static"


def test_version_changes_with_a_byte_and_with_a_name(tmp_path: Path) -> None:
    folder = tmp_path / "css"
    folder.mkdir()
    (folder / "a.css").write_text("a")
    first = content_version(tmp_path)
    assert content_version(tmp_path) == first
    (folder / "a.css").write_text("b")
    second = content_version(tmp_path)
    (folder / "a.css").rename(folder / "b.css")
    assert len({first, second, content_version(tmp_path)}) == 3


def test_every_part_is_in_the_bundle_and_all_is_light() -> None:
    parts = {path.stem for path in (STATIC / "css").glob("*.css")}
    assert parts == set(STYLESHEETS)
    whole = bundle(STATIC) + max((path.read_text() for path in (STATIC / "themes").glob("*.css")), key=len)
    assert len(gzip.compress(whole.encode(), 6)) < 12_000


def test_nothing_is_fetched_from_elsewhere_and_nothing_is_inline() -> None:
    css = bundle(STATIC)
    assert "url(http" not in css and "url(data:" not in css and "@import" not in css
    templates = Path(__file__).parents[2] / "templates"
    for path in templates.rglob("*.jinja2"):
        if "papers" not in path.parts:
            text = path.read_text()
            assert " style=" not in text and "onclick" not in text, path
            assert "<script>" not in text, path


def test_two_levels_only_so_that_the_wheel_holds_all() -> None:
    assert max(len(path.relative_to(STATIC).parts) for path in STATIC.rglob("*")) == 2
