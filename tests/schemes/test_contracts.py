"""One contract for every scheme of the catalogue: rules, sentences, steps, rights and papers hold together.

`contracts/<key>.yaml` has one person who meets the rules, one who does not and one of whom not enough is known,
written from schemes.md by hand; `met: ~` where the scheme leaves open what it will ask.
"""

import json
import subprocess
import sys
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from casework.schemes import (
    Actor,
    Catalogue,
    NotAllowed,
    SchemeVersion,
    Situation,
    Stage,
    Verdict,
    Voice,
    allowed,
    explain,
    facts_from,
    findings,
    name_of,
    next_state,
    overall,
    read_source,
    say,
    version_from_canonical,
)
from casework.schemes.checker.steps import ORG_KINDS, ROLES
from casework.schemes.steps import GUARDS, OTHER_PERSON, RECORD_GUARDS, Action
from casework.schemes.words import LANGUAGES

CONTRACTS = Path(__file__).parent / "contracts"
KEYS = (
    "bcn-padro", "bcn-veinatge", "bern-city-card", "levigan-parrainage", "madrid-tarjeta-vecindad",
    "nantes-carte-blanche", "newhaven-elm-city", "nyc-idnyc", "oakland-id", "palermo-anagrafe",
    "paris-carte-citoyenne", "richmond-id", "sf-city-id", "utr-bbb", "utr-upas", "zurich-zcc",
)  # fmt: skip
PLANNED = {"bern-city-card", "zurich-zcc"}


