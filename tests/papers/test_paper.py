import pytest

from casework.papers import Theme
from casework.papers.paper import contrast_on_white


def test_contrast_of_the_ends_and_of_a_known_grey() -> None:
    assert contrast_on_white("#000000") == pytest.approx(21)
    assert contrast_on_white("#FFFFFF") == pytest.approx(1)
    assert contrast_on_white("#767676") == pytest.approx(4.54, abs=0.01)  # the palest grey for WCAG AA


def test_a_theme_reads_as_custom_properties() -> None:
    assert Theme(accent="#1F3A72").css().startswith(":root{--accent:#1F3A72;")


@pytest.mark.parametrize("accent", ["red", "#FFF", "#8C1D2F;}body{display:none", ""])
def test_a_theme_takes_colours_only(accent: str) -> None:
    with pytest.raises(ValueError, match="#RRGGBB"):
        Theme(accent=accent)


def test_text_in_a_pale_colour_is_refused() -> None:
    with pytest.raises(ValueError, match="7 to 1"):
        Theme(accent="#E0802F")
    assert Theme(rule="#DDDDDD").rule == "#DDDDDD"  # a rule is no text
