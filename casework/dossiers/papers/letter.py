"""Letters: the scheme's blocks filled with what the case gives, fixed when a letter is written, printed later."""

import re
import textwrap
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from casework import papers
from casework.dossiers.models import Dossier
from casework.dossiers.papers.sheet import SheetLayout
from casework.dossiers.records import LetterBlock, LetterItem, LetterRecord, LetterWords
from casework.i18n import direction
from casework.programmes.models import Programme
from casework.schemes import (
    Finding,
    MissingKind,
    Period,
    SchemeVersion,
    Verdict,
    Voice,
    in_language,
    name_of,
    say,
    write_text,
)
from casework.schemes import Paper as PaperDefinition
from casework.schemes.words import words_of

Gaps = Mapping[str, str | date]
LONGEST_PARAGRAPH: Final = 700
"""Characters: about a third of a page in one of two columns."""
SENTENCE_END: Final = re.compile(r"(?<=[.!?…]) +")


@dataclass(frozen=True)
class Contents:
    """What the case gives a letter.

    `shown` are the kinds of paper that the person showed so far, each as often as it was. `missing` are the rules still
    to be settled, `also` further things asked for in the caseworker's own words, and `reasons` those of the decision,
    each in each language of the letter. `deadline` is the last day, inclusive, of a term that lasts `term`. `gaps` fill
    the scheme's sentences.
    """

    gaps: Gaps
    shown: tuple[str, ...] = ()
    missing: tuple[Finding, ...] = ()
    also: Mapping[str, Sequence[str]] | None = None
    reasons: Mapping[str, str] | None = None
    deadline: date | None = None
    term: Period | None = None


def letter_languages(definition: PaperDefinition, reads: Sequence[str]) -> tuple[str, ...]:
    """The office's language, and beside it one that the person reads; who was not asked gets the first two."""
    first, *others = definition.languages
    if first in reads:
        return (first,)
    wanted = [language for language in others if language in reads] or (others if not reads else [])
    return (first, *wanted[:1])


