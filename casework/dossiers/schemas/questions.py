"""The scheme's own questions: every fact that has no page of its own, whoever tells it and of whomever."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import colander

from casework.i18n import _
from casework.programmes.questions import FACT, PERSON, QuestionWords, needs_of, question
from casework.schemes import FactDefinition, FactType, SchemeVersion, name_of

BIRTH_DATE = "birth_date"
WITH_OWN_PAGES = frozenset({FactType.MOVEMENTS, FactType.PERIODS, FactType.DOCUMENTS})
LOOKED_UP = {
    "register": _("Looked up in the register."),
    "record": _("Looked up in the office's own records."),
}


def asked(version: SchemeVersion) -> tuple[FactDefinition, ...]:
    """The facts that the page of questions asks, in the scheme's order."""
    return tuple(
        fact for key, fact in version.facts.items() if key != BIRTH_DATE and fact.type not in WITH_OWN_PAGES
    )


def questions_schema(
    version: SchemeVersion, facts: Sequence[FactDefinition], language: str, today: date
) -> colander.SchemaNode:
    """Questions of the scheme, in its own words; every one may be left or made empty again."""
    schema = colander.SchemaNode(colander.Mapping())
    words, currency = _words(language), needs_of(version).currency
    for fact in facts:
        known_by = _told_by(version, fact, language)
        node = question(
            version,
            fact,
            words,
            today,
            name=f"{FACT}{fact.key}",
            currency=currency.get(fact.key, ""),
            note=known_by,
        )
        schema.add(node)
    return schema


def _told_by(version: SchemeVersion, fact: FactDefinition, language: str) -> Any:
    """Who knows the answer, where it is not the person."""
    if fact.told_by == PERSON:
        return ""
    role = name_of(version, "roles", fact.told_by, language)
    return LOOKED_UP.get(fact.told_by) or _("Answered by: ${who}.", mapping={"who": role})


def _words(language: str) -> QuestionWords:
    return QuestionWords(
        language=language,
        yes=_("Yes"),
        no=_("No"),
        not_known=_("Not known yet"),
        part_is_enough=_("The year is enough when the day is not known."),
        whole_number=_("A whole number, for example 2."),
        amount=_amount,
        still_to_come=_("This day is still to come."),
    )


def _amount(currency: str) -> Any:
    if not currency:
        return _("An amount, for example 1300 or 1300.50.")
    return _("An amount in ${currency}, for example 1300 or 1300.50.", mapping={"currency": currency})
