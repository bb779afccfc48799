"""The closed vocabulary of rules (schemes-format.md §2): six kinds of condition and three ways to join
them.
"""

from .base import Missing, MissingKind, Outcome, Rule, Title, Value, Values
from .build import KINDS, OPEN, Setting, as_tuple, build_rule, kind_of, spelled_out
from .finding import Finding, earliest, earliest_of, find, find_all, overall
from .joined import AllOf, AnyOf, Unless
from .person import Age, Is
from .residence import Basis, Lived, Registered, Scope
from .shown import Shown

__all__ = [
    "KINDS",
    "OPEN",
    "Age",
    "AllOf",
    "AnyOf",
    "Basis",
    "Finding",
    "Is",
    "Lived",
    "Missing",
    "MissingKind",
    "Outcome",
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
    "overall",
    "spelled_out",
]
