"""What stands around every page: who speaks, where one is, what one may open, in which language."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final
from urllib.parse import urlencode

from babel import Locale
from pyramid.config import Configurator
from pyramid.events import BeforeRender
from pyramid.request import Request

from casework.db import session_token
from casework.i18n import _, direction
from casework.web.routing import has_route


class NoObject:
    """The context of a question about the role alone: may this account open the area at all?"""


NO_OBJECT: Final = NoObject()


@dataclass(frozen=True)
class MenuItem:
    """A link of the main navigation, or of the account's menu."""

    name: str
    label: str
    route: str
    permission: str
    place: str
    rank: int


@dataclass(frozen=True)
class Link:
    """A link as the templates draw it."""

    label: str
    url: str
    current: bool = False
    language: str | None = None


def add_menu_item(
    config: Configurator,
    name: str,
    label: str,
    route: str,
    permission: str,
    *,
    place: str = "main",
    rank: int = 50,
) -> None:
    """Directive: put a link into the navigation (`place` "main") or the account's menu ("account").

    The lower its rank, the earlier an item stands; who lacks the permission does not see it.
    """
    item = MenuItem(name, label, route, permission, place, rank)
    menu: list[MenuItem] = config.registry["menu"]

    def register() -> None:
        menu.append(item)
        menu.sort(key=lambda each: each.rank)

    config.action(("menu item", place, name), register)


class Frame:
    """The frame of one answer; every part is worked out when a template asks for it."""

    def __init__(self, request: Request) -> None:
        self._request = request
        self._registry = request.registry

    @cached_property
    def identity(self) -> Any:
        """The account as the security policy gives it (`organisation_name`, `unit`, `theme`, `time_zone` …)."""
        return self._request.identity

    @cached_property
    def organisation_name(self) -> str:
        return str(self.identity.organisation_name) if self.identity else "casework"

    @cached_property
    def unit(self) -> str | None:
        words: str | None = _("Cards by which a city recognises its residents")
        if self.identity:
            words = self.identity.unit
        return words

    @cached_property
    def theme(self) -> str | None:
        """The name of a stylesheet with the city's colours, if the installation has it."""
        theme = self.identity.theme if self.identity else None
        return str(theme) if theme in self._registry["themes"] else None

    @cached_property
    def time_zone(self) -> str:
        """Where the organisation's clocks are; a visitor's are anywhere."""
        return str(self.identity.time_zone) if self.identity else "UTC"

    @cached_property
    def language(self) -> str:
        return str(self._request.locale_name)

    @cached_property
    def direction(self) -> str:
        return direction(self.language)

    @cached_property
    def _is_error(self) -> bool:
        """An error page is the same wherever it is met, so it may not tell which address was asked for."""
        return getattr(self._request, "exception", None) is not None

    @cached_property
    def languages(self) -> list[Link]:
        """One link for each language of the interface, in its own name."""
        query = urlencode({"next": "/" if self._is_error else self._request.path})
        return [
            Link(
                str(Locale.parse(code).get_display_name(code)).capitalize(),
                f"{self._request.route_path('language', language=code)}?{query}",
                current=code == self.language,
                language=code,
            )
            for code in self._registry["settings"].languages
        ]

    @cached_property
    def menu(self) -> list[Link]:
        return self._links("main")

    @cached_property
    def account_menu(self) -> list[Link]:
        return self._links("account")

    def _links(self, place: str) -> list[Link]:
        request = self._request
        links = []
        for item in self._registry["menu"]:
            if item.place == place and request.has_permission(item.permission, NO_OBJECT):
                url = request.route_path(item.route)
                here = not self._is_error and f"{request.path}/".startswith(f"{url}/")
                links.append(Link(item.label, url, current=here))
        return links

    @cached_property
    def sign_in_url(self) -> str | None:
        return self.url_of(self._registry.get("sign_in_route"))

    @cached_property
    def sign_out_url(self) -> str | None:
        return self.url_of(self._registry.get("sign_out_route"))

    def url_of(self, route: str | None) -> str | None:
        """The path of a route without variable parts, or None where the installation lacks it."""
        return self._request.route_path(route) if route and has_route(self._request, route) else None

    def flashes(self) -> list[str]:
        """Messages of the last step, shown once. Who has no session has none, and gets none by this."""
        if session_token(self._request) is None:
            return []
        return list(self._request.session.pop_flash())


def add_frame(event: BeforeRender) -> None:
    """Every template has `frame`."""
    if event["request"] is not None:
        event["frame"] = Frame(event["request"])


def includeme(config: Configurator) -> None:
    config.registry["menu"] = []
    config.add_directive("add_menu_item", add_menu_item)
    config.add_subscriber(add_frame, BeforeRender)
