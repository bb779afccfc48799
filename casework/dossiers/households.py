"""What holds for one dossier of a household: what was told once, in the first, and what each member tells.

A fact of the applicant or the household stands in the first dossier and counts in every other one; a fact of subject
member stands in each dossier (docs/decisions/0015-households.md).
"""

from dataclasses import replace
from typing import Final

from casework.dossiers.models import Dossier, Evidence, Movement
from casework.dossiers.records import Answer, CaseRecord
from casework.dossiers.rules import readable
from casework.schemes import SchemeVersion, told_by_members

BIRTH: Final = frozenset({"birth_date"})
REGISTER: Final = frozenset({"movements"})
SHOWN: Final = frozenset({"documents", "presence"})
"""The facts that the person, the movements in a register, and evidence are read for."""
NO_FACT: Final = frozenset[str]()


def told_here(version: SchemeVersion, dossier: Dossier, facts: frozenset[str]) -> bool:
    """Whether at least one of these facts is told in this dossier, and not in the first of its household."""
    return dossier.household_id is None or not told_by_members(version).isdisjoint(facts)


def told_elsewhere(version: SchemeVersion, dossier: Dossier, facts: frozenset[str]) -> bool:
    """Whether at least one of these facts is told once for the household, in its first dossier."""
    return dossier.household_id is not None and not facts <= told_by_members(version)


def answers_of_household(version: SchemeVersion, dossier: Dossier) -> tuple[Answer, ...]:
    """The answers that were given once, in the first dossier of a member's household; none for other dossiers."""
    if dossier.first is None:
        return ()
    told = readable(version.facts, dossier.first.record).answers
    return tuple(each for each in told if each.fact not in told_by_members(version))


def record_of(version: SchemeVersion, dossier: Dossier) -> CaseRecord:
    """The dossier's record with every answer that counts in it: the household's, and the member's own."""
    if dossier.first is None:
        return dossier.record
    record, names = dossier.record, told_by_members(version)
    own = (each for each in record.answers if each.fact in names)
    return replace(record, answers=(*answers_of_household(version, dossier), *own))


def movements_of(version: SchemeVersion, dossier: Dossier) -> list[Movement]:
    """The movements in registers that count in a dossier."""
    if dossier.first is not None and told_elsewhere(version, dossier, REGISTER):
        return dossier.first.movements
    return dossier.movements


def evidence_of(version: SchemeVersion, dossier: Dossier) -> list[Evidence]:
    """Everything that was shown and counts in a dossier, the household's first."""
    if dossier.first is None or not told_elsewhere(version, dossier, SHOWN):
        return dossier.evidence
    return [*dossier.first.evidence, *(dossier.evidence if told_here(version, dossier, SHOWN) else ())]
