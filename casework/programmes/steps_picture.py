"""The steps of a scheme as a picture: where every box and arrow lies. Pure numbers; a template draws them.

States stand one below the other, in the order in which a dossier meets them. Each step leaves its box as an arrow
with its name above it, and runs to the state that it leads to in a lane at the side; arrows to one state share a
lane. No name ever lies on a lane, and no arrow on a box.
"""

import textwrap
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from casework.schemes import State, Steps

Point: TypeAlias = tuple[int, int]
Naming: TypeAlias = Callable[[str, str], str]
"""The word for a key: section (`states`, `actions`, `cards`) and key."""

LINE: Final = 18
PAD: Final = 10
NAME: Final = 20  # characters on a line
LABEL: Final = 26
CHARACTER: Final = 8  # px at 14 px of type, rather too much than too little
LANE: Final = 14
GAP: Final = 18
CORNER: Final = 6
TIP: Final = 8


@dataclass(frozen=True, slots=True)
class Transition:
    """One way from a state to a state, by an action; both are the same where the state stays as it is."""

    source: str
    action: str
    target: str


@dataclass(frozen=True, slots=True)
class Box:
    """A state. `lines` are its name; `note` says what the card is in it, or nothing. `x`, `y` are its upper corner
    at the left.
    """

    state: State
    lines: tuple[str, ...]
    note: str
    x: int
    y: int
    width: int
    height: int
    text_x: int


