"""What each step of Barcelona's neighbourhood document does: its sentences, written by hand."""

from datetime import date

import pytest

from casework.dossiers.consequences import Standing
from casework.schemes import Done
from tests.dossiers.steps_said import BEGUN, MADE, SIGNATORY, said, standing_in

FINAL = "This is final: it cannot be taken back, and nothing in the dossier can be changed any more."
DESTROYED = "Copies that were kept only until a card is issued are destroyed."
FIXED = "The content is fixed: nothing in it can be changed while it is being decided."
OPEN_AGAIN = "The content is open again and can be changed."
COUNTS = "It counts from the day after the person has the letter; were that today, its last day would be"
APPEAL = f"A term begins: Time to appeal, 1 month. {COUNTS} 21 October 2026."
CARD_OVER = "The card is no longer in force from this moment. Whoever checks it is told so."
CARD_STAYS = "The card stays in force: the paper that was issued is not touched."


@pytest.mark.parametrize(
    ("action", "standing", "sentences"),
    [
        (
            "submit",
            standing_in("draft", ()),
            [
                "New state of the dossier: submitted.",
                "Today becomes the day to which the rules are counted.",
                "A signed letter to the person is written: Receipt.",
                "Next comes: Take up. It is for: caseworker.",
            ],
        ),
        (
            "take_up",
            standing_in("submitted"),
            ["New state of the dossier: being studied.", "Next comes: Propose. It is for: caseworker."],
        ),
        (
            "ask_for_more",
            standing_in("proposed"),
            [
                "New state of the dossier: incomplete.",
                OPEN_AGAIN,
                "A signed letter to the person is written: Request for what is missing.",
                f"A term begins: Time to complete, 10 working days. {COUNTS} 6 October 2026.",
                "Next comes: Now complete. It is for: caseworker.",
            ],
        ),
        (
            "complete",
            standing_in("incomplete", (*BEGUN, Done("ask_for_more", date(2026, 9, 14)))),
            [
                "New state of the dossier: being studied.",
                "A term ends: Time to complete.",
                "Next comes: Propose. It is for: caseworker.",
            ],
        ),
        (
            "propose",
            standing_in("in_study"),
            [
                "New state of the dossier: proposed.",
                FIXED,
                f"Next comes the decision. It is for: {SIGNATORY}.",
            ],
        ),
        (
            "return",
            standing_in("proposed"),
            [
                "New state of the dossier: being studied.",
                OPEN_AGAIN,
                "Next comes: Propose. It is for: caseworker.",
            ],
        ),
        (
            "grant",
            standing_in("proposed"),
            [
                "New state of the dossier: granted.",
                "A signed letter to the person is written: Grant.",
                f"Next comes: Sign and issue. It is for: {SIGNATORY}.",
            ],
        ),
        (
            "refuse",
            standing_in("proposed"),
            [
                "New state of the dossier: refused.",
                "A signed letter to the person is written: Refusal.",
                APPEAL,
                DESTROYED,
                FINAL,
            ],
        ),
        (
            "desist",
            standing_in("incomplete"),
            [
                "New state of the dossier: closed without decision on the matter.",
                "A signed letter to the person is written: Closing for want of papers.",
                APPEAL,
                DESTROYED,
                FINAL,
            ],
        ),
        (
            "take_back",
            standing_in("granted"),
            ["New state of the dossier: withdrawn by the person.", DESTROYED, FINAL],
        ),
        (
            "issue",
            standing_in("granted", replaces=True),
            [
                MADE,
                "Issued today, its last valid day is 21 September 2028.",
                "The card before it is replaced.",
                "Copies that were kept until then are destroyed.",
                "New state of the dossier: issued.",
                "Next comes: Hand the paper over. It is for: caseworker.",
            ],
        ),
        (
            "hand_over",
            standing_in("issued", card=True),
            [
                "New state of the dossier: handed over.",
                "To whom the paper was given, and when, stands in the course of the procedure.",
            ],
        ),
        (
            "replace",
            standing_in("handed_over", card=True),
            [
                "The card counts as replaced from this moment. Whoever checks it is told so.",
                "New state of the dossier: replaced.",
                FINAL,
            ],
        ),
        (
            "end",
            standing_in("issued", card=True),
            [
                CARD_OVER,
                "New state of the dossier: ended.",
                "A signed letter to the person is written: End of the card.",
                APPEAL,
                FINAL,
            ],
        ),
        (
            "note_appeal",
            standing_in("refused"),
            [
                "The state of the dossier stays: refused.",
                "The appeal stands in the course of the procedure. The decision stays as it is.",
            ],
        ),
        ("close", standing_in("in_study"), ["New state of the dossier: closed.", DESTROYED, FINAL]),
        ("close", standing_in("issued", card=True), [CARD_STAYS, "New state of the dossier: closed.", FINAL]),
    ],
)
def test_what_each_step_of_the_neighbourhood_document_does(
    action: str, standing: Standing, sentences: list[str]
) -> None:
    assert said("bcn-veinatge", action, standing) == sentences
