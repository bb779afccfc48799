"""How far the town's dossiers have come: the ways they went, and how long ago each took its last step."""

from dataclasses import dataclass

Way = tuple[tuple[int, str], ...]
"""Acts in their order (`casework.demo.acts.ACTS`), each with the days since the one before."""

_RECEIVED: Way = ((1, "submit"),)
_STUDIED: Way = (*_RECEIVED, (4, "take_up"))
_ASKED: Way = (*_STUDIED, (5, "ask_for_more"))
_TOLD: Way = (*_ASKED, (2, "notify"))
_COMPLETED: Way = (*_TOLD, (6, "bring"), (1, "complete"))
_INVITED: Way = (*_STUDIED, (1, "invite"))
_MET: Way = (*_INVITED, (8, "meet"))
_PROPOSED: Way = (*_MET, (2, "propose"))
_GRANTED: Way = (*_PROPOSED, (4, "grant"))
_ISSUED: Way = (*_GRANTED, (1, "issue"))
_HANDED: Way = (*_ISSUED, (1, "invite_to_collect"), (6, "hand_over"))
_DECIDED_AGAINST: Way = (*_PROPOSED, (5, "refuse"))
_REFUSED: Way = (*_DECIDED_AGAINST, (3, "notify"))
_DESISTED: Way = (*_TOLD, (26, "desist"), (3, "notify"))
_ENDED: Way = (*_HANDED, (60, "end"), (3, "notify"))
_RENEWING: Way = (*_HANDED, (665, "renew"), (2, "submit"))

WAYS: dict[str, Way] = {
    "draft": (),
    "submitted": _RECEIVED,
    "expected_next_week": (*_RECEIVED, (0, "expect_next_week")),
    "incomplete": _TOLD,
    "late": _TOLD,
    "sent_back": (*_PROPOSED, (2, "ask_for_more")),
    "completed": _COMPLETED,
    "in_study": _STUDIED,
    "expected_today": (*_STUDIED, (0, "expect_today")),
    "expected_tomorrow": (*_STUDIED, (0, "expect_tomorrow")),
    "missed": (*_INVITED, (8, "miss")),
    "called_off": (*_INVITED, (3, "call_off")),
    "certified": (*_MET, (1, "certify")),
    "recalled": (*_PROPOSED, (1, "recall")),
    "proposed": _PROPOSED,
    "looked_at": (*_PROPOSED, (1, "look")),
    "proposed_again": (*_PROPOSED, (3, "return"), (4, "correct"), (1, "propose")),
    "granted": _GRANTED,
    "issued": _ISSUED,
    "expected_to_collect": (*_ISSUED, (0, "expect_to_collect")),
    "handed_over": _HANDED,
    "lent": (*_HANDED, (3, "lend")),
    "lent_before": (*_HANDED, (3, "lend"), (20, "end_loan")),
    "refused": _REFUSED,
    "refused_and_appealed": (*_REFUSED, (9, "note_appeal")),
    "desisted": _DESISTED,
    "desisted_and_appealed": (*_DESISTED, (6, "note_appeal")),
    "withdrawn": (*_STUDIED, (10, "take_back")),
    "closed": (*_MET, (20, "close")),
    "closed_with_card": (*_HANDED, (45, "close")),
    "ended": _ENDED,
    "ended_and_appealed": (*_ENDED, (12, "note_appeal")),
    "renewing": _RENEWING,
    "renewed": (*_RENEWING, (3, "take_up"), (4, "propose"), (2, "grant"), (1, "issue")),
    "expired": _HANDED,
    "letter_waits": _ASKED,
    "decision_waits": _DECIDED_AGAINST,
}

_LAST_ACTS: dict[str, tuple[int, ...]] = {
    "draft": (1, 9, 40),
    "submitted": (1, 3, 6),
    "expected_next_week": (2,),
    "incomplete": (1, 8, 11),
    "late": (24, 36),
    "sent_back": (3,),
    "completed": (2, 8),
    "in_study": (1, 17),
    "expected_today": (2,),
    "expected_tomorrow": (3,),
    "missed": (4,),
    "called_off": (2,),
    "certified": (2, 7),
    "recalled": (1, 20),
    "proposed": (1, 5),
    "looked_at": (2,),
    "proposed_again": (1, 3),
    "granted": (1, 4),
    "issued": (1, 9),
    "expected_to_collect": (2,),
    "handed_over": (6, 90, 260, 430, 590),
    "lent": (10, 30),
    "lent_before": (50,),
    "refused": (17, 107),
    "refused_and_appealed": (8, 150),
    "desisted": (27,),
    "desisted_and_appealed": (70,),
    "withdrawn": (3, 340),
    "closed": (15, 520),
    "closed_with_card": (160,),
    "ended": (22,),
    "ended_and_appealed": (130,),
    "renewing": (1, 6),
    "renewed": (4, 45),
    "expired": (738, 765),
    "letter_waits": (1, 4),
    "decision_waits": (2,),
}
"""Days before today; one dossier for each."""

_NEW_IN_TOWN = frozenset({"refused", "refused_and_appealed", "decision_waits"})
_SHOWED_LITTLE = frozenset(
    {"incomplete", "late", "letter_waits", "completed", "desisted", "desisted_and_appealed"}
)


@dataclass(frozen=True)
class Career:
    """One dossier of the town: the number of its person, its way, and when that ended."""

    number: int
    key: str
    last_act: int
    """Days before today."""

    @property
    def way(self) -> Way:
        return WAYS[self.key]

    @property
    def sentences(self) -> int:
        """How many sentences it says, from none to eleven."""
        if self.key == "draft":
            return self.number % 3
        if self.key in _SHOWED_LITTLE:
            return 1 + self.number % 2
        return 3 + self.number * 5 % 9

    @property
    def months_in_town(self) -> int:
        """Since when the person is registered, at the opening: too short for some to be granted."""
        return 2 if self.key in _NEW_IN_TOWN else 7 + self.number * 3 % 40


def careers() -> tuple[Career, ...]:
    pairs = ((key, days) for key, last_acts in _LAST_ACTS.items() for days in last_acts)
    return tuple(Career(number, key, days) for number, (key, days) in enumerate(pairs))
