"""Timing two or more things in turn, so that load from elsewhere meets all of them."""

from collections.abc import Callable, Iterable, Mapping
from statistics import median
from time import perf_counter, process_time
from typing import Any

Timer = Callable[[], float]


def seconds(work: Callable[[], Any], clock: Timer = process_time) -> float:
    """How long one call takes: CPU seconds of this process, or by another clock."""
    began = clock()
    work()
    return clock() - began


def medians(rounds: Iterable[Mapping[str, float]], warm: int = 3) -> dict[str, float]:
    """The median of each column in milliseconds; the first `warm` rounds do not count."""
    kept = list(rounds)[warm:]
    return {name: 1000 * median(each[name] for each in kept) for name in kept[0]}


def in_turns(works: Mapping[str, Callable[[], Any]], lasting: float, share: float = 0.25) -> dict[str, float]:
    """Call each in turn for `share` seconds until `lasting` seconds have gone; median milliseconds by the wall."""
    taken: dict[str, list[float]] = {name: [] for name in works}
    end = perf_counter() + lasting
    while perf_counter() < end:
        for name, work in works.items():
            turn_ends = perf_counter() + share
            while perf_counter() < turn_ends:
                taken[name].append(seconds(work, perf_counter))
    return {name: 1000 * median(each) for name, each in taken.items()}
