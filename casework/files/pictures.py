"""Pictures from outside: checked by their content, and made anew from their pixels (security.md §2.5)."""

from io import BytesIO

from PIL import Image, ImageFile, ImageOps

from casework.errors import RefusedError
from casework.i18n import _

JPEG = "image/jpeg"
MOST_BYTES = 15_000_000
MOST_PIXELS = 25_000_000
LONGEST_SIDE = 2200
PHOTO_SIZE = (700, 900)
"""Width and height in pixels: 35 mm by 45 mm at 508 dpi."""
PHOTO_LEAST = (210, 270)
"""Width and height in pixels below which a face on paper, at 150 dpi, is a blur."""

_FORMATS = ("JPEG", "PNG")
_QUALITY = 88


def remake_picture(data: bytes) -> bytes:
    """A JPEG that holds what is seen in a JPEG or PNG and nothing else, at most 2200 pixels a side.

    Raises RefusedError for other files, files of more than 15 MB and pictures of more than 25 megapixels.
    """
    picture = _decode(data)
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    return _encode(picture)


def remake_photo(data: bytes) -> bytes:
    """A JPEG of 700 by 900 pixels from the middle of a picture.

    Raises RefusedError as `remake_picture`, and for fewer than 210 by 270 pixels.
    """
    picture = _decode(data)
    if picture.width < PHOTO_LEAST[0] or picture.height < PHOTO_LEAST[1]:
        raise RefusedError(
            _(
                "This photo is too small to print. Choose one of at least ${width} by ${height} pixels.",
                mapping=dict(zip(("width", "height"), PHOTO_LEAST, strict=True)),
            )
        )
    return _encode(ImageOps.fit(picture, PHOTO_SIZE, Image.Resampling.LANCZOS))


def _decode(data: bytes) -> Image.Image:
    """The first frame, upright, on white where it was transparent, as RGB."""
    if len(data) > MOST_BYTES:
        raise RefusedError(_("This file is too large. Choose a picture of at most 15 MB."))
    try:
        picture = Image.open(BytesIO(data), formats=_FORMATS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_many_pixels() from None
    except Exception:  # a decoder fed by strangers fails in many ways
        raise _unreadable() from None
    if picture.width * picture.height > MOST_PIXELS:
        raise _too_many_pixels()
    # WeasyPrint, once imported anywhere in the process, has the decoders accept half a picture.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        picture.load()
        return _on_white(ImageOps.exif_transpose(picture))
    except Exception:
        raise _unreadable() from None


def _on_white(picture: Image.Image) -> Image.Image:
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    sheet = Image.new("RGBA", picture.size, "white")
    sheet.alpha_composite(picture.convert("RGBA"))
    return sheet.convert("RGB")


def _encode(picture: Image.Image) -> bytes:
    """Only the pixels go on: a new image knows nothing of the old one's metadata."""
    bare = Image.frombytes("RGB", picture.size, picture.tobytes())
    made = BytesIO()
    bare.save(made, "JPEG", quality=_QUALITY)
    return made.getvalue()


def _unreadable() -> RefusedError:
    return RefusedError(_("This file cannot be read as a picture. Choose a JPEG or PNG picture."))


def _too_many_pixels() -> RefusedError:
    return RefusedError(_("This picture is too large. Choose one of at most 25 megapixels."))
