"""The shape of scheme files, said once: the checker walks it, and the JSON Schema for editors is made from
it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias, Union


@dataclass(frozen=True, eq=False)
class Scalar:
    """A text of a certain look, or a whole number."""

    what: str
    pattern: str = r"(?s).+"
    number: bool = False


@dataclass(frozen=True, eq=False)
class OneOf:
    """One of these words."""

    words: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class ListOf:
    """A list of things of one shape; `patches` where each changes the one before, so that `~` may remove in
    it.
    """

    item: "Shape"
    patches: bool = False


@dataclass(frozen=True, eq=False)
class Either:
    """Any of these shapes; the first one is what a message speaks of when none fits."""

    options: tuple["Shape", ...]


@dataclass(frozen=True, eq=False)
class Fields:
    """Lines of `name: value`: known names; `rest` for names that the author chooses; `must` have to be
    there.
    """

    known: Mapping[str, "Shape"] = field(default_factory=dict)
    must: tuple[str, ...] = ()
    rest: Union["Shape", None] = None
    rest_pattern: str = r"[a-z][a-z0-9_-]*"


Shape: TypeAlias = Scalar | OneOf | ListOf | Either | Fields

PERIOD: Final = Scalar("a length such as '6 months'", r"\d{1,3} (day|week|month|year|working day)s?")
BEFORE: Final = Scalar("a length such as '60 days before'", r"\d{1,3} (day|week|month|year)s? before")
DAY: Final = Scalar("a day such as 2024-07-01", r"\d{4}-\d{2}-\d{2}")
HOLIDAY: Final = Scalar("a day such as 2026-05-25, or 09-24 for every year", r"(\d{4}-)?\d{2}-\d{2}")
COUNT: Final = Scalar("a whole number, without quotes", r"\d{1,9}", number=True)
MONEY: Final = Scalar("an amount such as '650 EUR'", r"\d{1,9}(\.\d{2})? [A-Z]{3}")
AFTER: Final = Scalar("a length such as '6 months after'", r"\d{1,3} (day|week|month|year)s? after")
DAY_OF_YEAR: Final = Scalar("a day of the year such as 06-30", r"\d{2}-\d{2}")
FACTOR: Final = Scalar("a factor such as 2 or 2.5", r"\d{1,3}(\.\d{1,2})?")
PLACEHOLDER: Final = Scalar("points such as 3, or 3? for a guess", r"\d{1,3}\?")
AGE: Final = Scalar("an age in whole years, without quotes", r"\d{1,3}", number=True)
WORD: Final = Scalar("a word of small letters, digits, _ or -", r"[a-z][a-z0-9_-]*")
PERFORMER: Final = Scalar("a role such as 'caseworker' or 'applicant at public'", r"[a-z_]+( at [a-z_]+)?")
LANGUAGE: Final = Scalar("a language such as 'ca'", r"[a-z]{2,3}(-[A-Za-z0-9]+)*")
LINE: Final = Scalar("a text; put quotes round a number")
KEEP: Final = Scalar(
    "'nothing', or a time such as '3 months after end'",
    r"nothing|\d{1,3} (day|week|month|year)s? after (issue|decision|end)",
)
YES_NO: Final = OneOf(("yes", "no"))
UNKNOWN: Final = OneOf(("unknown",))
POINTS: Final = Either((COUNT, PLACEHOLDER))
COPIES: Final = OneOf(("seen only", "until issue", "kept"))
TEXT: Final = Fields(rest=LINE, rest_pattern=LANGUAGE.pattern)
WORDS: Final = Either((WORD, ListOf(WORD)))
ANSWER: Final = Scalar("an answer", r"[a-z0-9_-]+")
SHOWS: Final = OneOf(("photo", "birth_date", "name", "address"))

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

FACT: Final = Fields(
    {
        "type": OneOf(("yes_no", "choice", "number", "money", "date", "movements", "periods", "documents")),
        "text": TEXT,
        "of": OneOf(("applicant", "member", "household")),
        "told_by": WORD,
        "choices": ListOf(WORD),
    },
    must=("type", "text"),
)
KIND: Final = Fields(
    {"name": TEXT, "shows": ListOf(SHOWS), "expires": YES_NO, "basis": OneOf(("paper", "self-declared"))}
)
PARAMETER: Final = Fields(
    {"type": OneOf(("text", "long_text", "date", "month", "number")), "text": TEXT}, must=("type", "text")
)
STATEMENT: Final = Fields({"name": TEXT, "text": TEXT}, must=("text",))
WORTH: Final = Either(
    (
        *POINTS.options,
        Fields(
            {
                "points": POINTS,
                "expired": Either((YES_NO, Fields({"within": PERIOD, "points": COUNT}, must=("within",)))),
            }
        ),
    )
)
CATEGORY: Final = Fields(
    {
        "heading": TEXT,
        "accepts": Either((ListOf(WORD), UNKNOWN, Fields(rest=WORTH))),
        "expired": Either((YES_NO, Fields({"within": PERIOD}, must=("within",)))),
        "spouse": WORD,
        "copies": COPIES,
        "if_empty": OneOf(("omit", "neutral")),
        "prints": Fields(rest=STATEMENT),
    },
    must=("accepts",),
)
ACTION: Final = Fields(
    {
        "from": WORDS,
        "to": WORD,
        "by": Either((PERFORMER, ListOf(PERFORMER))),
        "needs": ListOf(WORD),
        "letter": WORD,
        "batch": YES_NO,
    },
    must=("from", "to", "by"),
)
STATE: Final = Fields(
    {
        "start": YES_NO,
        "final": YES_NO,
        "frozen": YES_NO,
        "card": OneOf(("prepared", "valid", "over", "replaced")),
    }
)
TERM: Final = Fields(
    {
        "lasts": Either((PERIOD, UNKNOWN)),
        "starts": WORDS,
        "stops": WORDS,
        "pauses": WORDS,
        "opens": WORDS,
        "closes": WORDS,
    },
    must=("lasts", "starts"),
)
BODY: Final = Fields(
    {
        "by_date": Fields(
            rest=Fields({"who": Either((PERFORMER, ListOf(PERFORMER))), "under": LINE}, must=("who",)),
            rest_pattern=DAY.pattern,
        )
    },
    must=("by_date",),
)
TEMPLATE: Final = Fields(
    {
        "states": Fields(rest=STATE),
        "actions": Fields(rest=ACTION),
        "terms": Fields(rest=TERM),
        "bodies": Fields(rest=BODY),
    }
)
STEPS: Final = Fields({"like": WORD, **TEMPLATE.known})
PAPER: Final = Fields(
    {
        "form": OneOf(("A4", "ID-1", "letter")),
        "like": WORD,
        "verify": YES_NO,
        "languages": ListOf(LANGUAGE),
        "front": ListOf(WORD),
        "back": ListOf(WORD),
        "optional": ListOf(WORD),
        "blocks": ListOf(WORD),
        "despite_never": Fields({"fields": ListOf(WORD), "because": TEXT}, must=("fields", "because")),
        "texts": Fields(rest=Fields(rest=LINE), rest_pattern=LANGUAGE.pattern),
        "draft": ListOf(LANGUAGE),
    },
    must=("form", "languages", "front"),
)
END: Final = Either(
    (
        PERIOD,
        Fields(
            {
                "after": Either((PERIOD, UNKNOWN)),
                "event": WORD,
                "birthday": AGE,
                "day": DAY_OF_YEAR,
                "when": RULE,
            }
        ),
    )
)
WHEN: Final = Either((RULE, UNKNOWN))
ENTITLEMENT: Final = Fields(
    {
        "name": TEXT,
        "when": WHEN,
        "pays": Fields({"at_most": MONEY, "leaves": MONEY}, must=("at_most", "leaves")),
    },
    must=("name",),
)
FEE: Final = Fields(
    {
        "base": Either((MONEY, UNKNOWN)),
        "replacement": Either((MONEY, UNKNOWN)),
        "reduced": Fields(rest=Fields({"to": MONEY, "when": WHEN}, must=("to", "when"))),
    },
    must=("base",),
)
VERSION: Final = Fields(
    {
        "from": DAY,
        "handled_by": WORDS,
        "facts": Fields(rest=FACT),
        "group": OneOf(("person", "household")),
        "rules": Fields(rest=RULE),
        "conditions": Fields(rest=RULE),
        "kinds": Fields(rest=KIND),
        "asks": Fields(rest=PARAMETER),
        "evidence": Fields(rest=CATEGORY),
        "entitlements": Fields(rest=ENTITLEMENT),
        "fee": FEE,
        "end_reasons": ListOf(WORD),
        "certifies": Either((ListOf(WORD), UNKNOWN)),
        "valid_until": Either((ListOf(END), UNKNOWN)),
        "renewal": Fields(
            {
                "opens": BEFORE,
                "closes": AFTER,
                "reuses": OneOf(("evidence", "file", "nothing")),
                "due": ListOf(END),
            },
            must=("reuses",),
        ),
        "number": LINE,
        "copies": COPIES,
        "keep": Fields(dict.fromkeys(("paper", "register", "notes", "evidence", "photo"), KEEP)),
        "remedies": TEXT,
        "leap_birthday": OneOf(("02-28", "03-01")),
        "steps": Either((STEPS, WORD)),
        "papers": Fields(rest=PAPER),
        "verify": Fields(
            {"channel": OneOf(("code", "phone", "none")), "tells": ListOf(WORD), "answers_for": PERIOD},
            must=("channel",),
        ),
        "statistics": Fields(
            {"small_cell": COUNT, "counts": ListOf(WORD), "by": ListOf(WORD)},
            must=("small_cell", "counts", "by"),
        ),
        "words": Fields(rest=Fields(rest=TEXT)),
    },
    must=("from",),
)
HEAD: Final[Mapping[str, Shape]] = {
    "scheme": WORD,
    "family": OneOf(("targeted", "inclusive", "register")),
    "stage": OneOf(("shipped", "example", "planned")),
    "place": Fields(
        {
            "city": LINE,
            "country": Scalar("a country such as 'ES'", r"[A-Z]{2}"),
            "calendar": Scalar("a calendar such as 'ES-CT'", r"[A-Z]{2}(-[A-Z0-9]{1,3})?"),
            "time_zone": LINE,
            "local_holidays": ListOf(HOLIDAY),
        },
        must=("city", "country", "time_zone"),
    ),
    "languages": ListOf(LANGUAGE),
    "name": TEXT,
    "issuer": LINE,
    "purpose": TEXT,
    "is_not": TEXT,
}
SCHEME: Final = Fields({**HEAD, "versions": ListOf(VERSION, patches=True)}, must=("scheme", "versions"))
TRANSLATION: Final = Fields(
    {
        "scheme": WORD,
        "draft": YES_NO,
        **{name: HEAD[name] for name in ("name", "purpose", "is_not")},
        "versions": ListOf(VERSION, patches=True),
    },
    must=("scheme",),
)
COMMON: Final = Fields(
    {
        "defaults": Fields(VERSION.known),
        "never": ListOf(WORD),
        "facts": Fields(rest=FACT),
        "fields": ListOf(WORD),
        "kinds": Fields(rest=KIND),
        "asks": Fields(rest=PARAMETER),
        "steps": Fields(rest=TEMPLATE),
    },
    must=("defaults", "never", "facts", "fields", "kinds", "asks", "steps"),
)
# What a version must say once all its layers lie over each other.
WHOLE_VERSION: Final = Fields(
    {**HEAD, **VERSION.known},
    must=(
        *HEAD,
        "from",
        "handled_by",
        "rules",
        "evidence",
        "valid_until",
        "number",
        "steps",
        "papers",
        "keep",
        "verify",
        "statistics",
    ),
)
