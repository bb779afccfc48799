"""Every setting of the installation: parsed once at start, frozen, read nowhere else."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from babel import Locale, UnknownLocaleError

from casework.errors import ConfigurationError

PREFIX = "casework."


def _setting(cast: Callable[[str], Any], *, default: str | None = None, secret: bool = False) -> Any:
    return field(repr=not secret, metadata={"cast": cast, "default": default, "secret": secret})


def _path(text: str) -> Path:
    return Path(text).expanduser().absolute()


def _optional_path(text: str) -> Path | None:
    return _path(text) if text else None


def _yes_no(text: str) -> bool:
    words = {"yes": True, "true": True, "no": False, "false": False}
    if text.lower() not in words:
        raise ValueError("say yes or no")
    return words[text.lower()]


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


def _languages(text: str) -> tuple[str, ...]:
    """Raises ValueError for none at all, and for what is no language."""
    words = _words(text)
    try:
        for word in words:
            Locale.parse(word, sep="-")
    except (ValueError, UnknownLocaleError):
        words = ()
    if not words:
        raise ValueError("languages such as: en ca es")
    return words


def _at_least_one(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise ValueError("a whole number, 1 or more")
    return int(text)


def _base_url(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.netloc or parts.path not in {"", "/"}:
        raise ValueError("an address such as https://cards.example.org, without a path")
    return f"{parts.scheme}://{parts.netloc}"


@dataclass(frozen=True)
class Settings:
    """What the ini file (`casework.NAME`) or the environment (`CASEWORK_NAME`, which wins) says."""

    database_url: str = _setting(str, secret=True)
    base_url: str = _setting(_base_url)
    data_directory: Path = _setting(_path)
    keys_directory: Path = _setting(_path)
    schemes_directory: Path | None = _setting(_optional_path, default="")
    extra_hosts: tuple[str, ...] = _setting(_words, default="")
    languages: tuple[str, ...] = _setting(_languages, default="en ca es fr nl")
    worker: bool = _setting(_yes_no, default="yes")
    demo: bool = _setting(_yes_no, default="no")
    strict_logs: bool = _setting(_yes_no, default="no")
    argon2_time_cost: int = _setting(_at_least_one, default="3")
    argon2_memory_kib: int = _setting(_at_least_one, default="65536")
    session_idle_minutes: int = _setting(_at_least_one, default="20")
    session_hours: int = _setting(_at_least_one, default="10")

    @property
    def hosts(self) -> frozenset[str]:
        """Values of the Host header that this installation answers to."""
        return frozenset({urlsplit(self.base_url).netloc, *self.extra_hosts})

    @property
    def session_cookie(self) -> str:
        """With HTTPS the browser itself binds the cookie to this host, to HTTPS and to the whole site."""
        return "__Host-casework" if self.https else "casework"

    @property
    def https(self) -> bool:
        return self.base_url.startswith("https:")


def read_settings(ini: Mapping[str, Any], environment: Mapping[str, str] = os.environ) -> Settings:
    """Parse the settings of an ini file and the environment.

    Raises ConfigurationError naming the variable that is missing or that cannot be read.
    """
    values: dict[str, Any] = {}
    for each in fields(Settings):
        variable = f"CASEWORK_{each.name.upper()}"
        text = environment.get(variable, ini.get(PREFIX + each.name, each.metadata["default"]))
        if text is None:
            raise ConfigurationError(f"{variable} is missing: set it, or {PREFIX}{each.name} in the ini file")
        try:
            values[each.name] = each.metadata["cast"](str(text).strip())
        except ValueError as reason:
            shown = "its value" if each.metadata["secret"] else repr(text)
            raise ConfigurationError(f"{variable} cannot be read: {shown} ({reason})") from None
    return Settings(**values)
