"""What an office settles by itself: the last layer over a scheme, who may settle what, and what keeps it."""

import hashlib
import json
import subprocess
import sys
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from casework.access.models import Organisation
from casework.programmes.local_fields import (
    add_local_fields,
    left_to_a_file,
    local_values_said,
    read_local_values,
    show_local_values,
)
from casework.programmes.models import Programme
from casework.programmes.schemas import local_values_schema
from casework.programmes.scheme_wording import Wording
from casework.programmes.service import adopt, freeze, programme_of, version_in_force, version_of
from casework.schemes import (
    LocalValueError,
    Money,
    NumberPattern,
    Period,
    SchemeVersion,
    fitting,
    local_layer,
    open_words,
    settled,
)
from casework.schemes.layering import freeze as frozen
from casework.schemes.layering import thaw
from casework.schemes.tree import merge_patch
from tests.support.catalogue import shipped

CATALOGUE = shipped()
VERSIONS = [version for scheme in CATALOGUE for version in scheme.versions]
MADRID = "madrid-tarjeta-vecindad"
LOCAL = {"number": "MV{yy}{seq:5}", "valid_until": "24 months"}
LAYER = b'{"number":"MV{yy}{seq:5}","valid_until":["24 months"]}'
TODAY = date(2026, 11, 22)
TYPED = {
    "number": "T{seq:5}",
    "validity": "18",
    "amount": "12.50",
    "term": {"count": "10", "unit": "working day"},
}


def latest(key: str) -> SchemeVersion:
    return CATALOGUE.scheme(key).latest


def wording(version: SchemeVersion) -> Wording:
    return Wording(version, "en", lambda message: message.interpolate())


def values_for(version: SchemeVersion) -> dict[str, str]:
    """What an office may type for each open word of a version, read by the form."""
    typed = {each.word.replace(".", "-"): TYPED[each.sort] for each in open_words(version)}
    return read_local_values(version, local_values_schema(wording(version), 2026).deserialize(typed))


@pytest.mark.parametrize("version", VERSIONS, ids=repr)
def test_a_frozen_version_thaws_and_freezes_to_the_same_bytes(version: SchemeVersion) -> None:
    assert frozen(thaw(version.canonical)) == version.canonical


@pytest.mark.parametrize("version", VERSIONS, ids=repr)
def test_every_scheme_takes_what_its_form_asks(version: SchemeVersion) -> None:
    values = values_for(version)
    whole = settled(version, values)
    assert open_words(whole) == ()
    assert (whole == version) is (values == {})
    assert (whole.rules.keys(), whole.papers.keys()) == (version.rules.keys(), version.papers.keys())


def test_the_layer_and_its_version_are_those_of_the_record() -> None:
    """The vector of docs/decisions/0014: the layer in canonical JSON; the version is that layer over the file's."""
    layer = local_layer(latest(MADRID), LOCAL)
    written = json.dumps(layer, sort_keys=True, separators=(",", ":")).encode()
    assert written == LAYER
    assert hashlib.sha256(written).hexdigest() == (
        "4691faecedee3d6784b9513916cb5b636b72aff7924729151a82e393b947603b"
    )
    by_hand = frozen(merge_patch(thaw(latest(MADRID).canonical), json.loads(LAYER)))
    version = settled(latest(MADRID), LOCAL)
    assert version.canonical == by_hand
    assert version.sha256 == hashlib.sha256(by_hand).hexdigest() != latest(MADRID).sha256


