"""Statements: a scheme's printed sentence with its gaps filled, in the language of the paper."""

import re
from collections.abc import Collection, Mapping
from datetime import date
from typing import Final

from .definition import SchemeVersion
from .errors import StatementError
from .evidence import Parameter, ParameterType, StatementTemplate
from .wording import in_language
from .words import fill, words_of

MAX_TEXT: Final = 300
MAX_LONG_TEXT: Final = 2_000
MAX_NUMBER: Final = 1_000_000


def write_statement(template: StatementTemplate, language: str, values: Mapping[str, str]) -> str:
    """The sentence as it is printed. Values are as a form sends them: dates `2024-03-02`, months `2024-10`.

    Raises:
        StatementError: a value is missing or cannot be read; `parameter` names it.
    """
    if language not in template.text:
        raise StatementError("language", "this sentence is not written in the language of the paper")
    written = {p.key: _written(p, values.get(p.key, ""), language) for p in template.parameters}
    verbatim = {p.key for p in template.parameters if p.type in _VERBATIM}
    return _joined(template, language, written, verbatim)


def sketch_statement(
    template: StatementTemplate, language: str, values: Mapping[str, str], shown_in: str
) -> str:
    """The sentence as far as it can be said: a gap without a value shows its label in brackets, in `shown_in`.

    Raises:
        StatementError: a value is there and cannot be read; `parameter` names it.
    """
    written, verbatim = {}, set()
    for parameter in template.parameters:
        value, key = values.get(parameter.key, ""), parameter.key
        written[key] = (
            _written(parameter, value, language) if value else f"[{in_language(parameter.text, shown_in)}]"
        )
        if not value or parameter.type in _VERBATIM:
            verbatim.add(key)
    return _joined(template, language, written, verbatim)


def typed(parameter: Parameter, value: str | date) -> str:
    """A known value as a form would send it for this gap; empty where it is none that the gap takes."""
    if isinstance(value, date):
        return f"{value:%Y-%m}" if parameter.type is ParameterType.MONTH else value.isoformat()
    text = " ".join(value.split())
    return text if len(text) <= MAX_TEXT else ""


def said_after(version: SchemeVersion, gap: str) -> frozenset[str]:
    """What sentences and papers say by themselves right after a gap and a comma, such as the town after an address:
    who types it into the gap as well gets it printed twice.
    """
    sentences = [
        text for category in version.evidence for each in category.prints for text in each.text.values()
    ]
    texts = [
        text for paper in version.papers.values() for own in paper.texts.values() for text in own.values()
    ]
    after = re.compile(rf"\{{{gap}\}}, (\w+)")
    return frozenset(word for text in (*sentences, *texts) for word in after.findall(text))


def _joined(
    template: StatementTemplate, language: str, written: Mapping[str, str], verbatim: Collection[str]
) -> str:
    """The language's joins mend what stands round dates and numbers, never what somebody typed."""
    kept = {key: f"{{{key}}}" if key in verbatim else value for key, value in written.items()}
    sentence = fill(in_language(template.text, language), kept)
    return fill(words_of(language).mended(sentence), written)


def write_text(phrase: str, language: str, values: Mapping[str, str | date]) -> str:
    """A wording of a paper or page with its gaps filled; days are written with their month in words.

    Raises:
        StatementError: a gap has no value; `parameter` names it.
    """
    words = words_of(language)
    written = {key: words.day(v) if isinstance(v, date) else f"{{{key}}}" for key, v in values.items()}
    try:
        sentence = words.mended(fill(phrase, written))
        return fill(sentence, {key: str(value) for key, value in values.items()})
    except KeyError as error:
        raise StatementError(str(error.args[0]), "this wording has a gap that nothing fills") from error


def long_day(day: date, language: str) -> str:
    """A day as a paper in that language writes it: `2 de març de 2024`."""
    return words_of(language).day(day)


def _written(parameter: Parameter, value: str, language: str) -> str:
    text = value.strip()
    if not text:
        raise StatementError(parameter.key, "fill this in; the sentence needs it")
    words = words_of(language)
    try:
        match parameter.type:
            case ParameterType.DATE:
                return words.day(date.fromisoformat(text))
            case ParameterType.MONTH:
                return words.month(date.fromisoformat(f"{text}-01"))
            case ParameterType.NUMBER:
                return words.number(_number(text))
    except ValueError as error:
        raise StatementError(parameter.key, _HELP[parameter.type]) from error
    most = MAX_LONG_TEXT if parameter.type is ParameterType.LONG_TEXT else MAX_TEXT
    if len(text) > most:
        raise StatementError(parameter.key, f"write at most {most} characters")
    return text if parameter.type is ParameterType.LONG_TEXT else " ".join(text.split())


def _number(text: str) -> int:
    if not (text.isascii() and text.isdecimal()) or int(text) > MAX_NUMBER:
        raise ValueError("no whole number of a usual size")
    return int(text)


_VERBATIM: Final = (ParameterType.TEXT, ParameterType.LONG_TEXT)
_HELP: Final = {
    ParameterType.DATE: "write a day that exists, as 2024-03-02",
    ParameterType.MONTH: "write a month, as 2024-10",
    ParameterType.NUMBER: "write a whole number",
}
