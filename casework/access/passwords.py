"""Passwords: Argon2id, two at a time, so that signing in cannot exhaust the machine (design.md §8)."""

from threading import BoundedSemaphore

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerifyMismatchError

LONGEST = 128
SHORTEST = 12
_at_once = BoundedSemaphore(2)


class Passwords:
    """Hashes and checks passwords with one set of costs."""

    def __init__(self, time_cost: int, memory_kib: int) -> None:
        self._hasher = PasswordHasher(
            time_cost=time_cost, memory_cost=memory_kib, parallelism=1, type=Type.ID
        )
        self._nobody = self._hasher.hash("an account that does not exist costs the same time")

    def hash(self, password: str) -> str:
        with _at_once:
            return self._hasher.hash(password)

    def check(self, stored: str | None, password: str) -> bool:
        """Whether the password fits. An unknown account (None) takes as long as a known one."""
        if len(password) > LONGEST:
            return False
        with _at_once:
            try:
                return self._hasher.verify(stored or self._nobody, password) and stored is not None
            except (VerifyMismatchError, InvalidHashError):
                return False

    def outdated(self, stored: str) -> bool:
        """Whether the hash was made with other costs than now in force."""
        return self._hasher.check_needs_rehash(stored)
