"""Households: one dossier, shared facts, and members each with own facts and an own card.

Every fact has its subject (`of`): the applicant's and the household's are told once, a member's by each member.
A member's findings read both; who applies is no member by that alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from .definition import Group, SchemeVersion
from .errors import FactsError
from .explain import explain
from .facts import Facts, Subject
from .facts_reader import parse_facts

MEMBERS: Final = "members"


@dataclass(frozen=True)
class Household:
    """The facts of the applicant and the household, and for each member these and the member's own."""

    shared: Facts
    members: tuple[Facts, ...]


def told_by_members(version: SchemeVersion) -> frozenset[str]:
    """Names of the facts that each member tells; all others are told once."""
    return frozenset(key for key, fact in version.facts.items() if fact.subject is Subject.MEMBER)


def household_from(version: SchemeVersion, data: object) -> Household:
    """A household from JSON or YAML data: facts keyed by fact, and `members`, a list of facts for each.

    Raises:
        FactsError: something cannot be read, or stands with the wrong subject; `path` says where.
    """
    if not isinstance(data, dict):
        raise FactsError("facts", "write the facts as lines of 'name: value'")
    if version.group is not Group.HOUSEHOLD:
        raise FactsError(MEMBERS, "this scheme is for one person; write the facts without members")
    written = data.get(MEMBERS, [])
    if not isinstance(written, list) or not all(isinstance(member, dict) for member in written):
        raise FactsError(MEMBERS, "write a list, one entry for each member")
    own_names = told_by_members(version)
    shared_data = {key: value for key, value in data.items() if key != MEMBERS}
    _check_subjects(shared_data, own_names, "", told_by_members=False)
    shared = parse_facts(shared_data, version.facts, version.place.city)
    members = []
    for index, member in enumerate(written):
        _check_subjects(member, own_names, f"{MEMBERS}[{index}].", told_by_members=True)
        own = parse_facts(member, version.facts, version.place.city)
        members.append(shared.of_member(own, own_names))
    return Household(shared, tuple(members))


def explain_household(version: SchemeVersion, household: Household, on: date) -> dict[str, Any]:
    """`{"members": [...]}`, what `explain` says of each member, in their order."""
    return {MEMBERS: [explain(version, facts, on) for facts in household.members]}


def _check_subjects(
    data: Mapping[str, Any], own_names: frozenset[str], path: str, *, told_by_members: bool
) -> None:
    for name in data:
        if told_by_members and name not in own_names:
            raise FactsError(
                f"{path}{name}", "this is told once for the household; move it out of the members"
            )
        if not told_by_members and name in own_names:
            raise FactsError(f"{path}{name}", f"this is told by each member; move it under '{MEMBERS}'")
