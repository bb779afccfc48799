"""Second pass, over a whole version: does what it says make sense together?"""

import re
from collections.abc import Collection, Iterable, Iterator
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from ..build import BLOCKS_FILLED_BY_THE_CASE
from ..dates import WorkingCalendar
from ..definition import LETTER
from ..nearest import did_you_mean
from ..numbers import NumberPattern
from ..remarks import Severity
from ..rules import OPEN
from ..tree import Data, Place
from ..wording import blocks_of, texts_of
from .rights import rights_remarks
from .rules import Vocabulary, rule_remarks
from .statements import statement_remarks
from .steps import steps_remarks

Said = tuple[Place, str, Severity]
MISTAKE, NOTE = Severity.MISTAKE, Severity.NOTE
DATED = re.compile(r"\d{4}-\d{2}-\d{2}")


def meaning_remarks(version: Data, common: Data, adopted: Collection[str]) -> Iterator[Said]:
    """Everything to say about a version whose shape is right: (place, text, severity).

    `adopted` are the languages in which an organisation runs the scheme: what is not said in them is a mistake.
    """
    vocabulary = Vocabulary.of(version)
    yield from _place(version)
    for name, rule in version["rules"].items():
        yield from rule_remarks(rule, ("rules", name), vocabulary)
    yield from rights_remarks(version, vocabulary)
    yield from _facts(version, common, vocabulary.used)
    yield from _evidence(version, common)
    yield from _parameters(version, common)
    yield from _papers(version, common)
    keys = (*version["rules"], *version.get("conditions", {}))
    yield from steps_remarks(version["steps"], keys, version["papers"])
    yield from _number(version["number"])
    if not version["rules"]:
        yield ("rules",), "no rule says who may have this card; write at least one", MISTAKE
    own = {key: value for key, value in version.items() if key not in ("kinds", "papers")}
    spoken = tuple(version["languages"])
    for language in sorted(set(adopted) - set(spoken)):
        text = (
            f"an organisation runs this scheme in {language!r}, which it does not speak; "
            f"add the language here, or in a file {version['scheme']}.{language}.yaml"
        )
        yield ("languages",), text, MISTAKE
    yield from _languages(own, (), spoken, adopted)


def is_never(key: str, never: list[str]) -> bool:
    """Whether a name is, or holds as whole words, one that the house never asks, stores or prints
    (design.md §4).
    """
    return any(f"_{word}_" in f"_{key.replace('-', '_')}_" for word in never)


def _place(version: Data) -> Iterator[Said]:
    place = version["place"]
    try:
        ZoneInfo(place["time_zone"])
    except (ZoneInfoNotFoundError, ValueError, OSError):
        text = f"{place['time_zone']!r} is no time zone; write one such as Europe/Madrid"
        yield ("place", "time_zone"), text, MISTAKE
    try:
        WorkingCalendar.of(place.get("calendar", ""))
    except ValueError:
        text = f"no public holidays are known for {place['calendar']!r}; write a calendar such as ES-CT"
        yield ("place", "calendar"), text, MISTAKE
    yield from _local_holidays(place.get("local_holidays", ()))


def _local_holidays(days: Iterable[str]) -> Iterator[Said]:
    """Days of single years run out, and a last day reckoned without them is too early: this cannot be forgotten."""
    years = sorted({int(day[:4]) for day in days if DATED.fullmatch(day)})
    if not years:
        return
    lacking = sorted(set(range(years[0], years[-1])) - set(years))
    if lacking:
        text = f"no local holiday is entered for {lacking[0]}, though for years around it; enter it"
        yield ("place", "local_holidays"), text, NOTE
    text = f"local holidays that move are entered until {years[-1]}; enter the next years before terms reach them"
    yield ("place", "local_holidays"), text, NOTE


def _facts(version: Data, common: Data, used: set[str]) -> Iterator[Said]:
    for name, fact in version["facts"].items():
        place = ("facts", name)
        if is_never(name, common["never"]):
            text = f"{name!r} must never be asked or stored; ask what was explained instead, or nothing"
            yield place, text, MISTAKE
        elif name not in common["facts"] and name not in used:
            text = f"{name!r} is asked but no rule uses it; ask nothing that is not needed: remove it"
            yield place, text, MISTAKE
        if fact["type"] == "choice" and not fact.get("choices"):
            yield place, f"{name!r} is a choice without 'choices'; add the list of answers", MISTAKE
        if fact.get("of", "applicant") != "applicant" and version.get("group") != "household":
            text = f"{name!r} is a fact of a {fact['of']}, but this scheme is for one person; add 'group: household'"
            yield place, text, MISTAKE