@dataclass(frozen=True, slots=True)
class Arrow:
    """A transition: `points` lead from the edge of one box to the edge of another, `lines` are its name, of which
    the last stands at `text_y`, just above the arrow.
    """

    transition: Transition
    lines: tuple[str, ...]
    points: tuple[Point, ...]
    text_x: int
    text_y: int
    back: bool

    @property
    def path(self) -> str:
        """The line as SVG path data, with round corners."""
        return _rounded(self.points)

    @property
    def tip(self) -> str:
        """The head as points of a polygon."""
        x, y = self.points[-1]
        back = TIP if self.points[-2][0] > x else -TIP
        return f"{x},{y} {x + back},{y - TIP // 2} {x + back},{y + TIP // 2}"


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing of so many px, with everything in it."""

    width: int
    height: int
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]

    @property
    def mirrored(self) -> "Picture":
        """The same picture for a page that is read from right to left."""
        boxes = (
            replace(box, x=self.width - box.x - box.width, text_x=self.width - box.text_x)
            for box in self.boxes
        )
        arrows = (
            replace(
                arrow,
                points=tuple((self.width - x, y) for x, y in arrow.points),
                text_x=self.width - arrow.text_x,
            )
            for arrow in self.arrows
        )
        return replace(self, boxes=tuple(boxes), arrows=tuple(arrows))


def transitions(steps: Steps) -> tuple[Transition, ...]:
    """Every way from one state to the next, in the order in which a dossier meets the states."""
    return tuple(
        Transition(source, action.key, action.to or source)
        for source in in_order(steps)
        for action in steps.actions.values()
        if source in action.sources
    )


def in_order(steps: Steps) -> tuple[str, ...]:
    """The states by the longest way from the start on which none comes twice; else as the scheme has them."""
    following = {
        state: [a.to for a in steps.actions.values() if state in a.sources and a.to] for state in steps.states
    }
    order: list[str] = []
    forward: dict[str, list[str]] = {state: [] for state in steps.states}

    def visit(state: str, above: tuple[str, ...]) -> None:
        for target in following[state]:
            if target not in (*above, state):
                forward[state].append(target)
                if target not in order:
                    visit(target, (*above, state))
        order.append(state)

    for state in (steps.start.key, *steps.states):
        if state not in order:
            visit(state, ())
    layer = dict.fromkeys(steps.states, 0)
    for state in reversed(order):
        for target in forward[state]:
            layer[target] = max(layer[target], layer[state] + 1)
    return tuple(sorted(steps.states, key=layer.__getitem__))


def draw(steps: Steps, naming: Naming) -> Picture:
    """The picture of a procedure, in words that `naming` gives, read from left to right."""
    found, order = transitions(steps), in_order(steps)
    labels = {each.action: _wrapped(naming("actions", each.action), LABEL) for each in found}
    names = {state: _wrapped(naming("states", state), NAME) for state in order}
    notes = {state.key: naming("cards", state.card) if state.card else "" for state in steps.states.values()}
    width = _widest([*names.values(), *((note,) for note in notes.values())]) + 2 * PAD
    tops, starts, height = _rows(order, found, names, notes, labels)
    first_lane = width + _widest(labels.values()) + 3 * PAD
    lanes = _lanes(found, tops, starts)
    arrows = []
    for each in found:
        y, entry = starts[each], tops[each.target][0] + GAP
        lane = first_lane + lanes[each.target] * LANE
        points = ((width, y), (lane, y), (lane, entry), (width, entry))
        arrows.append(Arrow(each, labels[each.action], points, width + PAD, y - 6, entry < y))
    boxes = [
        Box(steps.states[key], names[key], notes[key], 1, tops[key][0], width - 1, tops[key][1], 1 + PAD)
        for key in order
    ]
    whole = first_lane + (max(lanes.values(), default=0) + 1) * LANE
    return Picture(whole, height, tuple(boxes), tuple(arrows))


def _rows(
    order: Sequence[str],
    found: Sequence[Transition],
    names: dict[str, tuple[str, ...]],
    notes: dict[str, str],
    labels: dict[str, tuple[str, ...]],
) -> tuple[dict[str, tuple[int, int]], dict[Transition, int], int]:
    """Top and height of each box, the height at which each arrow leaves its box, and that of the whole."""
    tops: dict[str, tuple[int, int]] = {}
    starts: dict[Transition, int] = {}
    top = 1
    for state in order:
        y = top + GAP + PAD  # arrows that come in take the first row
        for each in (each for each in found if each.source == state):
            y += len(labels[each.action]) * LINE + PAD
            starts[each] = y
        text = (len(names[state]) + bool(notes[state])) * LINE + 2 * PAD
        tops[state] = (top, max(text, y - top + PAD))
        top += tops[state][1] + GAP
    return tops, starts, top - GAP + 1


def _lanes(
    found: Iterable[Transition], tops: dict[str, tuple[int, int]], starts: dict[Transition, int]
) -> dict[str, int]:
    """A lane for each state that anything leads to: short ways inside, and two in one lane never touch."""
    spans: dict[str, list[int]] = {}
    for each in found:
        spans.setdefault(each.target, [tops[each.target][0] + GAP]).append(starts[each])
    taken: list[list[tuple[int, int]]] = []
    lanes: dict[str, int] = {}
    for target, rows in sorted(spans.items(), key=lambda item: max(item[1]) - min(item[1])):
        low, high = min(rows) - GAP, max(rows) + GAP
        lane = next(
            (i for i, there in enumerate(taken) if all(high < a or b < low for a, b in there)), len(taken)
        )
        if lane == len(taken):
            taken.append([])
        taken[lane].append((low, high))
        lanes[target] = lane
    return lanes


def _wrapped(text: str, width: int) -> tuple[str, ...]:
    text = text[:1].upper() + text[1:]
    return tuple(textwrap.wrap(text, width, break_long_words=False)) or ("",)


def _widest(texts: Iterable[Sequence[str]]) -> int:
    return max((len(line) for lines in texts for line in lines), default=0) * CHARACTER


def _rounded(points: Sequence[Point]) -> str:
    (x, y), *rest = points
    parts = [f"M{x} {y}"]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        (ax, ay), (bx, by) = _towards(corner, before), _towards(corner, after)
        parts.append(f"L{ax} {ay}Q{corner[0]} {corner[1]} {bx} {by}")
    parts.append(f"L{rest[-1][0]} {rest[-1][1]}")
    return "".join(parts)


def _towards(corner: Point, other: Point) -> Point:
    """A point a little way from a corner, straight towards another point."""
    (x, y), (ox, oy) = corner, other
    reach = min(CORNER, max(abs(ox - x), abs(oy - y)) // 2)
    return x + reach * ((ox > x) - (ox < x)), y + reach * ((oy > y) - (oy < y))
