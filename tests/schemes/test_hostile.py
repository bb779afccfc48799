"""Whatever stands in one place of a good file, the answer is a checked scheme or a sentence, never a crash."""

import json
from importlib.resources import files
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from casework.schemes import SchemeFileError, load_scheme, read_source

KEYS = ("utr-bbb", "utr-upas", "nantes-carte-blanche", "nyc-idnyc", "sf-city-id", "bcn-padro")
GOOD = {
    key: read_source((files("casework.schemes.catalogue") / f"{key}.yaml").read_bytes(), key).data
    for key in KEYS
}
JUNK = st.one_of(
    st.none(),
    st.integers(0, 10**9),
    st.sampled_from(
        [
            "",
            "unknown",
            "yes",
            "no",
            "same",
            "now",
            "0 days",
            "999 years",
            "2024-02-30",
            "13-45",
            "3?",
            "1 XXX",
        ]
    ),
    st.sampled_from(
        [[], {}, [[]], [{}], {"by_date": {}}, {"age": {}}, {"is": {}}, {"all": []}, {"unknown": {}}]
    ),
    st.text(max_size=12),
)


def places(data: Any, above: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place of nested maps and lists but the root."""
    children = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return [place for key, child in children for place in ((*above, key), *places(child, (*above, key)))]


PLACES = {key: places(data) for key, data in GOOD.items()}


@settings(max_examples=250, deadline=None)
@given(st.data(), st.sampled_from(KEYS), JUNK)
def test_junk_in_one_place_is_answered_with_a_sentence(data: st.DataObject, key: str, junk: Any) -> None:
    broken = json.loads(json.dumps(GOOD[key]))
    *above, last = data.draw(st.sampled_from(PLACES[key]))
    inner = broken
    for step in above:
        inner = inner[step]
    inner[last] = junk
    try:
        scheme, _ = load_scheme([read_source(json.dumps(broken).encode(), "broken.yaml")])
    except SchemeFileError as error:
        assert all(remark.text and remark.line >= 1 for remark in error.remarks)
    else:
        assert scheme.versions