def _evidence(version: Data, common: Data) -> Iterator[Said]:
    for name, category in version["evidence"].items():
        place = ("evidence", name)
        if category["accepts"] == OPEN:
            yield (*place, "accepts"), f"what {name!r} accepts is unknown; no rule on it can be met yet", NOTE
            continue
        for kind in category["accepts"]:
            if kind not in version["kinds"]:
                near = did_you_mean(kind, {**common["kinds"], **version["kinds"]})
                yield (*place, "accepts"), f"{kind!r} is no known kind of evidence{near}", MISTAKE
        if category.get("spouse", name) not in (name, *version["kinds"]):
            near = did_you_mean(category["spouse"], {**common["kinds"], **version["kinds"]})
            text = f"papers of a spouse need {category['spouse']!r}, which is no known kind of evidence{near}"
            yield (*place, "spouse"), text, MISTAKE
        for key, statement in category.get("prints", {}).items():
            yield from statement_remarks(statement, name, (*place, "prints", key), version)


def _parameters(version: Data, common: Data) -> Iterator[Said]:
    for name in version["asks"]:
        if is_never(name, common["never"]):
            yield ("asks", name), f"{name!r} must never be asked or stored; remove it", MISTAKE


def _papers(version: Data, common: Data) -> Iterator[Said]:
    above: dict[str, Data] = {}
    for name, paper in version["papers"].items():
        place = ("papers", name)
        excepted = paper.get("despite_never", {}).get("fields", [])
        for side in ("front", "back", "optional"):
            for field in paper.get(side, []):
                if is_never(field, common["never"]) and field not in excepted:
                    text = f"{field!r} must never be printed; remove it, or say why under 'despite_never'"
                    yield (*place, side), text, MISTAKE
                elif field not in common["fields"]:
                    near = did_you_mean(field, common["fields"])
                    yield (*place, side), f"{field!r} is no known field{near}", MISTAKE
        for field in paper.get("optional", []):
            if field not in [*paper["front"], *paper.get("back", [])]:
                yield (*place, "optional"), f"{field!r} is optional but never printed; remove it", MISTAKE
        if "like" in paper and paper["like"] not in above:
            near = did_you_mean(paper["like"], above)
            text = f"{name!r} is like {paper['like']!r}, and no paper above it has that name{near}"
            yield (*place, "like"), text, MISTAKE
        else:
            texts = texts_of(paper, above)
            yield from _paper_texts(paper, texts, place, version)
            yield from _blocks(paper, blocks_of(paper, above), texts, place)
            above[name] = paper


def _paper_texts(paper: Data, texts: Data, place: Place, version: Data) -> Iterator[Said]:
    for language in paper["languages"]:
        if language not in version["languages"]:
            text = f"the paper is printed in {language!r}, which the scheme does not speak; add the language"
            yield (*place, "languages"), text, MISTAKE
        elif texts and language not in texts:
            yield (*place, "texts"), f"the paper has no words in {language!r}; add them", MISTAKE
    for language in sorted(set(paper.get("draft", [])) & set(paper.get("texts", {}))):
        text = f"the words in {language!r} are a draft; a native reader must review them"
        yield (*place, "texts", language), text, NOTE
    every_key = {key for words in texts.values() for key in words}
    for language, words in texts.items():
        for key in sorted(every_key - set(words)):
            yield (*place, "texts", language), f"the words in {language!r} lack {key!r}; add it", MISTAKE


def _blocks(paper: Data, blocks: tuple[str, ...], texts: Data, place: Place) -> Iterator[Said]:
    """Each thing that a letter says has its heading, and its words unless the case gives them."""
    if blocks and paper["form"] != LETTER:
        yield (*place, "blocks"), "only a letter is made of blocks; remove them", MISTAKE
        return
    for language, words in texts.items():
        wanted = [f"{block}_heading" for block in blocks]
        wanted += [block for block in blocks if block not in BLOCKS_FILLED_BY_THE_CASE]
        for key in wanted:
            if key not in words:
                text = f"the letter has no words {key!r} in {language!r}; add them, or remove the block"
                yield (*place, "texts", language), text, MISTAKE


def _number(pattern: str) -> Iterator[Said]:
    if pattern == OPEN:
        yield ("number",), "how cards are numbered is unknown; none can be issued until it is settled", NOTE
    elif pattern != "internal":
        try:
            NumberPattern.parse(pattern)
        except ValueError as error:
            yield ("number",), f"{pattern!r} is no pattern: {error}", MISTAKE


def _languages(
    data: Data, place: Place, languages: tuple[str, ...], adopted: Collection[str]
) -> Iterator[Said]:
    """Every text is said in all languages of the scheme; a statement, in the languages of its paper only."""
    if not isinstance(data, dict) or place[-1:] == ("texts",):
        return
    if data and all(re.fullmatch(r"[a-z]{2}", key) and isinstance(text, str) for key, text in data.items()):
        printed = place[:1] == ("evidence",) and place[-1] == "text"
        missing = [] if printed else [language for language in languages if language not in data]
        needed = [language for language in missing if language in adopted]
        later = [language for language in missing if language not in adopted]
        name = ".".join(str(step) for step in place)
        if needed:
            text = f"{name!r} is not said in {', '.join(needed)}; an organisation runs this scheme: add it"
            yield place, text, MISTAKE
        if later:
            yield place, f"{name!r} is not said in {', '.join(later)}; add it", NOTE
        return
    for key, child in data.items():
        yield from _languages(child, (*place, key), languages, adopted)
