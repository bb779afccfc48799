"""Rules of the house that no library checks, read from the source itself; each is shown to bite (style.md §5, 28)."""

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCES = {
    path.relative_to(ROOT).as_posix(): path.read_text("utf-8")
    for path in sorted((ROOT / "casework").rglob("*.py"))
}
TEMPLATES = {
    path.relative_to(ROOT).as_posix(): path.read_text("utf-8")
    for path in sorted((ROOT / "templates").rglob("*.jinja2"))
}

Rule = Callable[[str, str], Iterator[str]]

FUNCTION_LINES = 60
FILE_LINES = 400
CLOCKS = {
    "datetime.now",
    "datetime.utcnow",
    "datetime.today",
    "date.today",
    "time.time",
    "time.time_ns",
    "time.localtime",
    "time.gmtime",
}
ENVIRONMENT_READERS = {"casework/settings.py", "casework/vault/root.py"}
FORM_RENDERING = re.compile(r"(form|ICONS\[name\]|(field|row|child)\.\w+\([^|]*\))\s*\|\s*safe")
"""What deform rendered from templates of our own, which escape; and the drawings that macros.jinja2 spells out."""


def _dotted(node: ast.AST) -> str:
    if isinstance(node, ast.Attribute):
        return f"{_dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def _nodes(text: str) -> Iterator[tuple[ast.AST, str]]:
    """Every node of a module with its dotted name, if it has one."""
    for node in ast.walk(ast.parse(text)):
        yield node, _dotted(node)


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [each.name for each in node.names]
    if isinstance(node, ast.ImportFrom) and not node.level:
        return [node.module or "", *(f"{node.module}.{each.name}" for each in node.names)]
    return []


def nobody_commits(path: str, text: str) -> Iterator[str]:
    for node, _name in _nodes(text):
        if isinstance(node, ast.Attribute) and node.attr == "commit":
            yield f"{path}:{node.lineno} commits; the transaction manager does that"


def nobody_reads_the_clock(path: str, text: str) -> Iterator[str]:
    if path == "casework/clock.py":
        return
    for node, name in _nodes(text):
        read = any(name == each or name.endswith(f".{each}") for each in CLOCKS)
        taken = CLOCKS & set(_imported(node))
        if read or taken:
            yield f"{path}:{getattr(node, 'lineno', 0)} reads the clock; casework.clock does that"


def only_papers_print(path: str, text: str) -> Iterator[str]:
    if path.startswith("casework/papers/"):
        return
    for node, _name in _nodes(text):
        roots = {each.split(".")[0] for each in _imported(node)}
        if roots & {"weasyprint", "pyhanko", "pydyf", "pyhanko_certvalidator"}:
            yield f"{path}:{getattr(node, 'lineno', 0)} imports what casework.papers keeps to itself"


def no_request_below_views(path: str, text: str) -> Iterator[str]:
    slots = {"service", "service.py", "queries.py", "rules.py", "rules", "models.py", "records.py"}
    if not slots & set(path.split("/")):
        return
    for node, _name in _nodes(text):
        if isinstance(node, ast.arg) and node.arg in {"request", "_request"}:
            yield f"{path}:{node.lineno} takes a request; give it plain values"


def settings_are_read_once(path: str, text: str) -> Iterator[str]:
    if path in ENVIRONMENT_READERS:
        return
    for node, name in _nodes(text):
        taken = {"os.environ", "os.getenv"} & set(_imported(node))
        if taken or name.endswith((".registry.settings", "os.environ", "os.getenv")):
            yield f"{path}:{getattr(node, 'lineno', 0)} reads settings; casework.settings does that"


def functions_are_short(path: str, text: str) -> Iterator[str]:
    for node, _name in _nodes(text):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.end_lineno is not None:
            lines = node.end_lineno - node.lineno + 1
            if lines > FUNCTION_LINES:
                yield f"{path}:{node.lineno} {node.name} has {lines} lines"


def files_are_short(path: str, text: str) -> Iterator[str]:
    lines = len(text.splitlines())
    if lines > FILE_LINES:
        yield f"{path} has {lines} lines"


def nothing_is_put_off(path: str, text: str) -> Iterator[str]:
    for number, line in enumerate(text.splitlines(), 1):
        if re.search(r"\b(TODO|FIXME|XXX|HACK)\b", line):
            yield f"{path}:{number} puts something off"


def words_of_respect(path: str, text: str) -> Iterator[str]:
    for number, line in enumerate(text.splitlines(), 1):
        if re.search(r"\billegal|\birregular|\bundocumented|status of residence", line, re.IGNORECASE):
            yield f"{path}:{number} uses a word that the house does not"


