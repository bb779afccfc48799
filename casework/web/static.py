"""Static files under an address that changes with their content, so that a browser may keep them for ever."""

import mimetypes
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

from pyramid.config import Configurator
from pyramid.request import Request
from pyramid.response import Response
from pyramid.security import NO_PERMISSION_REQUIRED

ONE_YEAR = 365 * 24 * 3600
STYLESHEETS = (
    "fonts", "tokens", "base", "frame", "status", "case", "forms", "feedback", "data", "papers", "steps", "print",
)  # fmt: skip
"""Parts of the one stylesheet, in the order of the cascade."""


def content_version(folder: Path) -> str:
    """Twelve hex digits that change whenever a file below `folder` does."""
    digest = sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]


def bundle(folder: Path) -> str:
    """The stylesheet of every page, put together from its parts."""
    return "\n".join((folder / "css" / f"{part}.css").read_text("utf-8") for part in STYLESHEETS)


def includeme(config: Configurator) -> None:
    """Serve `casework/static` below `/static/<version>/`; the registry knows the prefix and the themes."""
    folder = Path(str(files("casework") / "static"))
    prefix = f"static/{content_version(folder)}"
    style = bundle(folder)

    def stylesheet(request: Request) -> Response:
        return Response(style, content_type="text/css", charset="utf-8")

    mimetypes.add_type("font/woff2", ".woff2")
    config.registry["static_prefix"] = f"/{prefix}/"
    config.registry["themes"] = frozenset(path.stem for path in (folder / "themes").glob("*.css"))
    config.add_route("stylesheet", f"/{prefix}/css/casework.css")
    config.add_view(
        stylesheet, route_name="stylesheet", permission=NO_PERMISSION_REQUIRED, http_cache=ONE_YEAR
    )
    config.add_static_view(prefix, str(folder), cache_max_age=ONE_YEAR)
