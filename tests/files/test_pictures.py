import struct
import zlib
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw, PngImagePlugin

from casework.errors import RefusedError
from casework.files.pictures import MOST_BYTES, remake_photo, remake_picture

RED, GREEN, BLUE, WHITE = (220, 20, 20), (20, 200, 20), (20, 20, 220), (255, 255, 255)


def file_of(picture: Image.Image, form: str = "JPEG", **options: Any) -> bytes:
    made = BytesIO()
    picture.save(made, form, **options)
    return made.getvalue()


def plain(size: tuple[int, int] = (60, 40), colour: tuple[int, ...] = RED, mode: str = "RGB") -> Image.Image:
    return Image.new(mode, size, colour)


def opened(data: bytes) -> Image.Image:
    picture = Image.open(BytesIO(data))
    picture.load()
    return picture


def close_to(seen: Any, colour: tuple[int, ...]) -> bool:
    return all(abs(one - other) < 16 for one, other in zip(seen, colour, strict=True))


@pytest.mark.parametrize("form", ["JPEG", "PNG"])
def test_a_picture_comes_out_as_jpeg(form: str) -> None:
    made = opened(remake_picture(file_of(plain(), form)))
    assert (made.format, made.mode, made.size) == ("JPEG", "RGB", (60, 40))
    assert close_to(made.getpixel((30, 20)), RED)


def test_nothing_but_pixels_goes_on() -> None:
    exif = Image.Exif()
    exif[0x010E] = "SECRET-exif"
    jpeg = file_of(
        plain(),
        exif=exif,
        comment=b"SECRET-comment",
        icc_profile=b"SECRET-icc" + bytes(200),
        xmp=b"<x:xmpmeta>SECRET-xmp</x:xmpmeta>",
    )
    info = PngImagePlugin.PngInfo()
    info.add_text("Author", "SECRET-text")
    for data in (jpeg + b"SECRET-tail", file_of(plain(), "PNG", pnginfo=info) + b"SECRET-tail"):
        assert b"SECRET" in data
        made = remake_picture(data)
        assert b"SECRET" not in made
        assert set(opened(made).info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


def test_a_turned_picture_is_set_upright() -> None:
    picture = plain((40, 20))
    ImageDraw.Draw(picture).rectangle((0, 0, 19, 19), fill=BLUE)
    exif = Image.Exif()
    exif[0x0112] = 6  # the top of the scene is at the right-hand side
    made = opened(remake_picture(file_of(picture, exif=exif, quality=95)))
    assert made.size == (20, 40)
    assert close_to(made.getpixel((10, 5)), BLUE)
    assert close_to(made.getpixel((10, 35)), RED)


def test_transparency_becomes_white() -> None:
    made = opened(remake_picture(file_of(plain(colour=(0, 0, 0, 0), mode="RGBA"), "PNG")))
    assert close_to(made.getpixel((5, 5)), WHITE)


@pytest.mark.parametrize("mode", ["1", "L", "P", "I;16", "LA"])
def test_every_kind_of_png_is_taken(mode: str) -> None:
    assert opened(remake_picture(file_of(Image.new(mode, (30, 20)), "PNG"))).size == (30, 20)


def test_a_cmyk_jpeg_is_taken() -> None:
    made = opened(remake_picture(file_of(plain().convert("CMYK"))))
    assert close_to(made.getpixel((30, 20)), RED)


def test_only_the_first_frame_is_kept() -> None:
    animated = file_of(plain(), "PNG", save_all=True, append_images=[plain(colour=GREEN)])
    assert close_to(opened(remake_picture(animated)).getpixel((30, 20)), RED)


def test_a_large_picture_is_scaled_and_a_small_one_left() -> None:
    assert opened(remake_picture(file_of(plain((4400, 1100))))).size == (2200, 550)
    assert opened(remake_picture(file_of(plain((300, 2200))))).size == (300, 2200)


def test_a_photo_is_cut_from_the_middle() -> None:
    picture = plain((2000, 900), GREEN)
    ImageDraw.Draw(picture).rectangle((650, 0, 1350, 900), fill=RED)
    made = opened(remake_photo(file_of(picture)))
    assert made.size == (700, 900)
    for corner in ((10, 10), (690, 10), (10, 890), (690, 890), (350, 450)):
        assert close_to(made.getpixel(corner), RED)


@pytest.mark.parametrize("size", [(3, 3), (209, 900), (900, 269)])
def test_a_photo_of_too_few_pixels_to_print_is_refused(size: tuple[int, int]) -> None:
    with pytest.raises(RefusedError, match="too small to print"):
        remake_photo(file_of(plain(size)))


def test_the_smallest_photo_is_taken() -> None:
    assert opened(remake_photo(file_of(plain((210, 270))))).size == (700, 900)


def test_the_same_file_gives_the_same_bytes() -> None:
    data = file_of(plain())
    assert remake_picture(data) == remake_picture(data)


@pytest.mark.parametrize("form", ["GIF", "BMP", "TIFF", "WEBP", "PDF"])
def test_other_formats_are_refused_whatever_their_name(form: str) -> None:
    with pytest.raises(RefusedError, match="JPEG or PNG"):
        remake_picture(file_of(plain(), form))


@pytest.mark.parametrize("data", [b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"<svg/>"])
def test_what_is_no_picture_is_refused(data: bytes) -> None:
    with pytest.raises(RefusedError, match="JPEG or PNG"):
        remake_photo(data)


@pytest.mark.parametrize("form", ["JPEG", "PNG"])
def test_a_cut_off_picture_is_refused(form: str) -> None:
    noise = Image.effect_noise((200, 200), 90).convert("RGB")
    data = file_of(noise, form)
    with pytest.raises(RefusedError, match="JPEG or PNG"):
        remake_picture(data[: len(data) // 2])


def png_claiming(width: int, height: int) -> bytes:
    """A PNG that says it is so large, and holds next to nothing."""
    png = file_of(plain((1, 1)), "PNG")
    header = b"IHDR" + struct.pack(">II", width, height) + png[24:29]
    return png[:12] + header + struct.pack(">I", zlib.crc32(header)) + png[33:]


@pytest.mark.parametrize("size", [(5001, 5000), (10_000, 10_000), (60_000, 60_000)])
def test_too_many_pixels_are_refused_before_they_are_decoded(size: tuple[int, int]) -> None:
    with pytest.raises(RefusedError, match="25 megapixels"):
        remake_picture(png_claiming(*size))


def test_too_many_bytes_are_refused() -> None:
    with pytest.raises(RefusedError, match="15 MB"):
        remake_picture(file_of(plain()) + bytes(MOST_BYTES))


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_damaged_picture_is_made_anew_or_refused(data: st.DataObject) -> None:
    damaged = bytearray(data.draw(st.sampled_from([file_of(plain()), file_of(plain(), "PNG")])))
    for _ in range(data.draw(st.integers(1, 4))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    try:
        made = remake_picture(bytes(damaged))
    except RefusedError:
        return
    assert opened(made).format == "JPEG"