PYTHON_RULES: dict[Rule, tuple[tuple[str, str], ...]] = {
    nobody_commits: (("casework/cards/service.py", "def f(session):\n    session.commit()\n"),),
    nobody_reads_the_clock: (
        ("casework/jobs/service.py", "import datetime\nat = datetime.datetime.now(datetime.UTC)\n"),
        ("casework/jobs/service.py", "from datetime import date\nday = date.today()\n"),
        ("casework/jobs/service.py", "from time import time\n"),
        ("casework/jobs/service.py", "from datetime import datetime\nat = datetime.utcnow()\n"),
    ),
    only_papers_print: (
        ("casework/dossiers/papers.py", "import weasyprint\n"),
        ("casework/dossiers/papers.py", "def f():\n    from pyhanko.sign import signers\n"),
    ),
    no_request_below_views: (
        ("casework/cards/service.py", "def f(request):\n    pass\n"),
        ("casework/dossiers/service/steps.py", "def f(session, *, request=None):\n    pass\n"),
        ("casework/cards/verification/queries.py", "f = lambda request: request\n"),
    ),
    settings_are_read_once: (
        ("casework/web/frame.py", "import os\nhere = os.environ['HOME']\n"),
        ("casework/web/frame.py", "from os import environ\n"),
        ("casework/web/frame.py", "def f(request):\n    return request.registry.settings\n"),
    ),
    functions_are_short: (("casework/x.py", "def f():\n" + "    pass\n" * FUNCTION_LINES),),
    files_are_short: (("casework/x.py", "\n" * (FILE_LINES + 1)),),
    nothing_is_put_off: (("casework/x.py", "# TO" + "DO later\n"),),
    words_of_respect: (("casework/x.py", "# an Il" + "legal act\n"),),
}
"""Each rule, and what it has to find."""


def only_forms_are_safe(path: str, text: str) -> Iterator[str]:
    for number, line in enumerate(text.splitlines(), 1):
        if re.search(r"\|\s*safe\b|\bautoescape\s+false|\bMarkup\b", FORM_RENDERING.sub("", line)):
            yield f"{path}:{number} prints without escaping"


def nothing_inline(path: str, text: str) -> Iterator[str]:
    if path.startswith("templates/papers/"):
        return  # printed, never sent to a browser
    for number, line in enumerate(text.splitlines(), 1):
        found = re.search(
            r"<style\b|<script(?![^>]*\bsrc=)|\sstyle\s*=|<[^>]*\son[a-z]+\s*=|javascript:", line
        )
        if found:
            yield f"{path}:{number} has {found[0]!r} inline; the Content-Security-Policy refuses it"


def templates_put_nothing_off(path: str, text: str) -> Iterator[str]:
    yield from nothing_is_put_off(path, text)
    yield from words_of_respect(path, text)


TEMPLATE_RULES: dict[Rule, tuple[tuple[str, str], ...]] = {
    only_forms_are_safe: (
        ("templates/x.jinja2", "{{ person.name|safe }}"),
        ("templates/x.jinja2", "{{ person.name | safe }}"),
        ("templates/x.jinja2", "{{ form|safe }}{{ note|safe }}"),
        ("templates/x.jinja2", "{% autoescape false %}"),
    ),
    nothing_inline: (
        ("templates/x.jinja2", '<p style="color: red">'),
        ("templates/x.jinja2", "<script>alert(1)</script>"),
        ("templates/x.jinja2", '<button type="submit" onclick="go()">'),
        ("templates/x.jinja2", "<style>p { color: red }</style>"),
        ("templates/x.jinja2", '<a href="javascript:go()">'),
    ),
    templates_put_nothing_off: (("templates/x.jinja2", "{# FIX" + "ME #}"),),
}


def named(rules: dict[Rule, tuple[tuple[str, str], ...]]) -> list[object]:
    return [pytest.param(rule, planted, id=rule.__name__) for rule, planted in rules.items()]


@pytest.mark.parametrize(("rule", "planted"), named(PYTHON_RULES))
def test_the_sources_keep_the_rule(rule: Rule, planted: tuple[tuple[str, str], ...]) -> None:
    assert len(SOURCES) > 100
    assert [said for path, text in SOURCES.items() for said in rule(path, text)] == []


@pytest.mark.parametrize(("rule", "planted"), named(TEMPLATE_RULES))
def test_the_templates_keep_the_rule(rule: Rule, planted: tuple[tuple[str, str], ...]) -> None:
    assert len(TEMPLATES) > 30
    assert [said for path, text in TEMPLATES.items() for said in rule(path, text)] == []


@pytest.mark.parametrize(("rule", "planted"), named(PYTHON_RULES | TEMPLATE_RULES))
def test_the_rule_bites(rule: Rule, planted: tuple[tuple[str, str], ...]) -> None:
    for path, text in planted:
        assert list(rule(path, text)), f"{rule.__name__} overlooks {text!r}"
