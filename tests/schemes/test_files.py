"""From bytes to frozen versions: what a file may hold, how layers lie over each other, what is frozen."""

import hashlib
import json
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.schemes import (
    Catalogue,
    Scheme,
    SchemeError,
    SchemeFileError,
    SchemeVersion,
    UnknownSchemeError,
    forbidden_fields,
    json_schema,
    load_scheme,
    read_source,
    version_from_canonical,
)
from casework.schemes.file_shape import SCHEME
from casework.schemes.layering import freeze
from casework.schemes.tree import Spot, merge_patch
from tests.support.catalogue import shipped

D = date.fromisoformat

JSON_VALUES = st.recursive(
    st.one_of(st.none(), st.integers(0, 3), st.sampled_from(["a", "b"])),
    lambda inner: st.one_of(
        st.lists(inner, max_size=2), st.dictionaries(st.sampled_from("xyz"), inner, max_size=3)
    ),
    max_leaves=6,
)

# The appendix of RFC 7396: original, patch, result.
RFC_7396: list[tuple[Any, Any, Any]] = [
    ({"a": "b"}, {"a": "c"}, {"a": "c"}),
    ({"a": "b"}, {"b": "c"}, {"a": "b", "b": "c"}),
    ({"a": "b"}, {"a": None}, {}),
    ({"a": "b", "b": "c"}, {"a": None}, {"b": "c"}),
    ({"a": ["b"]}, {"a": "c"}, {"a": "c"}),
    ({"a": "c"}, {"a": ["b"]}, {"a": ["b"]}),
    ({"a": {"b": "c"}}, {"a": {"b": "d", "c": None}}, {"a": {"b": "d"}}),
    ({"a": [{"b": "c"}]}, {"a": [1]}, {"a": [1]}),
    (["a", "b"], ["c", "d"], ["c", "d"]),
    ({"a": "b"}, ["c"], ["c"]),
    ({"a": "foo"}, "bar", "bar"),
    ({"e": None}, {"a": 1}, {"e": None, "a": 1}),
    ([1, 2], {"a": "b", "c": None}, {"a": "b"}),
    ({}, {"a": {"bb": {"ccc": None}}}, {"a": {"bb": {}}}),
]


@pytest.mark.parametrize(("base", "change", "result"), RFC_7396)
def test_layers_lie_over_each_other_as_rfc_7396_says(base: Any, change: Any, result: Any) -> None:
    assert merge_patch(base, change) == result


@given(JSON_VALUES, JSON_VALUES)
def test_laying_the_same_layer_twice_changes_nothing_more(base: Any, change: Any) -> None:
    once = merge_patch(base, change)
    assert merge_patch(once, change) == once


def test_scalars_stay_as_they_are_written() -> None:
    tree = read_source(
        b"a: yes\nb: true\nc: 2024-01-01\nd: 12\ne: 012\nf: 2.50\ng: '12'\nh: 12:30\ni: 0x1F\n", "x"
    )
    assert tree.data == {
        "a": "yes",
        "b": "yes",
        "c": "2024-01-01",
        "d": 12,
        "e": "012",
        "f": "2.50",
        "g": "12",
        "h": "12:30",
        "i": "0x1F",
    }


def test_every_part_knows_its_line() -> None:
    tree = read_source(b"a:\n  b: 1\n  c:\n  - x\n  - y\n", "file.yaml")
    assert tree.spot(("a", "c", 1)) == Spot("file.yaml", 5)
    assert tree.spot(("a", "not there", "nor this")) == Spot("file.yaml", 1)


