"""The closed vocabulary of rules (schemes-format.md §2): six kinds of condition and three ways to join
them.
"""

from .base import Missing, MissingKind, Outcome, Rule, Title, Value, Values
from .build import KINDS, OPEN, RECORDS, Setting, as_tuple, build_rule, kind_of, spelled_out
from .finding import Finding, earliest, earliest_of, find, find_all, next_change, overall
from .income import Income, Parts
from .joined import AllOf, AnyOf, Unless
from .person import Age, Is
from .residence import Basis, Lived, Registered, Scope
from .shown import Shown

__all__ = [
    "KINDS",
    "OPEN",
    "RECORDS",
    "Age",
    "AllOf",
    "AnyOf",
    "Basis",
    "Finding",
    "Income",
    "Is",
    "Lived",
    "Missing",
    "MissingKind",
    "Outcome",
    "Parts",
    "Registered",
    "Rule",
    "Scope",
    "Setting",
    "Shown",
    "Title",
    "Unless",
    "Value",
    "Values",
    "as_tuple",
    "build_rule",
    "earliest",
    "earliest_of",
    "find",
    "find_all",
    "kind_of",
    "next_change",
    "overall",
    "spelled_out",
]
