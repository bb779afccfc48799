from dataclasses import replace

import pytest

from casework.papers import Attestation, MissingGlyphError, PaperError, Renderer
from casework.papers.fonts import require_glyphs, require_shipped

SHORT = Attestation.sample("short")


@pytest.mark.parametrize(
    "name",
    [
        "Nguyễn Thị Ánh Nguyệt",
        "Ɓaaɓa Ɗiŋƴo Adébáyọ̀ Ọláṣẹ",
        "Ґанна Їжакевич",
        "محمد أمين بنعبد الله",
        "محمد علی خان گیلانی ٹڈڑ",
        "ለተብርሃን ወልደሚካኤል",
        "Şükrü Ağaoğlu İpek",
        "Łucja Żółć, Ștefan",
        "გიორგი ჩხეიძე",
        "ᲒᲘᲝᲠᲒᲘ",
    ],
)
def test_names_that_the_shipped_fonts_print(name: str) -> None:
    require_glyphs(name)


@pytest.mark.parametrize(
    ("name", "script"),
    [("王小明", "Cjk"), ("Արամ", "Armenian"), ("Ñandé 🙂", "signs that are no letters"), ("ʔaʔa", "Latin")],
)
def test_a_letter_without_a_glyph_stops_the_paper_and_names_its_script(
    renderer: Renderer, name: str, script: str
) -> None:
    with pytest.raises(MissingGlyphError) as caught:
        renderer.render(replace(SHORT, identity=(replace(SHORT.identity[0], value=name),)))
    assert caught.value.scripts == (script,)
    assert name not in str(caught.value)


def test_a_font_of_the_machine_is_refused_whatever_brought_it_in() -> None:
    class Embedded:
        def __init__(self, name: bytes) -> None:
            self.name = name

    require_shipped({1: Embedded(b"/ABCDEF+CW-Sans-Bold")})
    with pytest.raises(PaperError):
        require_shipped({1: Embedded(b"/ABCDEF+CW-Sans"), 2: Embedded(b"/GHIJKL+DejaVu-Sans")})
