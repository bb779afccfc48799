"""PDF/A-3a and PDF/UA-1, machine-checked: one run of the checker over everything that leaves the room."""

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from casework.papers import Attestation, IdentityRow, OwnWords, Renderer, Signer, Words
from tests.papers.conftest import ISSUED
from tests.tools.pdfcheck import check


@pytest.fixture(scope="module")
def samples(renderer: Renderer) -> dict[str, bytes]:
    """The three samples and the corners: nothing optional; everything in other scripts."""
    short, normal, long = (Attestation.sample(length) for length in ("short", "normal", "long"))
    bare = replace(
        short,
        issuer=replace(short.issuer, arms=None, units=()),
        identity=short.identity[:1],
        sections=(),
        limits=(),
    )
    scripts = replace(
        normal,
        identity=(
            IdentityRow(label="Nom", value="Nguyễn Ɓaaɓa", style="name"),
            IdentityRow(
                label="Àrab", value="عبد الرحمن 12 34 " * 9, language="ar", direction="rtl", style="native"
            ),
            IdentityRow(label="Ge’ez", value="ገብረእግዚአብሔር ኃይለሥላሴ " * 6, language="am", style="native"),
            IdentityRow(label="Georgià", value="გიორგი ჩხეიძე", language="ka", style="native"),
        ),
        own_words=OwnWords(
            "Pròpies", "Sense prova", (Words("رقمي 93 000 00 00", "ar", "rtl"), Words("Так", "uk"))
        ),
    )
    papers = {"short": short, "normal": normal, "long": long, "bare": bare, "scripts": scripts}
    return {name: renderer.render(paper) for name, paper in papers.items()}


def test_papers_conform_before_and_after_signing(
    samples: dict[str, bytes], renderer: Renderer, signer: Signer, tmp_path: Path
) -> None:
    draft = replace(Attestation.sample("normal"), draft=True, number="", code="")
    files = {"draft": renderer.render(draft), **samples}
    files |= {f"{name}-signed": signer.sign(pdf, signed_at=ISSUED) for name, pdf in samples.items()}
    for name, pdf in files.items():
        (tmp_path / f"{name}.pdf").write_bytes(pdf)
    assert len(files) == 11
    assert check(sorted(tmp_path.iterdir())) == []


def test_the_checker_finds_what_is_wrong(genuine: bytes, on_disk: Callable[[bytes], Path]) -> None:
    stored = BytesIO()
    with pikepdf.open(BytesIO(genuine)) as opened:
        del opened.Root.Lang
        del opened.Root.Metadata
        opened.save(stored)
    broken = check([on_disk(stored.getvalue())])
    assert {rule.profile for rule in broken} == {"3a", "ua1"}
    assert "7.1-8" in {rule.clause for rule in broken if rule.profile == "ua1"}  # no metadata stream