def still_to_show(version: SchemeVersion, findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """What the person can do something about: not what the office itself has yet to ask or to look up."""
    return tuple(
        finding
        for finding in findings
        if finding.verdict is Verdict.UNMET
        or (finding.verdict is Verdict.UNKNOWN and _told_by_the_person(version, finding))
    )


def only_time_helps(finding: Finding) -> bool:
    """Whether nothing that anybody could show settles it: a term for bringing papers would run for nothing."""
    return finding.verdict is Verdict.UNMET and not finding.missing and finding.met_on is not None


def _told_by_the_person(version: SchemeVersion, finding: Finding) -> bool:
    return any(
        missing.kind is MissingKind.EVIDENCE
        or (
            missing.kind is MissingKind.FACT
            and any(version.facts[name].told_by not in ("caseworker", "register") for name in missing.names)
        )
        for missing in finding.missing
    )


def write_letter(
    version: SchemeVersion, definition: PaperDefinition, languages: Sequence[str], contents: Contents
) -> LetterRecord:
    """What a letter says, in its languages, ready to be printed."""
    return LetterRecord(
        words=tuple(_Writer(version, definition, language, contents).words() for language in languages),
        deadline=contents.deadline,
    )


class _Writer:
    """One letter in one language."""

    def __init__(
        self, version: SchemeVersion, definition: PaperDefinition, language: str, contents: Contents
    ) -> None:
        self.version = version
        self.definition = definition
        self.language = language
        self.contents = contents

    def words(self) -> LetterWords:
        blocks = (self._block(name) for name in self.definition.blocks)
        return LetterWords(
            self.language,
            self.definition.text("title", self.language),
            tuple(block for block in blocks if block is not None),
        )

    def _block(self, name: str) -> LetterBlock | None:
        heading = self.definition.text(f"{name}_heading", self.language)
        match name:
            case "missing":
                items = tuple(self._items())
                return LetterBlock(heading, () if items else self._paragraphs("nothing_missing"), items)
            case "reasons":
                return LetterBlock(heading, self._reasons()) if self.contents.reasons else None
            case "remedies":
                return LetterBlock(heading, (in_language(self.version.remedies, self.language),))
            case "deadline":
                return self._deadline(heading)
            case _:
                return LetterBlock(heading, self._paragraphs(name))

    def _items(self) -> Iterator[LetterItem]:
        for finding in self.contents.missing:
            sentence = say(self.version, finding, self.language, Voice.PERSON)
            by_papers = any(each.kind is MissingKind.EVIDENCE for each in finding.missing)
            kinds = words_of(self.language).either(list(sentence.settles)) if by_papers else ""
            text = f"{sentence.title.rstrip('.')}. {sentence.why}"
            yield LetterItem(text, self._filled("settles", {"kinds": kinds}) if kinds else "")
        for line in (self.contents.also or {}).get(self.language, ()):
            yield LetterItem(line)

    def _reasons(self) -> tuple[str, ...]:
        """A paragraph for each line, as many in one language as in the other: they stand side by side."""
        typed = {language: _paragraphs(text) for language, text in (self.contents.reasons or {}).items()}
        most = max(map(len, typed.values()))
        own = typed[self.language]
        return (*own, *("" for _ in range(most - len(own))))

    def _deadline(self, heading: str) -> LetterBlock | None:
        last, term = self.contents.deadline, self.contents.term
        if last is None or term is None:
            return None
        words = words_of(self.language)
        return LetterBlock(
            heading,
            (self._filled("deadline", {**self.contents.gaps, "term": words.period(term)}),),
            last_day=words.weekday_and_day(last),
        )

    def _paragraphs(self, key: str) -> tuple[str, ...]:
        gaps = dict(self.contents.gaps)
        if "{shown}" in self.definition.text(key, self.language):
            gaps["shown"] = self._shown()
        return tuple(line for line in self._filled(key, gaps).splitlines() if line)

    def _shown(self) -> str:
        """Each kind of paper by its name, with its number where there are several."""
        if not self.contents.shown:
            return self._filled("nothing_shown", {})
        kinds = [
            f"{name_of(self.version, 'kinds', kind, self.language)}{f' ({count})' if count > 1 else ''}"
            for kind, count in Counter(self.contents.shown).items()
        ]
        return self._filled("shown", {"kinds": "; ".join(kinds)})

    def _filled(self, key: str, gaps: Gaps) -> str:
        return write_text(self.definition.text(key, self.language), self.language, gaps)


@dataclass(frozen=True)
class Entered:
    """Under which number, on which day, and with which code (empty for none) a paper stands in the register."""

    number: str
    on: date
    code: str = ""


def _paragraphs(text: str) -> list[str]:
    """Lines as they were typed; a long one is parted where a sentence ends, since a pair never breaks on a page."""
    found: list[str] = []
    for line in filter(None, map(str.strip, text.splitlines())):
        part = ""
        for sentence in SENTENCE_END.split(line):
            if part and len(part) + len(sentence) > LONGEST_PARAGRAPH:
                found.append(part)
                part = ""
            part = f"{part} {sentence}".strip()
        found += textwrap.wrap(part, 2 * LONGEST_PARAGRAPH)
    return found


def printed_letter(
    dossier: Dossier,
    version: SchemeVersion,
    programme: Programme,
    kind: str,
    record: LetterRecord,
    verify_url: str,
    entered: Entered,
    *,
    draft: bool = False,
) -> papers.Letter:
    """A letter as it goes to the press, in words fixed when it was written; a draft has no number."""
    definition, first = version.papers[kind], record.words[0]
    layout = SheetLayout(dossier, version, programme, definition, first.language)
    return papers.Letter(
        language=first.language,
        kind=kind,
        title=first.title,
        issuer=layout.issuer(),
        labels=papers.LetterLabels(
            recipient=layout.text("recipient"), date=layout.text("date"), **layout.fixed_words()
        ),
        verify_url=verify_url,
        signatory=layout.signatory(entered.on),
        issued_on=entered.on,
        number=entered.number,
        code=entered.code,
        draft=draft,
        recipient=_recipient(dossier),
        dated=write_text(layout.text("dated"), first.language, {"issued_on": entered.on}),
        blocks=_blocks(first),
        deadline=record.deadline,
        beside=_beside(definition, record),
    )


def _recipient(dossier: Dossier) -> tuple[papers.Words, ...]:
    particulars = dossier.person.particulars
    lines = [papers.Words(particulars.full_name)]
    if particulars.native_name:
        language = particulars.native_language
        towards: Literal["rtl", "ltr"] = "rtl" if direction(language) == "rtl" else "ltr"
        lines.append(papers.Words(particulars.native_name, language, towards))
    return tuple(lines)


def _beside(definition: PaperDefinition, record: LetterRecord) -> papers.Beside | None:
    if len(record.words) == 1:
        return None
    second = record.words[1]
    return papers.Beside(
        language=second.language,
        direction="rtl" if direction(second.language) == "rtl" else "ltr",
        number=definition.text("number", second.language),
        title=second.title,
        blocks=_blocks(second),
    )


def _blocks(words: LetterWords) -> tuple[papers.Block, ...]:
    return tuple(
        papers.Block(
            heading=block.heading,
            paragraphs=block.paragraphs,
            items=tuple(papers.Item(item.text, item.settles) for item in block.items),
            last_day=block.last_day,
        )
        for block in words.blocks
    )