def test_another_process_makes_the_same_version() -> None:
    program = (
        "from casework.schemes import Catalogue, settled\n"
        f"version = Catalogue.load().scheme({MADRID!r}).latest\n"
        f"print(settled(version, {dict(reversed(LOCAL.items()))!r}).sha256)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == settled(latest(MADRID), LOCAL).sha256


def test_one_open_end_among_others_is_settled() -> None:
    version = latest("newhaven-elm-city")
    assert local_layer(version, {"valid_until.0.after": "2 years"}) == {
        "valid_until": [{"after": "2 years"}, {"event": "left_city"}]
    }
    ends = settled(version, {"valid_until.0.after": "2 years"}).ends
    assert [(end.after, end.event) for end in ends] == [(Period.parse("2 years"), None), (None, "left_city")]


def test_amounts_and_terms_are_settled() -> None:
    fee = settled(latest("zurich-zcc"), {"fee.base": "12 CHF"}).fee
    assert fee is not None
    assert fee.base == Money.parse("12 CHF")
    steps = settled(latest("utr-upas"), {"steps.terms.appeal.lasts": "6 weeks"}).steps
    assert (steps.terms["appeal"].lasts, steps.terms["complete"].lasts) == (Period.parse("6 weeks"), None)


@pytest.mark.parametrize(
    ("key", "word", "value", "said"),
    [
        (MADRID, "number", "M{yy}", "'M{yy}' is no pattern"),
        (MADRID, "number", "unknown", "'number' is still open"),
        (MADRID, "valid_until", "two years", "'two years' is not a length such as '6 months'"),
        (MADRID, "valid_until", "unknown", "'unknown' is not a length"),
        (MADRID, "fee.base", "5 EUR", "'fee.base' is not open in this scheme"),
        (MADRID, "rules.adult", "no", "'rules.adult' is not open in this scheme"),
        ("utr-upas", "steps.terms.appeal.lasts", "soon", "'soon' is not a length"),
        ("zurich-zcc", "fee.base", "12 francs", "'12 francs' is not an amount"),
        ("bcn-veinatge", "number", "X{seq:5}", "'number' is not open in this scheme"),
    ],
)
def test_what_a_file_would_not_say_is_refused(key: str, word: str, value: str, said: str) -> None:
    with pytest.raises(LocalValueError, match="^" + said.replace("{", r"\{")) as refused:
        settled(latest(key), {word: value})
    assert refused.value.word == word


def test_what_the_file_settles_later_wins_and_what_it_refuses_is_open_again() -> None:
    version = latest(MADRID)
    both = settled(version, LOCAL)
    assert fitting(version, LOCAL) == LOCAL
    assert fitting(both, LOCAL) == {}
    assert fitting(version, {**LOCAL, "valid_until": "soon"}) == {"number": LOCAL["number"]}


@given(st.dictionaries(st.sampled_from(["number", "valid_until", "fee.base", "rules"]), st.text(max_size=20)))
def test_no_value_crashes(values: dict[str, str]) -> None:
    kept = fitting(latest(MADRID), values)
    assert settled(latest(MADRID), kept).scheme == MADRID
    assert kept.keys() <= {"number", "valid_until"}


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("V{yy}{seq:5}", "V{seq:7}", True),
        ("V{yy}{seq:5}", "V26{seq:5}", True),
        ("V26{seq:5}", "V27{seq:5}", False),
        ("V{yy}{seq:5}", "W{yy}{seq:5}", False),
        ("V{yy}{seq:5}", "V{seq:6}", False),
        ("{yy}-{seq:5}", "{seq:2}A{seq:5}".replace("{seq:2}", "26"), False),
    ],
)
def test_numbers_that_could_be_of_either_pattern(one: str, other: str, *, alike: bool) -> None:
    patterns = NumberPattern.parse(one), NumberPattern.parse(other)
    assert patterns[0].looks_like(patterns[1]) is alike
    assert patterns[1].looks_like(patterns[0]) is alike


@pytest.mark.parametrize("version", VERSIONS, ids=repr)
def test_the_form_shows_again_what_it_kept(version: SchemeVersion) -> None:
    values = values_for(version)
    schema = local_values_schema(wording(version), 2026)
    shown = schema.deserialize(schema.serialize(show_local_values(version, values)))
    assert read_local_values(version, shown) == values


def test_the_form_says_values_in_words_and_what_it_leaves_to_a_file() -> None:
    version = latest("utr-upas")
    said = local_values_said(wording(version), {"number": "U{yyyy}-{seq:4}"}, 2026)
    assert said == [
        ("how cards are numbered", "U{yyyy}-{seq:4}, the first of a year is U2026-0001"),
        ("how long this lasts: Time to complete", "not settled yet"),
        ("how long this lasts: Time to appeal", "not settled yet"),
    ]
    left = left_to_a_file(wording(version))
    assert left
    assert all(each.startswith("a value in: ") for each in left), "the incomes, and nothing an office settles"


def test_an_amount_has_the_currency_of_the_place() -> None:
    assert values_for(latest("zurich-zcc"))["fee.base"] == "12.50 CHF"
    assert values_for(latest("bern-city-card"))["fee.base"] == "12.50 CHF"


@pytest.fixture
def programme(session: Session) -> Programme:
    city = Organisation(key="muestra", kind="city", name="Ayuntamiento de Muestra")
    session.add(city)
    adopt(session, city, MADRID, date(2026, 3, 1), {}, LOCAL)
    session.flush()
    session.expire_all()
    return programme_of(session, city.id, MADRID)


def test_the_version_of_a_programme_is_kept_with_its_values(session: Session, programme: Programme) -> None:
    version = version_in_force(CATALOGUE, programme, TODAY)
    assert version == settled(latest(MADRID), LOCAL)
    kept = freeze(session, version)
    programme.local_values = {**LOCAL, "number": "X{yy}{seq:5}"}
    assert version_in_force(CATALOGUE, programme, TODAY).number == "X{yy}{seq:5}"
    session.expire_all()
    assert version_of(session, kept).number == LOCAL["number"]


def test_without_values_it_is_the_version_of_the_file(programme: Programme) -> None:
    programme.local_values = {}
    assert version_in_force(CATALOGUE, programme, TODAY) is latest(MADRID)


def test_fields_are_added_for_open_words_only() -> None:
    schema = local_values_schema(wording(latest("bcn-veinatge")), 2026)
    assert schema.children == []
    add_local_fields(schema, wording(latest(MADRID)), 2026)
    assert [each.name for each in schema] == ["number", "valid_until"]
