"""The certificate of the state of a procedure: one page, whom to summon, and nothing that it has no business with."""

import subprocess
from collections.abc import Callable
from dataclasses import fields, replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from cryptography import x509
from PIL import Image

from casework.papers import Procedure, Renderer, Signer, Statement, validate
from casework.papers.sheet import Length, Sheet
from tests.papers.conftest import ISSUED
from tests.papers.reading import text, texts_by_page
from tests.tools.pdfcheck import check

NORMAL = Procedure.sample("normal")
LENGTHS: tuple[Length, ...] = ("short", "normal", "long")


@pytest.mark.parametrize("length", LENGTHS)
def test_it_is_one_page(renderer: Renderer, length: Length) -> None:
    assert renderer.render_pages(Procedure.sample(length)).pages == 1


def test_more_facts_than_a_page_holds_flow_on_with_limits_and_signature_together(
    renderer: Renderer, on_disk: Callable[[bytes], Path]
) -> None:
    found = set()
    for facts in range(4, 14):
        verified = replace(NORMAL.verified, statements=(Statement("Un fet verificat."),) * facts)
        pages = texts_by_page(on_disk(renderer.render(replace(NORMAL, verified=verified))))
        assert all(said in pages[-1] for said in ("ABAST", "QUÈ NO ÉS", "Marta Soler i Prat"))
        found.add(len(pages))
    assert found == {1, 2}


def test_it_says_where_and_with_whom_to_summon_and_what_it_is_not(
    renderer: Renderer, on_disk: Callable[[bytes], Path]
) -> None:
    read = text(on_disk(renderer.render(NORMAL)))
    for phrase in (
        "Certificat d’estat de tramitació",
        "Del procediment d’emissió del document municipal de veïnatge",
        "ID E2600009",
        "A3 Certificat d’empadronament",
        "Resideix al c. de l’Exemple, 221",
        "per mitjà de Joana Ferrer i Coll",
        "no és vinculant",
        "2GT6YB1-K0WDM9E-QX47RVH",
        "MOSTRA",
    ):
        assert phrase in read


def test_a_section_without_a_verified_fact_says_so_neutrally(
    renderer: Renderer, on_disk: Callable[[bytes], Path]
) -> None:
    assert "Encara no s’ha verificat cap fet." in text(on_disk(renderer.render(Procedure.sample("short"))))


def test_it_has_no_place_for_a_standing_or_another_procedure() -> None:
    own = {field.name for field in fields(Procedure)} - {field.name for field in fields(Sheet)}
    assert own == {"subtitle", "identity", "course", "verified", "summons", "scope", "limits"}


def test_attached_data_leave_facts_and_addresses_on_the_page(renderer: Renderer) -> None:
    with pikepdf.open(BytesIO(renderer.render(NORMAL))) as opened:
        attached = opened.attachments["procedure.json"].get_file().read_bytes().decode()
    assert attached == (
        '{"format":"casework-procedure/1","holder":{"birth_date":"17 d’abril de 1991",'
        '"family_names":"Benabdellah el Ouahabi","given_names":"Mohamed Amine",'
        '"native_name":"محمد أمين بنعبد الله الوهابي"},"issued":"2026-11-20",'
        '"issuer":"Ajuntament de Vilamostra","kind":"state","language":"ca","number":"E2600009"}'
    )


def test_without_a_code_it_is_no_certificate() -> None:
    with pytest.raises(ValueError, match="code"):
        replace(NORMAL, code="")


@pytest.mark.parametrize("length", LENGTHS)
def test_the_stamp_has_its_place_beside_the_signature(
    renderer: Renderer, on_disk: Callable[[bytes], Path], tmp_path: Path, length: Length
) -> None:
    path = on_disk(renderer.render(Procedure.sample(length)))
    with pikepdf.open(path) as opened:
        top = 297 - float(opened.Root.AcroForm.Fields[0].Rect[3]) * 25.4 / 72
    picture = tmp_path / "page"
    subprocess.run(["pdftoppm", "-r", "100", "-gray", "-singlefile", "-png", path, picture], check=True)
    with Image.open(picture.with_suffix(".png")) as page:
        corners = (round(at * 100 / 25.4) for at in (20, top + 6, 60, top + 44))
        assert page.convert("L").crop(tuple(corners)).getextrema() == (255, 255)  # type: ignore[arg-type]  # four numbers, in a list


def test_certificates_conform_before_and_after_signing(
    renderer: Renderer, signer: Signer, trust: list[x509.Certificate], tmp_path: Path
) -> None:
    papers = {length: Procedure.sample(length) for length in LENGTHS}
    for name, paper in papers.items():
        pdf = renderer.render(paper)
        signed = signer.sign(pdf, signed_at=ISSUED)
        (tmp_path / f"{name}.pdf").write_bytes(pdf)
        (tmp_path / f"{name}-signed.pdf").write_bytes(signed)
        assert validate(signed, trust, at=ISSUED).genuine
    draft = replace(NORMAL, draft=True, number="", code="")
    (tmp_path / "draft.pdf").write_bytes(renderer.render(draft))
    assert check(sorted(tmp_path.iterdir())) == []
