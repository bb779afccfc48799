from dataclasses import replace

import pytest

from casework.i18n import load_localizer, plain
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
    [("王小明", "Hani"), ("Արամ", "Armn"), ("Ñandé 🙂", "Zyyy"), ("ʔaʔa", "Latn")],
)
def test_a_letter_without_a_glyph_stops_the_paper_and_names_its_script(
    renderer: Renderer, name: str, script: str
) -> None:
    with pytest.raises(MissingGlyphError) as caught:
        renderer.render(replace(SHORT, identity=(replace(SHORT.identity[0], value=name),)))
    assert caught.value.scripts == (script,)
    assert name not in str(caught.value)


@pytest.mark.parametrize(
    ("language", "named"),
    [
        ("ca", "armeni, caràcters xinesos, signes que no són lletres"),
        ("es", "armenio, caracteres chinos, signos que no son letras"),
        ("fr", "arménien, caractères chinois, signes qui ne sont pas des lettres"),
        ("nl", "Armeens, Chinese tekens, tekens die geen letters zijn"),
        ("en", "Armenian, Chinese characters, signs that are no letters"),
    ],
)
def test_the_script_is_named_in_the_reader_s_language(language: str, named: str) -> None:
    with pytest.raises(MissingGlyphError) as caught:
        require_glyphs("Ա 王 🙂")
    assert named in load_localizer(language).translate(caught.value.message)
    assert (named in plain(caught.value.message)) is (language == "en")


def test_a_font_of_the_machine_is_refused_whatever_brought_it_in() -> None:
    class Embedded:
        def __init__(self, name: bytes) -> None:
            self.name = name

    require_shipped({1: Embedded(b"/ABCDEF+CW-Sans-Bold")})
    with pytest.raises(PaperError):
        require_shipped({1: Embedded(b"/ABCDEF+CW-Sans"), 2: Embedded(b"/GHIJKL+DejaVu-Sans")})
