"""What a rule looks like in a scheme file."""

from typing import Final

from .shape import (
    AGE,
    ANSWER,
    COUNT,
    DAY,
    FACTOR,
    MONEY,
    PERIOD,
    SHOWS,
    TEXT,
    UNKNOWN,
    WORD,
    Either,
    Fields,
    ListOf,
    OneOf,
    Shape,
)

_RULE_WORDS: dict[str, Shape] = {}
RULE: Final = Fields(_RULE_WORDS)
_RULE_WORDS.update(
    {
        "is": Fields(
            rest=Either((ANSWER, ListOf(ANSWER), Fields({"at_least": COUNT}, must=("at_least",)))),
        ),
        "age": Fields({"at_least": AGE, "below": AGE, "of": WORD}),
        "registered": Either((PERIOD, OneOf(("now",)))),
        "lived": Either(
            (
                PERIOD,
                Fields(
                    {
                        "for": Either((PERIOD, UNKNOWN)),
                        "in": OneOf(("city", "country")),
                        "basis": OneOf(("evidence", "register", "any evidence")),
                    },
                    must=("for",),
                ),
            )
        ),
        "shown": Either(
            (
                WORD,
                Fields(
                    {
                        "from": Either((WORD, ListOf(WORD), Fields(rest=ListOf(WORD)))),
                        "count": COUNT,
                        "points": COUNT,
                        "groups": COUNT,
                        "with": Either((SHOWS, ListOf(SHOWS))),
                        "dated_within": PERIOD,
                    },
                    must=("from",),
                ),
            )
        ),
        "income": Fields(
            {
                "of": WORD,
                "at_most": Either(
                    (
                        MONEY,
                        UNKNOWN,
                        Fields(
                            {"by_date": Fields(rest=Either((MONEY, UNKNOWN)), rest_pattern=DAY.pattern)},
                            must=("by_date",),
                        ),
                    )
                ),
                "parts": Fields({"by": WORD, "are": ListOf(Either((COUNT, FACTOR)))}, must=("by", "are")),
            },
            must=("of", "at_most"),
        ),
        "all": ListOf(RULE),
        "any": ListOf(RULE),
        "unless": RULE,
        "says": TEXT,
    }
)
