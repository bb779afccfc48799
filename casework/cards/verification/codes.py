"""The code on a paper: 100 random bits, written so that a person can type them.

The format is in docs/decisions/0005-codes-and-numbers.md.

Twenty symbols of Crockford's base 32 and his check symbol (the number modulo 37), in three groups of seven.
Read without case; `O` is read as 0, `I` and `L` as 1; spaces and hyphens do not count.
"""

import hashlib
import re
import secrets

SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CHECK_SYMBOLS = SYMBOLS + "*~$=U"
BITS = 100
LENGTH = 20
_SAME = str.maketrans("OIL", "011")
_NOISE = re.compile(r"[\s\-\u2010-\u2015]+")  # telephones make long dashes of hyphens


def new_code() -> str:
    """A fresh code, as printed: `XXXXXXX-XXXXXXX-XXXXXXX`."""
    return format_code(secrets.randbits(BITS))


def format_code(number: int) -> str:
    """The printed form of a number below 2**100."""
    symbols = "".join(SYMBOLS[number >> (5 * place) & 31] for place in reversed(range(LENGTH)))
    whole = symbols + CHECK_SYMBOLS[number % 37]
    return "-".join(whole[start : start + 7] for start in range(0, len(whole), 7))


def read_code(typed: str) -> str | None:
    """The printed form of what somebody typed, or None when it cannot be a code (a slip of the finger)."""
    plain = _NOISE.sub("", typed).upper()
    body, check = plain[:LENGTH].translate(_SAME), plain[LENGTH:]
    if len(body) != LENGTH or any(symbol not in SYMBOLS for symbol in body):
        return None
    number = 0
    for symbol in body:
        number = number << 5 | SYMBOLS.index(symbol)
    printed = format_code(number)
    return printed if check.translate(_SAME) == printed[-1] or check == printed[-1] else None


def code_hash(code: str) -> bytes:
    """What is stored of a code: SHA-256 of its printed form without hyphens, in ASCII."""
    return hashlib.sha256(code.replace("-", "").encode("ascii")).digest()
