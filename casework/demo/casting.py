"""Who plays which scheme of a catalogue, and the directory of a city's own files that goes with it.

A scheme that was copied under another key is played by the persons of the one whose rules it has. One for which
nobody was invented, one that is planned, and one that leaves open what issuing needs, is shown by specimens.
"""

import json
import shutil
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from casework.demo.invented import Casting, Invented, castings, local_layers
from casework.demo.people import NEIGHBOURHOOD
from casework.programmes.adopting import open_to_issue
from casework.schemes import Catalogue, Family, Scheme, SchemeVersion, Stage, fitting, settled
from casework.schemes.tree import Data

COPIED = ("facts", "rules", "evidence")
"""What a scheme has in common with the one that it was copied from."""
WORDS = frozenset({"says", "text", "heading", "prints"})
"""What may be said otherwise in a copy, or in more languages."""


@dataclass(frozen=True)
class Part:
    """A scheme as the demo plays it on a day, and whether it issues."""

    version: SchemeVersion
    casting: Casting
    issues: bool
    day: date

    @property
    def persons(self) -> tuple[Invented, ...]:
        """A specimen shows one person."""
        return self.casting.persons if self.issues else self.casting.persons[:1]


def parts_of(catalogue: Catalogue, today: date) -> tuple[Part, ...]:
    """All schemes but the one that the story tells, in the order of the catalogue."""
    return tuple(_part(catalogue, scheme, today) for scheme in catalogue if scheme.key != NEIGHBOURHOOD)


def neighbours(catalogue: Catalogue, today: date) -> tuple[Part, ...]:
    """The schemes that the running demo plays beside Barcelona's: shipped to issue cards, and played by their own."""
    return tuple(
        part
        for part in parts_of(catalogue, today)
        if part.issues
        and (part.version.stage, part.version.scheme in castings()) == (Stage.SHIPPED, True)
        and part.version.family is not Family.REGISTER
    )


def gather(directory: Path, city: Path | None) -> None:
    """Fill a directory with a city's own scheme files, and with the demo's for schemes of which the city has none."""
    directory.mkdir(parents=True)
    for file in city.glob("*.yaml") if city else ():
        shutil.copyfile(file, directory / file.name)
    for key, layer in local_layers().items():
        if not (directory / f"{key}.yaml").exists():
            (directory / f"{key}.yaml").write_text(layer, "utf-8")


def _part(catalogue: Catalogue, scheme: Scheme, today: date) -> Part:
    found = _in_force(scheme, today)
    casting = castings().get(scheme.key) or _cast_of_a_copy(catalogue, found, today)
    version = settled(found, fitting(found, casting.office.settles))
    planned = version.stage is Stage.PLANNED or version.start > today
    issues = bool(casting.steps) and not planned and not open_to_issue(version)
    return Part(version, casting, issues, max(today, version.start))


def _in_force(scheme: Scheme, today: date) -> SchemeVersion:
    """The version of the day; of a planned scheme the first."""
    return scheme.version_on(max(today, scheme.versions[0].start))


def _cast_of_a_copy(catalogue: Catalogue, version: SchemeVersion, today: date) -> Casting:
    """The cast of the scheme that has the same rules; where that one's steps are not all there, for a specimen."""
    same = (
        casting
        for key, casting in castings().items()
        if _common(_in_force(catalogue.scheme(key), today)) == _common(version)
    )
    casting = next(same, replace(castings()[NEIGHBOURHOOD], steps=()))
    steps = casting.steps if set(casting.steps) <= set(version.steps.actions) else ()
    office = replace(casting.office, key=version.scheme, name=version.issuer, kind="")
    return replace(casting, office=office, steps=steps)


def _common(version: SchemeVersion) -> list[Data]:
    whole = json.loads(version.canonical)
    return [_without_words(whole[name]) for name in COPIED]


def _without_words(data: Data) -> Data:
    if isinstance(data, list):
        return [_without_words(each) for each in data]
    if isinstance(data, dict):
        return {key: _without_words(each) for key, each in data.items() if key not in WORDS}
    return data