LAUGHS = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{b}: &{b} [{', '.join(['*' + a] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)
HOSTILE = {
    "alias bomb": (LAUGHS.encode(), "anchors"),
    "merge key": (b"a: &x {b: 1}\nc: {<<: *x}\n", "anchors"),
    "deep nesting": (b"a: " + b"[" * 5_000 + b"]" * 5_000, "too deeply"),
    "deep maps": ("\n".join("  " * n + "a:" for n in range(60)).encode(), "too deeply"),
    "many parts": (b"a: [" + b"1," * 30_000 + b"]", "parts"),
    "huge": (b"#" * 300_000, "bytes"),
    "huge text": (b"a: " + b"x" * 5_000, "longer"),
    "huge number": (b"a:\n- b: " + b"9" * 5_000, "longer"),
    "duplicate key": (b"scheme: x\nname: {en: a}\nname: {en: b}\n", "twice"),
    "duplicate deep key": (b"scheme: {a: 1, a: 2}\n", "twice"),
    "tag": (b"a: !!python/object/apply:os.system [ls]\n", "tags"),
    "YAML 1.1": (b"%YAML 1.1\n---\na: yes\n", "1.2"),
    "two documents": (b"a: 1\n---\nb: 2\n", "one scheme"),
    "not UTF-8": (b"a: \xff\xfe\n", "UTF-8"),
    "control character": (b"a: x\x00y\n", "YAML"),
    "escaped control character": (b'a: "x\\x07y"\n', "printed"),
    "half a surrogate": (b'a: "\\ud800"\n', "printed"),
    "a list": (b"- a\n- b\n", "name: value"),
    "a word": (b"hello", "name: value"),
    "nothing": (b"", "name: value"),
    "broken": (b"a: [1, 2\nb: }\n", "not YAML"),
    "a map as a name": (b"? {a: 1}\n: b\n", "a name must be a word"),
    "an empty name": (b"~: b\n", "a name must be a word"),
}


@pytest.mark.parametrize(("raw", "words"), HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_file_is_an_error_and_no_crash(raw: bytes, words: str) -> None:
    with pytest.raises(SchemeFileError, match=words) as caught:
        load_scheme([read_source(raw, "hostile.yaml")])
    assert all(len(str(remark)) < 500 for remark in caught.value.remarks)
    assert all(remark.file == "hostile.yaml" and remark.line >= 1 for remark in caught.value.remarks)


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    try:
        read_source(raw, "x.yaml")
    except SchemeFileError as error:
        assert error.remarks


@given(JSON_VALUES)
def test_any_data_of_the_wrong_shape_is_refused_and_no_crash(data: Any) -> None:
    raw = json.dumps({"scheme": "x", "versions": data}).encode()
    with pytest.raises(SchemeFileError):
        load_scheme([read_source(raw, "x.yaml")])


# One small resolved version and its hash, as docs/decisions/0003-scheme-files.md prints them.
VECTOR = {
    "scheme": "x",
    "from": "2024-01-01",
    "rules": {"b": {"age": {"at_least": 18}}, "a": {"is": {"ç": "yes"}}},
    "evidence": {},
    "steps": {"states": {"draft": {"start": "yes"}}},
}
VECTOR_BYTES = (
    '{"evidence":[],"facts":[],"format":1,"from":"2024-01-01","papers":[],'
    '"rules":[{"age":{"at_least":18},"key":"b"},{"is":{"ç":"yes"},"key":"a"}],'
    '"scheme":"x","steps":{"actions":[],"states":[{"key":"draft","start":"yes"}],"terms":[]}}'
).encode()
VECTOR_SHA256 = "283171d953519b21b9ccec603364d9b9ee5ed30c6f526b980c02f83436353c01"


def test_the_vector_of_the_decision_record() -> None:
    assert freeze(VECTOR) == VECTOR_BYTES
    assert hashlib.sha256(VECTOR_BYTES).hexdigest() == VECTOR_SHA256
    record = Path(__file__).parents[2] / "docs" / "decisions" / "0003-scheme-files.md"
    text = record.read_text("utf-8")
    assert VECTOR_SHA256 in text
    assert VECTOR_BYTES.decode() in text


def test_freezing_does_not_depend_on_the_order_of_names_but_keeps_that_of_rules(
    barcelona: SchemeVersion,
) -> None:
    turned = dict(reversed(VECTOR.items()))
    assert freeze(turned) == freeze(VECTOR)
    rules = VECTOR["rules"]
    assert isinstance(rules, dict)
    assert freeze({**VECTOR, "rules": dict(reversed(rules.items()))}) != freeze(VECTOR)
    assert [category.key for category in barcelona.evidence][:4] == ["ident", "padro", "habitatge", "mitjans"]


def test_a_frozen_version_is_rebuilt_without_its_file(catalogue: Catalogue, town: SchemeVersion) -> None:
    for version in (*catalogue.scheme("bcn-veinatge").versions, town):
        again = version_from_canonical(version.canonical)
        assert again == version
        assert all(getattr(again, f.name) == getattr(version, f.name) for f in fields(version))
        assert again.sha256 == hashlib.sha256(version.canonical).hexdigest()


@pytest.mark.parametrize(
    "raw", [b"", b"null", b"[]", b"{}", b'{"format":1}', b'{"format":2}', b"\xff", b"[" * 100_000]
)
def test_what_is_no_frozen_version_is_refused(raw: bytes) -> None:
    with pytest.raises(SchemeError):
        version_from_canonical(raw)


def test_a_frozen_version_cannot_be_changed(barcelona: SchemeVersion) -> None:
    with pytest.raises(AttributeError):
        barcelona.number = "X{seq:5}"  # type: ignore[misc]  # what is frozen is written to on purpose
    with pytest.raises(TypeError):
        barcelona.rules["adult"] = barcelona.rules["explained"]  # type: ignore[index]  # what is frozen is written to on purpose


def test_each_version_begins_on_its_day(catalogue: Catalogue) -> None:
    scheme = catalogue.scheme("bcn-veinatge")
    assert scheme.version_on(D("2020-12-31")) is scheme.versions[0]
    assert scheme.version_on(D("2021-01-01")) is scheme.versions[1] is scheme.latest
    with pytest.raises(UnknownSchemeError):
        scheme.version_on(D("2017-11-30"))


def test_a_later_version_changes_only_what_it_names(catalogue: Catalogue) -> None:
    first, second = (json.loads(v.canonical) for v in catalogue.scheme("bcn-veinatge").versions)
    assert {key for key in first if first[key] != second[key]} == {"from", "valid_until"}


CITY = """
scheme: bcn-veinatge
issuer: Ajuntament de Prova
versions:
- from: 2026-07-01
  valid_until: [36 months]
  renewal: ~
  rules: {a_tie: ~}
"""


def test_a_city_adds_versions_and_cannot_change_the_past(tmp_path: Path, catalogue: Catalogue) -> None:
    (tmp_path / "mine.yaml").write_text(CITY, "utf-8")
    shipped, ours = catalogue.scheme("bcn-veinatge"), Catalogue.load(tmp_path).scheme("bcn-veinatge")
    assert ours.versions[:2] == shipped.versions
    third = ours.version_on(D("2026-07-01"))
    assert (third.issuer, third.renewal, "a_tie" in third.rules) == ("Ajuntament de Prova", None, False)
    assert third.last_valid_day(D("2026-07-01")) == D("2029-07-01")
    assert third.evidence == shipped.latest.evidence


def test_a_citys_version_before_a_shipped_one_is_a_mistake(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(CITY.replace("2026-07-01", "2020-07-01"), "utf-8")
    with pytest.raises(SchemeFileError, match=r"mine\.yaml:5: .*from old to new"):
        Catalogue.load(tmp_path)


def test_a_city_brings_a_scheme_of_its_own(tmp_path: Path, town_text: str, town_scheme: Scheme) -> None:
    (tmp_path / "valmorette.yaml").write_text(town_text, "utf-8")
    ours = Catalogue.load(tmp_path)
    known = {scheme.key for scheme in shipped()}
    assert {scheme.key for scheme in ours} - known == {"valmorette"}
    assert ours.scheme("valmorette") == town_scheme
    assert "common" not in ours
    with pytest.raises(UnknownSchemeError, match="did you mean 'valmorette'"):
        ours.scheme("valmorete")


def test_a_directory_that_is_not_there_is_named_as_a_setting() -> None:
    with pytest.raises(SchemeError, match="setting"):
        Catalogue.load(Path("/nowhere/at/all"))


def test_the_forbidden_fields_of_the_house() -> None:
    assert {"immigration_status", "asylum_history", "nationality", "religion", "health"} <= forbidden_fields()


def test_the_json_schema_speaks_of_every_word_of_the_table() -> None:
    schema = json_schema()
    text = json.dumps(schema)
    references = {part.split('"')[0] for part in text.split('"#/$defs/')[1:]}
    assert references == set(schema["$defs"])
    top = schema["$defs"][schema["$ref"].removeprefix("#/$defs/")]
    assert set(top["properties"]) == set(SCHEME.known)
    assert top["required"] == ["scheme", "versions"]
    assert '"dated_within"' in text
    assert {"enum": ["yes", "no", True, False]} in schema["$defs"].values()
