"""Sentences on steps, for tests: where a dossier stands, and what a step of a shipped scheme would do there."""

from datetime import date

from casework.dossiers.consequences import Standing, what_happens
from casework.i18n import load_localizer
from casework.programmes.scheme_wording import Wording
from casework.schemes import Done, SchemeVersion
from tests.support.catalogue import shipped

MONDAY = date(2026, 9, 21)
"""Ten working days later, without la Mercè on Thursday, it is 6 October."""

SIGNATORY = "signatory who changed nothing in the dossier"
MADE = "A number is given; the paper is made and signed, and is in force from then on."
BEGUN = (Done("submit", date(2026, 9, 1)),)

catalogue = shipped()


def version(key: str) -> SchemeVersion:
    return catalogue.scheme(key).version_on(MONDAY)


def wording(of: SchemeVersion, language: str = "en") -> Wording:
    return Wording(of, language, load_localizer(language).translate)


def said(key: str, action: str, standing: Standing) -> list[str]:
    found = version(key)
    return list(what_happens(wording(found), found.steps, found.steps.actions[action], standing))


def standing_in(state: str, done: tuple[Done, ...] = BEGUN, **other: bool) -> Standing:
    return Standing(state, MONDAY, done, **other)
