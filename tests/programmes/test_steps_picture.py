"""The picture of the steps: it holds every transition of the file, nothing lies on anything else, and it mirrors."""

import json
from itertools import combinations, pairwise
from typing import Any

import pytest

from casework.programmes.steps_picture import Arrow, Box, Picture, draw, in_order, transitions
from casework.schemes import SchemeVersion, name_of
from tests.support.catalogue import shipped

VERSIONS = [version for scheme in shipped() for version in scheme.versions]
LANGUAGES = ("en", "ca", "nl", "de", "fr")
LETTER = 7.6  # px, what a letter of 14 px takes in Noto Sans at the average

Ways = set[tuple[str, str, str]]


def written(version: SchemeVersion) -> Ways:
    """The transitions as the frozen bytes have them."""
    actions: list[dict[str, Any]] = json.loads(version.canonical)["steps"]["actions"]
    found = set()
    for action in actions:
        sources = action["from"] if isinstance(action["from"], list) else [action["from"]]
        for source in sources:
            found.add((source, action["key"], source if action["to"] == "same" else action["to"]))
    return found


def picture_of(version: SchemeVersion, language: str = "en") -> Picture:
    return draw(version.steps, lambda section, key: name_of(version, section, key, language))


def ids(version: SchemeVersion) -> str:
    return f"{version.scheme}-{version.start}"


every_version = pytest.mark.parametrize("version", VERSIONS, ids=ids)


def test_there_are_sixteen_schemes() -> None:
    assert len({version.scheme for version in VERSIONS}) == 16


@every_version
def test_the_picture_holds_the_transitions_of_the_file(version: SchemeVersion) -> None:
    drawn = [each.transition for each in picture_of(version).arrows]
    assert {(each.source, each.action, each.target) for each in drawn} == written(version)
    assert len(drawn) == len(written(version))
    assert {box.state.key for box in picture_of(version).boxes} == set(version.steps.states)


def edges(box: Box) -> tuple[int, int]:
    return box.y, box.y + box.height


@every_version
@pytest.mark.parametrize("language", LANGUAGES)
def test_boxes_and_names_keep_apart(version: SchemeVersion, language: str) -> None:
    picture = picture_of(version, language)
    for above, below in pairwise(picture.boxes):
        assert edges(above)[1] < edges(below)[0]
    rows = [(each.text_y - 18 * (len(each.lines) - 1) - 12, each.text_y + 4) for each in picture.arrows]
    for one, other in combinations(sorted(rows), 2):
        assert one[1] <= other[0]
    first_lane = min(each.points[1][0] for each in picture.arrows)
    for arrow in picture.arrows:
        assert arrow.text_x + max(map(len, arrow.lines)) * LETTER < first_lane
    for box in picture.boxes:
        assert max(map(len, box.lines)) * LETTER < box.width
        assert box.height >= 18 * (len(box.lines) + bool(box.note))
        assert box.x >= 0 and box.y + box.height <= picture.height


@every_version
def test_arrows_lead_from_box_to_box_and_lanes_of_two_states_never_touch(version: SchemeVersion) -> None:
    picture = picture_of(version)
    boxes = {box.state.key: box for box in picture.boxes}
    for arrow in picture.arrows:
        source, target = boxes[arrow.transition.source], boxes[arrow.transition.target]
        (x, y), *_, (end_x, end_y) = arrow.points
        assert x == source.x + source.width and edges(source)[0] < y < edges(source)[1]
        assert end_x == target.x + target.width and edges(target)[0] < end_y < edges(target)[1]
        assert all(0 < x < picture.width and 0 < y < picture.height for x, y in arrow.points)
    for one, other in combinations(picture.arrows, 2):
        if one.transition.target != other.transition.target:
            assert not touching(one, other)
    heights = [arrow.points[0][1] for arrow in picture.arrows]
    assert len(set(heights)) == len(heights)


def touching(one: Arrow, other: Arrow) -> bool:
    """Whether two arrows share a part of a lane."""
    ((x, low), (_, high)), ((other_x, other_low), (_, other_high)) = (
        sorted(each.points[1:3], key=lambda point: point[1]) for each in (one, other)
    )
    return x == other_x and low <= other_high and other_low <= high


def test_the_mirrored_picture_is_the_same_from_right_to_left() -> None:
    for version in VERSIONS:
        picture = picture_of(version)
        mirrored = picture.mirrored
        assert mirrored != picture
        assert mirrored.mirrored == picture
        assert [(box.y, box.width, box.state) for box in mirrored.boxes] == [
            (box.y, box.width, box.state) for box in picture.boxes
        ]
        for arrow in mirrored.arrows:
            assert arrow.points[1][0] < arrow.points[0][0]
            tips = [int(point.split(",")[0]) for point in arrow.tip.split()]
            assert tips[0] > tips[1], "the head points to the box at the right"


def test_states_stand_in_the_order_in_which_a_dossier_meets_them(barcelona: SchemeVersion) -> None:
    order = in_order(barcelona.steps)
    path = ("draft", "submitted", "in_study", "proposed", "granted", "issued", "handed_over", "replaced")
    assert tuple(state for state in order if state in path) == path
    assert order.index("refused") > order.index("proposed")


def test_a_step_that_leads_back_is_told_from_one_that_leads_on(barcelona: SchemeVersion) -> None:
    back = {arrow.transition.action for arrow in picture_of(barcelona).arrows if arrow.back}
    assert back == {"complete", "return", "recall", "note_appeal"}


def test_lines_have_round_corners_and_end_at_the_head(barcelona: SchemeVersion) -> None:
    submit = next(a for a in picture_of(barcelona).arrows if a.transition.action == "submit")
    (x, y), _, _, (end_x, end_y) = submit.points
    assert submit.path.startswith(f"M{x} {y}L")
    assert submit.path.endswith(f"L{end_x} {end_y}")
    assert submit.path.count("Q") == 2


def test_transitions_come_state_by_state(barcelona: SchemeVersion) -> None:
    sources = list(dict.fromkeys(each.source for each in transitions(barcelona.steps)))
    assert sources == [state for state in in_order(barcelona.steps) if state in sources]


@pytest.fixture(scope="module")
def barcelona() -> SchemeVersion:
    return next(version for version in VERSIONS if version.scheme == "bcn-veinatge")
