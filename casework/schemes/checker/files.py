"""The passes in order, for one scheme with its layers, and for files on the command line."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from ..file_shape import COMMON, SCHEME, WHOLE_VERSION
from ..layering import resolve
from ..numbers import NumberPattern
from ..remarks import Remark, SchemeFileError, Severity, mistakes
from ..source import read_source
from ..translations import translated, translation_of
from ..tree import Place, Spot, Tree
from .meaning import meaning_remarks
from .rules import is_day
from .translations import translation_remarks
from .walk import misfits

COMMON_FILE = "common.yaml"


def check_files(
    files: Iterable[Path], common: Tree, shipped: Mapping[str, Tree], adopted: Collection[str] = ()
) -> tuple[Remark, ...]:
    """Everything to say about these files, in the order of the lines.

    A file without a head of its own lies over the shipped scheme of its key; `common.yaml` and translations
    are known by their names, and those beside a scheme are checked with it. `shipped` are the files of the
    catalogue by their names without `.yaml`; `adopted`, languages in which an organisation runs the schemes.
    """
    found: list[Remark] = []
    numbered = {key: tree for key, tree in shipped.items() if _patterns(tree)}
    for file in files:
        try:
            tree = read_source(file.read_bytes(), file.name)
        except SchemeFileError as error:
            found += error.remarks
            continue
        except OSError:
            found.append(Remark(file.name, 1, "this cannot be opened; check the name and who may read it"))
            continue
        if file.name == COMMON_FILE:
            found += check_common(tree)
        elif named := translation_of(file.name):
            beside = file.with_name(f"{named[0]}.yaml")
            found += _check_translation(tree, beside, common, shipped, adopted)
        else:
            found += _check_with_translations(tree, file, common, shipped, adopted)
            found += _like_others(tree, numbered)
    return tuple(sorted(set(found)))


def _layers(tree: Tree, shipped: Mapping[str, Tree]) -> list[Tree]:
    beneath = shipped.get(str(tree.data.get("scheme"))) if "family" not in tree.data else None
    return [beneath, tree] if beneath else [tree]


def _check_with_translations(
    tree: Tree, file: Path, common: Tree, shipped: Mapping[str, Tree], adopted: Collection[str]
) -> tuple[Remark, ...]:
    """A scheme with its translations: those beside it, and the shipped ones where it lies over a shipped scheme."""
    layers, key = _layers(tree, shipped), str(tree.data.get("scheme"))
    found = [each for name, each in shipped.items() if len(layers) > 1 and name.startswith(f"{key}.")]
    try:
        for beside in sorted(file.parent.glob("*.yaml")):
            named = translation_of(beside.name)
            if named and named[0] == key:
                found.append(read_source(beside.read_bytes(), beside.name))
    except SchemeFileError as error:
        return error.remarks
    return check_scheme(layers, common, found, adopted)


def _check_translation(
    tree: Tree, scheme_file: Path, common: Tree, shipped: Mapping[str, Tree], adopted: Collection[str]
) -> tuple[Remark, ...]:
    """What a translation adds to say about its scheme: the one beside it, or else the shipped one."""
    if scheme_file.exists():
        try:
            layers = _layers(read_source(scheme_file.read_bytes(), scheme_file.name), shipped)
        except SchemeFileError as error:
            return error.remarks
    elif scheme_file.stem in shipped:
        layers = [shipped[scheme_file.stem]]
    else:
        spot = tree.spot(())
        text = (
            f"there is no scheme {scheme_file.stem!r} to translate; put this file beside {scheme_file.name}"
        )
        return (Remark(spot.file, spot.line, text),)
    before = check_scheme(layers, common, adopted=adopted)
    return tuple(set(check_scheme(layers, common, [tree], adopted)) - set(before))


def _like_others(tree: Tree, others: Mapping[str, Tree]) -> list[Remark]:
    """A number tells which scheme it is of, where several stand in one town or one drawer."""
    own = str(tree.data.get("scheme"))
    found = []
    for index, pattern in _patterns(tree):
        for key, other in others.items():
            if key != own and any(pattern.looks_like(theirs) for _, theirs in _patterns(other)):
                spot = tree.spot(("versions", index, "number"))
                text = f"these numbers look like those of {key!r}; begin the pattern with other letters"
                found.append(Remark(spot.file, spot.line, text, Severity.NOTE))
    return found


def _patterns(tree: Tree) -> list[tuple[int, NumberPattern]]:
    """The number patterns that a file writes, each with the place of its version."""
    versions = tree.data.get("versions")
    found = []
    for index, version in enumerate(versions if isinstance(versions, list) else []):
        written = version.get("number") if isinstance(version, dict) else None
        if isinstance(written, str) and "{" in written:
            with suppress(ValueError):
                found.append((index, NumberPattern.parse(written)))
    return found


def check_common(tree: Tree) -> tuple[Remark, ...]:
    """Everything to say about a common file by itself."""
    return tuple(misfits(tree, COMMON))


def check_scheme(
    layers: Sequence[Tree],
    common: Tree,
    translations: Sequence[Tree] = (),
    adopted: Collection[str] = (),
) -> tuple[Remark, ...]:
    """Everything to say about one scheme: the shape of each file, then each whole version, then what it
    means.
    """
    found = [remark for layer in layers for remark in _file_remarks(layer)]
    if found:
        return tuple(found)
    found += _order_of_versions(layers)
    found += [remark for each in translations for remark in translation_remarks(each, layers)]
    if mistakes(found):
        return tuple(sorted(set(found)))
    try:
        for version in resolve(common, translated(layers, translations)):
            misfitting = misfits(version, WHOLE_VERSION)
            found += misfitting or _meaning(version, common, adopted)
    except SchemeFileError as error:
        found += error.remarks
    return tuple(sorted(set(found)))


def checked(
    layers: Sequence[Tree], common: Tree, translations: Sequence[Tree], adopted: Collection[str]
) -> tuple[Remark, ...]:
    """The notes on a scheme without mistakes.

    Raises:
        SchemeFileError: it has mistakes.
    """
    found = check_scheme(layers, common, translations, adopted)
    if wrong := mistakes(found):
        raise SchemeFileError(wrong)
    return found


def _file_remarks(layer: Tree) -> list[Remark]:
    """A file is a patch, but for its key and its versions, each with its first day."""
    found = misfits(layer, SCHEME, whole=False)
    if found:
        return found
    lacking: list[tuple[Place, str]] = [((), key) for key in SCHEME.must if not layer.data.get(key)]
    lacking += [
        (("versions", index), "from")
        for index, version in enumerate(layer.data.get("versions") or ())
        if version.get("from") is None
    ]
    return [
        Remark(spot.file, spot.line, f"this lacks {key!r}; add a line '{key}: …'")
        for place, key in lacking
        if (spot := layer.spot(place))
    ]


def _meaning(version: Tree, common: Tree, adopted: Collection[str]) -> list[Remark]:
    said = meaning_remarks(version.data, common.data, adopted)
    return [
        Remark(spot.file, spot.line, text, severity)
        for place, text, severity in said
        if (spot := _own_spot(version, place))
    ]


def _own_spot(version: Tree, place: Place) -> Spot:
    """Where the scheme says it, or leans on the house for it: an author cannot mend the house's file."""
    above = (version.spot(place[:end]) for end in range(len(place), 0, -1))
    return next((spot for spot in above if spot.file != COMMON_FILE), version.spot(()))


def _order_of_versions(layers: Sequence[Tree]) -> list[Remark]:
    found: list[Remark] = []
    before = ""
    for layer in layers:
        for index, version in enumerate(layer.data["versions"]):
            start, spot = str(version["from"]), layer.spot(("versions", index))
            if not is_day(start):
                found.append(Remark(spot.file, spot.line, f"there is no day {start}; mend the date"))
            elif start <= before:
                text = (
                    f"this version starts {start}, not after the one before it ({before}): go from old to new"
                )
                found.append(Remark(spot.file, spot.line, text))
            before = max(before, start)
    return found
