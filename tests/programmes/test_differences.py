"""What changed between two versions: in plain words, and nothing passes unsaid."""

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest

from casework.i18n import load_localizer
from casework.programmes.differences import Area, Change, differences
from casework.programmes.scheme_wording import Wording
from casework.schemes import SchemeVersion, version_from_canonical
from tests.support.catalogue import shipped

CATALOGUE = shipped()
Data = dict[str, Any]


def wording(version: SchemeVersion, language: str = "en") -> Wording:
    return Wording(version, language, load_localizer(language).translate)


def changed(key: str, change: Callable[[Data], Any]) -> tuple[Change, ...]:
    """The differences that a change of one version's data makes."""
    version = CATALOGUE.scheme(key).latest
    data = copy.deepcopy(json.loads(version.canonical))
    change(data)
    frozen = json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
    return differences(wording(version), wording(version_from_canonical(frozen)))


def test_the_versions_of_barcelona_differ_by_their_validity() -> None:
    found = differences(*map(wording, CATALOGUE.scheme("bcn-veinatge").versions))
    assert found == (
        Change(
            Area.VALIDITY, "Validity", "12 months from the day of issue", "24 months from the day of issue"
        ),
    )


def test_they_are_said_in_the_language_of_the_page() -> None:
    versions = CATALOGUE.scheme("bcn-veinatge").versions
    (found,) = differences(*(wording(each, "ca") for each in versions))
    assert "12 mesos" in found.before and "24 mesos" in found.now


def test_the_card_of_san_francisco_became_free() -> None:
    (found,) = differences(*map(wording, CATALOGUE.scheme("sf-city-id").versions))
    assert found == Change(
        Area.VALIDITY, "Fee", "US$15; reduced to US$5; for whom is not settled yet", "free of charge"
    )


def test_a_rule_that_is_gone_or_new_has_one_side_only() -> None:
    def remove(data: Data) -> None:
        data["rules"] = [rule for rule in data["rules"] if rule["key"] != "adult"]

    (gone,) = changed("bcn-veinatge", remove)
    assert (gone.area, gone.before, gone.now) == (Area.REQUIREMENTS, "At least 18 years old", "")

    def add(data: Data) -> None:
        data["rules"].append({"key": "young", "age": {"below": 99}})

    (new,) = changed("bcn-veinatge", add)
    assert (new.before, new.now) == ("", "Not yet 99 years old")


def test_a_step_says_who_takes_it_and_what_it_needs() -> None:
    def let_reviewers_grant(data: Data) -> None:
        grant = next(each for each in data["steps"]["actions"] if each["key"] == "grant")
        grant["by"] = ["reviewer", "signatory"]

    (found,) = changed("bcn-veinatge", let_reviewers_grant)
    assert found.label == "Grant"
    assert "by: signatory;" in found.before and "by: reviewer or signatory;" in found.now
    assert "somebody who changed nothing in the dossier" in found.now


CHANGES: dict[str, Callable[[Data], Any]] = {
    "purpose": lambda data: data["purpose"].update(en="Another purpose."),
    "issuer": lambda data: data.update(issuer="Another office"),
    "accepted papers": lambda data: data["evidence"][0]["accepts"].pop(),
    "renewal": lambda data: data["renewal"].update(opens="30 days before"),
    "number": lambda data: data.update(number="W{yy}{seq:5}"),
    "term": lambda data: data["steps"]["terms"][0].update(lasts="20 working days"),
    "final state": lambda data: data["steps"]["states"][0].update(frozen="yes"),
    "words of a paper": lambda data: data["papers"][0]["texts"]["ca"].update(title="Un altre títol"),
    "form of a paper": lambda data: data["papers"][0]["front"].pop(),
    "keeping": lambda data: data["keep"].update(evidence="nothing"),
    "small cells": lambda data: data["statistics"].update(small_cell=20),
    "local holidays": lambda data: data["place"].update(local_holidays=["05-25"]),
    "leap birthdays": lambda data: data.update(leap_birthday="03-01"),
    "remedies": lambda data: data["remedies"].update(en="Another remedy."),
    "question": lambda data: data["facts"][0]["text"].update(en="Another question?"),
    "sponsor of nothing": lambda data: data.update(end_reasons=["left_city"]),
}


@pytest.mark.parametrize("name", CHANGES)
def test_no_change_passes_unsaid(name: str) -> None:
    assert changed("bcn-veinatge", CHANGES[name])


def test_a_change_that_these_words_do_not_show_is_named_all_the_same() -> None:
    (found,) = changed("bcn-veinatge", CHANGES["small cells"])
    assert found.area is Area.KEEPING
    assert "the scheme file has it" in found.now


def test_a_version_does_not_differ_from_itself() -> None:
    for scheme in CATALOGUE:
        for version in scheme.versions:
            assert differences(wording(version), wording(version)) == ()
