"""Data with the file and line of every part, and the one rule of layering: a JSON merge patch (RFC 7396)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

Place: TypeAlias = tuple[str | int, ...]
Data: TypeAlias = Any  # str, int, None, list or dict of these: what the reader makes of YAML


@dataclass(frozen=True, slots=True)
class Spot:
    """Where something is written; lines count from 1."""

    file: str
    line: int


@dataclass(frozen=True)
class Tree:
    """Plain data, and for each place in it the spot where it is written."""

    data: Data
    spots: Mapping[Place, Spot]

    def spot(self, place: Place) -> Spot:
        """Where a place is written, or the nearest place above it that is."""
        return next(self.spots[place[:end]] for end in range(len(place), -1, -1) if place[:end] in self.spots)

    def below(self, *place: str | int) -> "Tree":
        """The part at a place, with its spots; it must be there."""
        data = self.data
        for step in place:
            data = data[step]
        depth = len(place)
        inner = {found[depth:]: spot for found, spot in self.spots.items() if found[:depth] == place}
        return Tree(data, {(): self.spot(place), **inner})

    def under(self, key: str) -> "Tree":
        """The same tree as the value of one key."""
        root = self.spot(())
        return Tree(
            {key: self.data}, {(): root, **{(key, *place): spot for place, spot in self.spots.items()}}
        )

    def without(self, *keys: str) -> "Tree":
        """The same tree with some keys of its top taken out."""
        data = {key: value for key, value in self.data.items() if key not in keys}
        spots = {place: spot for place, spot in self.spots.items() if not place or place[0] not in keys}
        return Tree(data, spots)

    def patched(self, change: "Tree") -> "Tree":
        """This tree with a change laid over it; every part keeps the spot of the file that wrote it last."""
        return Tree(merge_patch(self.data, change.data), {**self.spots, **change.spots})


def merge_patch(base: Data, change: Data) -> Data:
    """RFC 7396: maps merge by key, everything else replaces, null removes."""
    if not isinstance(change, dict):
        return change
    merged = dict(base) if isinstance(base, dict) else {}
    for key, value in change.items():
        if value is None:
            merged.pop(key, None)
        else:
            merged[key] = merge_patch(merged.get(key), value)
    return merged
