"""Filling in forms as a person would, in a browser without script."""

from io import BytesIO
from typing import Any

from PIL import Image
from webtest import Upload
from webtest.forms import Checkbox, Radio

Value = str | bool | tuple[str, ...] | Upload


def form_of(page: Any) -> Any:
    """The page's own form: not the one for signing out."""
    return next(form for form in page.forms.values() if form.action != "/sign-out")


def fill(
    page: Any,
    dates: tuple[tuple[str, str, str], ...] = (),
    choices: tuple[str, ...] = (),
    status: int = 303,
    **values: Any,
) -> Any:
    """Fill the page's form and send it.

    `dates` are (day, month, year) in the order of the page; `choices` are values of radio buttons and boxes.
    `status` is what the answer has to be: 303 for a form that was taken.
    """
    form = form_of(page)
    for name, value in values.items():
        form[name] = value
    for index, (day, month, year) in enumerate(dates):
        form.set("day", day, index)
        form.set("month", month, index)
        form.set("year", year, index)
    for choice in choices:
        choose(form, choice)
    return form.submit(status=status)


def choose(form: Any, value: str) -> None:
    """Choose the radio button, or tick the box, that has a value."""
    for fields in form.fields.values():
        for field in fields:
            if isinstance(field, Radio) and value in (option[0] for option in field.options):
                field.value = value
                return
            if isinstance(field, Checkbox) and field._value == value:
                field.checked = True
                return
    raise LookupError(value)


def picture(colour: str = "#8899aa") -> Upload:
    """A PNG, as a camera would send it."""
    stored = BytesIO()
    Image.new("RGB", (600, 400), colour).save(stored, "PNG")
    return Upload("IMG_0001.png", stored.getvalue(), "image/png")
