"""Files in forms: made safe while the form is checked, so that what cannot be kept is answered at its field."""

from collections.abc import Callable
from typing import Any

import colander

from casework import files
from casework.errors import RefusedError
from casework.i18n import _
from casework.web.fields import File, Upload

PICTURES = ("image/jpeg", "image/png")
COPIES = (*PICTURES, "application/pdf")


class SafeFile(File):
    """A file that comes out as `make_safe` left it; what that refuses is an error of the field."""

    def __init__(self, *, make_safe: Callable[[bytes], Any], accept: tuple[str, ...], **kw: Any) -> None:
        super().__init__(accept=accept, most_bytes=files.MOST_BYTES, **kw)
        self.make_safe = make_safe

    def deserialize(self, cstruct: Any = colander.null) -> Any:
        upload = super().deserialize(cstruct)
        if not isinstance(upload, Upload):
            return upload
        try:
            return self.make_safe(upload.stream.read())
        except RefusedError as error:
            raise colander.Invalid(self, error.message) from None


def photo_schema() -> colander.SchemaNode:
    """The photo of the person, from a file."""
    return colander.SchemaNode(
        colander.Mapping(),
        SafeFile(
            name="photo",
            title=_("Photo"),
            description=_(
                "JPEG or PNG, at most 15 MB. The middle is cut out in the shape of a passport photo, 35 by 45 mm."
            ),
            make_safe=files.remake_photo,
            accept=PICTURES,
        ),
    )
