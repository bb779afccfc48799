"""Headers that every answer carries, also an error and an answer of a tween (security.md §2.10)."""

from collections.abc import Callable

from pyramid.registry import Registry
from pyramid.request import Request
from pyramid.response import Response

Handler = Callable[[Request], Response]

CONTENT_SECURITY_POLICY = "; ".join(
    [
        "default-src 'none'",
        *(f"{kind}-src 'self'" for kind in ("script", "style", "img", "font", "connect")),
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
)
REFUSED_FEATURES = (
    "accelerometer", "autoplay", "camera", "display-capture", "encrypted-media", "fullscreen", "geolocation",
    "gyroscope", "magnetometer", "microphone", "midi", "payment", "usb", "xr-spatial-tracking",
)  # fmt: skip
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in REFUSED_FEATURES),
}
STRICT_TRANSPORT = "max-age=31536000; includeSubDomains"


def tween_factory(handler: Handler, registry: Registry) -> Handler:
    """Set the headers over whatever answered; only static files may be kept by a cache."""
    https: bool = registry["settings"].https
    static_prefix: str = registry["static_prefix"]

    def tween(request: Request) -> Response:
        response = handler(request)
        response.headers.update(HEADERS)
        if https:
            response.headers["Strict-Transport-Security"] = STRICT_TRANSPORT
        static = request.environ.get("PATH_INFO", "").startswith(static_prefix)
        if not (static and response.status_int in {200, 206, 304}):
            response.headers["Cache-Control"] = "no-store"
            response.headers.pop("Expires", None)
        return response

    return tween
