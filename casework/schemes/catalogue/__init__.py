"""The catalogue: the schemes that ship as files beside this one, and those of a city's own directory."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from types import MappingProxyType
from typing import Self

from ..build import version_from_canonical
from ..checker.files import COMMON_FILE, check_common, check_files, check_scheme, checked
from ..definition import Scheme
from ..errors import SchemeError, UnknownSchemeError
from ..layering import freeze, resolve
from ..nearest import did_you_mean
from ..remarks import Remark, SchemeFileError
from ..shape import WORD
from ..source import read_source
from ..translations import translated, translation_of
from ..tree import Tree


class Catalogue:
    """All schemes of an installation, loaded, checked and frozen once.

    `notes` are the checker's remarks on them that are no mistakes: open values, drafts, missing languages.
    """

    def __init__(
        self,
        schemes: Mapping[str, Scheme],
        notes: tuple[Remark, ...] = (),
        sources: Mapping[str, tuple[Sequence[Tree], Sequence[Tree]]] = MappingProxyType({}),
    ) -> None:
        self._schemes = dict(sorted(schemes.items()))
        self.notes = notes
        self._sources = sources

    @classmethod
    def load(
        cls, city_directory: Path | None = None, adopted: Mapping[str, Collection[str]] | None = None
    ) -> Self:
        """The shipped schemes and a city's own.

        A city's file with the key of a shipped scheme adds versions to it, never changing a past one. `adopted`
        are the languages in which organisations run a scheme, by its key: a text that lacks one is a mistake.

        Raises:
            SchemeFileError: a file has mistakes; each is named with its line.
            SchemeError: the directory cannot be read.
        """
        layers: dict[str, list[Tree]] = {}
        translations: dict[str, list[Tree]] = {}
        own = _read(city_directory) if city_directory else {}
        for name, tree in (*_shipped().items(), *own.items()):
            kept = translations if translation_of(name) else layers
            kept.setdefault(str(tree.data.get("scheme", name)), []).append(tree)
        for key, trees in translations.items():
            if key not in layers:
                raise SchemeFileError([_without_scheme(key, tree) for tree in trees])
        needed = adopted or {}
        loaded = {
            key: load_scheme(trees, translations.get(key, ()), needed.get(key, ()))
            for key, trees in layers.items()
        }
        notes = tuple(note for _, found in loaded.values() for note in found)
        sources = {key: (trees, translations.get(key, ())) for key, trees in layers.items()}
        return cls({key: scheme for key, (scheme, _) in loaded.items()}, notes, sources)

    def scheme(self, key: str) -> Scheme:
        """The scheme of that key.

        Raises:
            UnknownSchemeError: there is none.
        """
        if key not in self._schemes:
            raise UnknownSchemeError(f"there is no scheme {key!r}{did_you_mean(key, self._schemes)}")
        return self._schemes[key]

    def remarks(self, key: str, adopted: Collection[str]) -> tuple[Remark, ...]:
        """What the checker says of a scheme, as it was loaded, if an organisation runs it in these languages.

        Raises:
            UnknownSchemeError: there is no such scheme.
        """
        layers, translations = self._sources[self.scheme(key).key]
        return check_scheme(layers, common_tree(), translations, adopted)

    def __iter__(self) -> Iterator[Scheme]:
        return iter(self._schemes.values())

    def __len__(self) -> int:
        return len(self._schemes)

    def __contains__(self, key: object) -> bool:
        return key in self._schemes


def load_scheme(
    layers: Iterable[Tree], translations: Sequence[Tree] = (), adopted: Collection[str] = ()
) -> tuple[Scheme, tuple[Remark, ...]]:
    """One scheme from its files, the shipped one first, and the notes on it.

    Raises:
        SchemeFileError: a file has mistakes.
    """
    trees, common = tuple(layers), common_tree()
    notes = checked(trees, common, translations, adopted)
    whole = resolve(common, translated(trees, translations))
    versions = tuple(version_from_canonical(freeze(version.data)) for version in whole)
    return Scheme(versions[-1].scheme, versions), notes


@lru_cache(maxsize=1)
def common_tree() -> Tree:
    """What every scheme may lean on, from the shipped `common.yaml`.

    Raises:
        SchemeFileError: the shipped file has mistakes.
    """
    tree = read_source((files(__name__) / COMMON_FILE).read_bytes(), COMMON_FILE)
    if wrong := check_common(tree):
        raise SchemeFileError(wrong)
    return tree


@lru_cache(maxsize=1)
def _shipped() -> Mapping[str, Tree]:
    """The shipped files by their names: they are part of the program, so they are read once."""
    return MappingProxyType(_read(files(__name__)))


def check(paths: Iterable[Path], adopted: Collection[str] = ()) -> tuple[Remark, ...]:
    """Everything to say about scheme files: mistakes and notes, each with file, line and how to mend it.

    `mistakes()` picks what must be mended; a file that lies over a shipped scheme is checked together with it,
    a translation with its scheme. A text that is not said in one of the `adopted` languages is a mistake.
    """
    shipped = {name.removesuffix(".yaml"): tree for name, tree in _shipped().items()}
    return check_files(paths, common_tree(), shipped, adopted)


def copied(base: str, key: str, city_directory: Path | None = None) -> dict[str, str]:
    """The text of a scheme file under a new key, and of its translations, by the names of their files: where an
    officer begins a scheme of the town's own.

    Marks and comments come along, so that it stays plain what was found elsewhere.

    Raises:
        UnknownSchemeError: there is no file of the base.
        SchemeError: the new key is no word, or is taken.
    """
    places: list[Traversable] = [*([city_directory] if city_directory else ()), files(__name__)]
    known: dict[str, list[Traversable]] = {}
    for file in (file for place in places for file in _files(place)):
        known.setdefault(str(read_source(file.read_bytes(), file.name).data.get("scheme")), []).append(file)
    if not re.fullmatch(WORD.pattern, key):
        raise SchemeError(f"{key!r} cannot be a key; write {WORD.what}")
    if key in known:
        raise SchemeError(f"there is a scheme {key!r} already; choose another key")
    if base not in known:
        raise UnknownSchemeError(f"there is no scheme {base!r}{did_you_mean(base, known)}")
    first = f"# Copied from {base}: name, issuer, place, number and every marked value are still those of that town.\n"
    return {
        _named(key, file): first
        + re.sub(r"(?m)^scheme: .*$", f"scheme: {key}", file.read_text("utf-8"), count=1)
        for file in known[base]
    }


def _named(key: str, file: Traversable) -> str:
    translation = translation_of(file.name)
    return f"{key}.{translation[1]}.yaml" if translation else f"{key}.yaml"


def forbidden_fields() -> frozenset[str]:
    """Names that no table, form, scheme or paper may carry (schemes.md §1.5, design.md §4)."""
    return frozenset(common_tree().data["never"])


def _without_scheme(key: str, translation: Tree) -> Remark:
    spot = translation.spot(())
    return Remark(
        spot.file, spot.line, f"there is no scheme {key!r} to translate; remove or rename this file"
    )


def _read(directory: Traversable) -> dict[str, Tree]:
    return {file.name: read_source(file.read_bytes(), file.name) for file in _files(directory)}


def _files(directory: Traversable) -> list[Traversable]:
    try:
        found = [
            file for file in directory.iterdir() if file.name.endswith(".yaml") and file.name != COMMON_FILE
        ]
    except OSError as error:
        raise SchemeError("the directory of the city's schemes cannot be read; check the setting") from error
    return sorted(found, key=lambda file: file.name)