@pytest.fixture(params=KEYS)
def key(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def contract(key: str) -> dict[str, Any]:
    file = CONTRACTS / f"{key}.yaml"
    data: dict[str, Any] = read_source(file.read_bytes(), file.name).data
    return data


@pytest.fixture
def version(catalogue: Catalogue, key: str, contract: dict[str, Any]) -> SchemeVersion:
    return catalogue.scheme(key).version_on(date.fromisoformat(contract["on"]))


def test_the_catalogue_is_these_sixteen(catalogue: Catalogue) -> None:
    assert [scheme.key for scheme in catalogue] == sorted(KEYS)
    assert {scheme.key for scheme in catalogue if scheme.stage is Stage.PLANNED} == PLANNED


def test_one_person_meets_the_rules(version: SchemeVersion, contract: dict[str, Any]) -> None:
    on = date.fromisoformat(contract["on"])
    if contract["met"] is None:
        assert any(category.accepts is None for category in version.evidence), "only an open value excuses"
        return
    answer = explain(version, facts_from(version, contract["met"]), on)
    assert (answer["verdict"], answer["earliest"]) == ("met", contract["on"])


@pytest.mark.parametrize("verdict", ["unmet", "unknown"])
def test_one_does_not_and_of_one_not_enough_is_known(
    version: SchemeVersion, contract: dict[str, Any], verdict: str
) -> None:
    person = contract[verdict]
    facts = facts_from(version, person["facts"])
    found = findings(version, facts, date.fromisoformat(contract["on"]))
    assert str(overall(found)) == verdict
    told = {each.rule: each.reason for each in found if str(each.verdict) == verdict}
    assert person["because"].items() <= told.items()
    if verdict == "unmet":
        assert told == person["because"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_finding_speaks_in_every_language(
    version: SchemeVersion, contract: dict[str, Any], language: str
) -> None:
    on = date.fromisoformat(contract["on"])
    for data in (contract["met"] or {}, contract["unmet"]["facts"], contract["unknown"]["facts"], {}):
        for finding, voice in product(findings(version, facts_from(version, data), on), Voice):
            sentence = say(version, finding, language, voice)
            text = " ".join((sentence.lead, sentence.why, *sentence.settles))
            assert sentence.why
            assert "{" not in text


def test_a_frozen_version_is_built_from_its_bytes_alone(version: SchemeVersion) -> None:
    again = version_from_canonical(version.canonical)
    assert again == version
    assert (again.ends, again.fee, again.entitlements, again.conditions, again.steps) == (
        version.ends, version.fee, version.entitlements, version.conditions, version.steps,
    )  # fmt: skip


def test_states_and_actions_have_words_in_the_languages_of_the_scheme(version: SchemeVersion) -> None:
    for language in version.languages:
        for section, keys in (("states", version.steps.states), ("actions", version.steps.actions)):
            for each in keys:
                own = version.words.get(section, {}).get(each, {})
                house = name_of(version, section, each, language) != each.replace("_", " ")
                assert language in own or house or language in ("en", "ar", "zh"), (section, each, language)


def test_the_first_paper_prints_only_what_a_stranger_may_read(version: SchemeVersion, key: str) -> None:
    paper = next(iter(version.papers.values()))
    assert paper.form in ("A4", "ID-1")
    assert set(paper.languages) <= set(version.languages)
    printed = {*paper.front, *paper.back}
    excepted = set(paper.despite_never.fields) if paper.despite_never else set()
    assert not ({"nationality", "medical"} & printed) - excepted
    assert bool(excepted) == (key in ("bcn-veinatge", "bcn-padro", "sf-city-id"))


def _performers(version: SchemeVersion, action: Action, on: date) -> list[Actor]:
    return [
        Actor(by.role, kind)
        for by in version.steps.performers(action.key, on)
        for kind in ([by.org_kind] if by.org_kind else version.steps.handled_by)
    ]


def test_every_pair_of_state_and_action(version: SchemeVersion, contract: dict[str, Any]) -> None:
    """With the right person, with each need missing, the same person twice, and every wrong role."""
    on, steps = date.fromisoformat(contract["on"]), version.steps
    every_need = frozenset((GUARDS | RECORD_GUARDS | {*version.rules, *version.conditions}) - {OTHER_PERSON})
    termed = {action for term in steps.terms.values() for action in (*term.opens, *term.closes)}
    for state, action in product(steps.states, steps.actions.values()):
        situation = Situation(state, on, every_need)
        right = _performers(version, action, on)
        assert right, f"nobody may {action.key}"
        if state not in action.sources:
            assert not any(allowed(steps, situation, action.key, actor) for actor in right)
            continue
        if action.key in {a for term in steps.terms.values() for a in term.opens}:
            with pytest.raises(NotAllowed, match="term_not_started"):
                next_state(steps, situation, action.key, right[0])
            continue
        for actor in right:
            assert next_state(steps, situation, action.key, actor).key == (action.to or state)
            for need in action.needs:
                if need == OTHER_PERSON:
                    twice = Actor(actor.role, actor.org_kind, is_author=True)
                    assert not allowed(steps, situation, action.key, twice)
                else:
                    lacking = Situation(state, on, every_need - {need})
                    assert not allowed(steps, lacking, action.key, actor)
        for role, kind in product(ROLES, ORG_KINDS):
            if Actor(role, kind) not in right:
                assert not allowed(steps, situation, action.key, Actor(role, kind)), (action.key, role, kind)
    assert termed <= set(steps.actions)


LATER = """
scheme: {key}
versions:
- {{from: 2040-01-01, valid_until: [1 month], rules: {{late: {{age: {{at_least: 99}}}}}}}}
- {{from: 2041-01-01, number: "X{{seq:3}}", rules: {{late: ~, later: {{registered: now}}}}}}
"""
RECOMPUTE = """
import json, sys
from datetime import date
from pathlib import Path
from casework.schemes import Catalogue, explain, facts_from, version_from_canonical

here = Path(sys.argv[1])
Catalogue.load(here / "city")
answers = {}
for file in sorted(here.glob("*.json")):
    on, facts = json.loads(file.read_text("utf-8"))
    version = version_from_canonical(file.with_suffix(".bytes").read_bytes())
    answers[file.stem] = explain(version, facts_from(version, facts), date.fromisoformat(on))
sys.stdout.write(json.dumps(answers, sort_keys=True))
"""


def test_an_old_decision_is_the_same_in_a_new_process_after_two_more_versions(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    before = {}
    city = tmp_path / "city"
    city.mkdir()
    for key in KEYS:
        data = read_source((CONTRACTS / f"{key}.yaml").read_bytes(), key).data
        on, facts = data["on"], data["unmet"]["facts"]
        version = catalogue.scheme(key).version_on(date.fromisoformat(on))
        before[key] = explain(version, facts_from(version, facts), date.fromisoformat(on))
        (tmp_path / f"{key}.json").write_text(json.dumps([on, facts]), "utf-8")
        (tmp_path / f"{key}.bytes").write_bytes(version.canonical)
        (city / f"{key}.yaml").write_text(LATER.format(key=key), "utf-8")
    again = subprocess.run(
        [sys.executable, "-c", RECOMPUTE, str(tmp_path)],
        capture_output=True, text=True, check=True, timeout=120,
    )  # fmt: skip
    assert again.stdout == json.dumps(before, sort_keys=True)
    ours = Catalogue.load(city)
    assert all(ours.scheme(key).versions[:-2] == catalogue.scheme(key).versions for key in KEYS)


def test_the_verdict_of_nothing_known_is_unknown(version: SchemeVersion) -> None:
    assert overall(findings(version, facts_from(version, {}), version.start)) is Verdict.UNKNOWN
