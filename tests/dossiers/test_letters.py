"""Letters: what they say, in whose languages, until when; and that the product's own are sound papers."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from casework import clock, files
from casework.cards.models import Paper
from casework.cards.press import trusted_roots
from casework.cards.service import next_in_series
from casework.cards.verification.queries import Standing, by_file
from casework.db import writing
from casework.dossiers.models import Dossier, Letter
from casework.dossiers.records import EvidenceRecord, LetterWords, MovementRecord
from casework.dossiers.service import letters
from casework.dossiers.service.certificates import write_certificate
from casework.dossiers.service.changes import add_movement
from casework.dossiers.service.evidence import add_evidence
from casework.dossiers.service.given import NOTHING, Given
from casework.dossiers.service.notifying import Way, note_received
from casework.dossiers.service.review import proposals
from casework.dossiers.service.steps import take_step
from casework.errors import RefusedError
from casework.papers import validate
from casework.people.models import Contact
from tests.dossiers.cases import PARTICULARS, Desk
from tests.dossiers.making import sign
from tests.papers.reading import text
from tests.support.installation import Installation
from tests.tools.pdfcheck import check

REASONS = "No consta la inscripció al padró.\nLa prova aportada és d’una altra persona."


def take(desk: Desk, dossier: Dossier, step: str, given: Given = NOTHING, *, signed: bool = False) -> Letter:
    """One step, and the letter that it wrote."""
    me = desk.signatory if signed else desk.caseworker
    letter = take_step(desk.session, me, dossier, step, given, desk.at, desk.today)
    assert letter is not None, f"{step} writes a letter"
    return letter


def received(installation: Installation, desk: Desk, dossier: Dossier) -> None:
    """The person gets the letter that was written last on the day of the desk."""
    letter = sign(installation, desk.session, dossier.letters[-1])
    note_received(desk.session, desk.caseworker, letter, desk.today, Way.COUNTER, desk.today)


def blocks(words: LetterWords) -> dict[str, tuple[str, ...]]:
    """What stands under each heading, the numbered things after the paragraphs."""
    return {
        block.heading: (*block.paragraphs, *(item.text for item in block.items)) for block in words.blocks
    }


def test_the_receipt_has_a_number_fixes_the_day_and_lists_what_the_person_can_still_bring(desk: Desk) -> None:
    dossier = desk.open()
    letter = take(desk, dossier, "submit")
    assert (letter.kind, letter.number, letter.state) == ("receipt", "2026/0000001", "writing")
    assert dossier.reference_on == desk.today
    ca, es = letter.record.words
    assert (ca.language, es.language) == ("ca", "es")
    assert "21 de setembre de 2026" in blocks(ca)["Què hem rebut"][0]
    assert blocks(ca)["Què hem rebut"][1] == "Encara no ens heu mostrat cap paper."
    missing = blocks(es)["Qué falta"]
    assert [line.partition(".")[0] for line in missing] == [
        "12 meses viviendo en el país",
        "Un vínculo laboral, social o familiar",
    ], "not what the office itself asks or looks up"


def test_a_scheme_called_letter_or_dossier_counts_apart_from_the_office_s_registers(desk: Desk) -> None:
    dossier = desk.open()
    for key in ("letter", "dossier"):
        assert next_in_series(desk.session, dossier.organisation_id, key, desk.today.year) == 1
    assert take(desk, dossier, "submit").number == "2026/0000001"
    assert desk.open().reference == "26-00002"


def test_the_receipt_lists_what_the_person_showed_and_not_what_the_office_obtained(desk: Desk) -> None:
    dossier = desk.open()
    for category, kind, how in (
        ("padro", "padro_certificate", "register_obtained"),
        ("laboral", "payslip", "original_seen"),
        ("llengua", "course_certificate", "original_seen"),
        ("laboral", "payslip", "issuer_confirmed"),
    ):
        add_evidence(desk.session, desk.caseworker, dossier, EvidenceRecord(category, kind, "", how), desk.at)
    ca, es = take(desk, dossier, "submit").record.words
    assert blocks(ca)["Què hem rebut"][1] == (
        "Ens heu mostrat: Nòmina (2); Certificat de curs o examen amb hores i dates."
    )
    assert blocks(es)["Qué hemos recibido"][1].startswith("Nos ha mostrado: Nómina (2); ")


def test_numbers_of_letters_count_on_through_all_dossiers_of_the_year(desk: Desk) -> None:
    numbers = [take(desk, desk.open(), "submit").number for _ in range(3)]
    assert numbers == ["2026/0000001", "2026/0000002", "2026/0000003"]


@pytest.mark.parametrize(
    ("reads", "written_in"),
    [((), ("ca", "es")), (("ca", "es"), ("ca",)), (("es", "ar"), ("ca", "es")), (("ar",), ("ca",))],
)
def test_a_letter_is_written_in_the_office_s_language_and_one_that_the_person_reads(
    desk: Desk, reads: tuple[str, ...], written_in: tuple[str, ...]
) -> None:
    dossier = desk.open()
    dossier.person.contact = Contact(reads=reads)
    assert tuple(words.language for words in take(desk, dossier, "submit").record.words) == written_in


def test_a_request_gives_ten_working_days_of_barcelona_and_asks_for_what_was_chosen(desk: Desk) -> None:
    dossier = desk.open()
    desk.take(dossier, "submit")
    given = Given(missing=frozenset({"a_tie"}), also=("El volant d’empadronament antic",))
    letter = take(desk, dossier, "ask_for_more", given)
    # From Monday 21 September 2026; Thursday the 24th is la Mercè: 22 23 25 28 29 30 1 2 5 6.
    assert letter.record.deadline == dossier.due_on == date(2026, 10, 6)
    said = {block.heading: block for block in letter.record.words[0].blocks}
    assert said["Fins quan"].last_day == "Dimarts 6 d’octubre de 2026"
    assert "10 dies hàbils" in said["Fins quan"].paragraphs[0]
    later = "Si rebeu aquesta carta després del 21 de setembre de 2026, el termini es compta des de l’endemà del dia"
    assert later in said["Fins quan"].paragraphs[0]
    tie, old = said["Què falta"].items
    assert tie.text.startswith("Un vincle laboral, social o familiar.")
    assert "Nòmina" in tie.settles
    assert (old.text, old.settles) == ("El volant d’empadronament antic", "")


def test_what_only_time_can_meet_is_told_on_the_receipt_and_never_asked_within_a_term(desk: Desk) -> None:
    """Too short in the register on the day that counts: no paper helps, only a new application (schemes.md §1.3)."""
    dossier = desk.open()
    arrived = MovementRecord("arrival", date(2026, 7, 1), "Barcelona")
    add_movement(desk.session, desk.caseworker, dossier, arrived)
    ca, _es = take(desk, dossier, "submit").record.words
    assert any("a partir de l’1 de gener de 2027" in line for line in blocks(ca)["Què falta"])
    ca, _es = take(desk, dossier, "ask_for_more").record.words
    asked = blocks(ca)["Què falta"]
    assert [line.partition(".")[0] for line in asked] == [
        "12 mesos vivint al país",
        "Un vincle laboral, social o familiar",
    ]
    chosen = desk.open()
    add_movement(desk.session, desk.caseworker, chosen, arrived)
    take(desk, chosen, "submit")
    ca, _es = take(
        desk, chosen, "ask_for_more", Given(missing=("registered",), also=("Un paper",))
    ).record.words
    assert blocks(ca)["Què falta"] == ("Un paper",)


def test_what_else_is_asked_for_stands_in_each_language(desk: Desk) -> None:
    dossier = desk.open()
    desk.take(dossier, "submit")
    given = Given(missing=frozenset(), also=("Un volant",), also_beside=("Un volante",))
    letter = take(desk, dossier, "ask_for_more", given)
    asked = [[item.text for block in words.blocks for item in block.items] for words in letter.record.words]
    assert asked == [["Un volant"], ["Un volante"]]


def test_papers_that_come_after_the_term_are_still_taken(desk: Desk) -> None:
    dossier = desk.open()
    desk.take(dossier, "submit", "ask_for_more")
    desk.today = date(2026, 12, 1)
    record = EvidenceRecord("llengua", "course_certificate", "Escola Mostra", "original_seen")
    add_evidence(desk.session, desk.caseworker, dossier, record, desk.at)
    desk.take(dossier, "complete")
    assert (dossier.state, dossier.due_on) == ("in_study", None)


def test_closing_for_want_of_papers_waits_for_the_last_day_and_says_when_it_was_asked(
    desk: Desk, installation: Installation
) -> None:
    dossier = desk.open()
    desk.take(dossier, "submit", "ask_for_more")
    received(installation, desk, dossier)
    given = Given(reasons="No s’han aportat els papers.")
    desk.today = date(2026, 10, 6)
    with pytest.raises(RefusedError):
        take(desk, dossier, "desist", given, signed=True)
    desk.today = date(2026, 10, 7)
    letter = take(desk, dossier, "desist", given, signed=True)
    decision = blocks(letter.record.words[0])["La decisió"][0]
    assert "El 21 de setembre de 2026 us vam dir" in decision
    assert "fins al 6 d’octubre de 2026" in decision
    assert dossier.due_on is None, "a closed dossier waits for nothing"


def test_nothing_is_closed_for_want_of_papers_that_came_and_nobody_has_answered(
    desk: Desk, installation: Installation
) -> None:
    dossier = desk.open()
    desk.take(dossier, "submit", "ask_for_more")
    received(installation, desk, dossier)
    record = EvidenceRecord("llengua", "course_certificate", "Escola Mostra", "original_seen")
    add_evidence(desk.session, desk.caseworker, dossier, record, desk.at)
    given, desk.today = Given(reasons="No s’han aportat els papers."), date(2026, 10, 7)
    with pytest.raises(RefusedError, match="Something was entered since the person was asked"):
        take(desk, dossier, "desist", given, signed=True)
    assert dossier.state == "incomplete"
    desk.take(dossier, "complete", "ask_for_more")
    received(installation, desk, dossier)
    desk.today = date(2026, 11, 20)
    take(desk, dossier, "desist", given, signed=True)
    assert dossier.state == "desisted", "asked again, and nothing came since"


def test_what_the_person_is_asked_for_is_no_proposal(desk: Desk) -> None:
    dossier = desk.open()
    desk.fill(dossier)
    desk.take(dossier, "submit", "ask_for_more", "complete", "propose")
    assert [each.action for each in proposals(dossier)] == ["propose"]


def test_a_refusal_gives_reasons_in_both_languages_remedies_and_their_last_day(desk: Desk) -> None:
    dossier = desk.open()
    desk.fill(dossier)
    desk.take(dossier, "submit", "take_up", "propose")
    given = Given(reasons=REASONS, reasons_beside="No consta.\nLa prueba es de otra persona.")
    ca, es = take(desk, dossier, "refuse", given, signed=True).record.words
    assert blocks(ca)["Per què"] == tuple(REASONS.splitlines())
    assert blocks(es)["Por qué"] == ("No consta.", "La prueba es de otra persona.")
    assert blocks(ca)["Si no hi esteu d’acord"] == (
        "Recurs d’alçada o de reposició, un mes. Contenciós, dos mesos.",
    )
    assert [b.last_day for b in ca.blocks if b.last_day] == ["Dimecres 21 d’octubre de 2026"]
    (said,) = (block.paragraphs for block in es.blocks if block.last_day)
    assert (
        "Si recibe esta carta después del 21 de septiembre de 2026, el plazo se cuenta desde el día"
        in said[0]
    )


def test_reasons_that_break_otherwise_in_the_second_language_still_stand_side_by_side(desk: Desk) -> None:
    dossier = desk.open()
    desk.fill(dossier)
    desk.take(dossier, "submit", "take_up", "propose")
    given = Given(reasons=REASONS, reasons_beside="Todo en una línea.")
    ca, es = take(desk, dossier, "refuse", given, signed=True).record.words
    assert blocks(ca)["Per què"] == tuple(REASONS.splitlines())
    assert blocks(es)["Por qué"] == ("Todo en una línea.", "")


def test_long_reasons_are_parted_where_a_sentence_ends(desk: Desk) -> None:
    dossier = desk.open()
    dossier.person.contact = Contact(reads=("ca",))
    desk.fill(dossier)
    desk.take(dossier, "submit", "take_up", "propose")
    sentence = f"{'paraula ' * 40}final."
    (ca,) = take(desk, dossier, "refuse", Given(reasons=" ".join([sentence] * 5)), signed=True).record.words
    parts = blocks(ca)["Per què"]
    assert [part.count("final.") for part in parts] == [2, 2, 1]
    assert all(part.endswith("final.") for part in parts)


def test_a_step_that_is_refused_writes_no_letter(desk: Desk) -> None:
    dossier = desk.open()
    desk.fill(dossier)
    desk.take(dossier, "submit", "take_up", "propose")
    with pytest.raises(RefusedError):
        take(desk, dossier, "refuse", Given(reasons="  "), signed=True)
    assert [letter.kind for letter in dossier.letters] == ["receipt"]


@pytest.fixture(scope="module")
def written(installation: Installation) -> dict[str, str]:
    """Every letter of Barcelona, written and signed: its kind and the id of the letter."""
    made: dict[str, str] = {}
    today = clock.today("Europe/Madrid")

    def after(*steps: tuple[str, Given]) -> str:
        with writing(installation.registry["sessions"]) as session:
            desk = Desk(session, installation.registry["catalogue"], today - timedelta(days=60))
            long = replace(
                PARTICULARS, given_names="Oksana Вікторівна", native_name="Оксана", native_language="uk"
            )
            dossier = desk.open(long)
            desk.fill(dossier)
            for step, given in steps:
                signed = step in {"grant", "refuse", "desist"}
                me = desk.signatory if signed else desk.caseworker
                letter = take_step(session, me, dossier, step, given, desk.at, desk.today)
                if letter is not None:
                    made[letter.kind] = letter.id
                if step == "ask_for_more":
                    received(installation, desk, dossier)
                desk.today += timedelta(days=20)
            return dossier.id

    study = (("submit", Given()), ("take_up", Given()), ("propose", Given(read_back=True)))
    after(*study, ("grant", Given()))
    after(*study, ("refuse", Given(reasons=REASONS)))
    after(
        ("submit", Given()),
        ("ask_for_more", Given(also=("Un paper",) * 12)),
        ("desist", Given(reasons=REASONS)),
    )
    open_one = after(("submit", Given()), ("take_up", Given()))
    with writing(installation.registry["sessions"]) as session:
        desk = Desk(session, installation.registry["catalogue"], today)
        through = "Clara Mostra Soler, advocada, tel. 600 000 000"
        certificate = write_certificate(
            session, desk.caseworker, desk.whole(open_one), "state", through, desk.today
        )
        made[certificate.kind] = certificate.id
    while installation.run_jobs():
        pass
    return made


def test_every_letter_that_the_product_writes_is_a_sound_signed_paper(
    installation: Installation, written: dict[str, str], tmp_path: Path
) -> None:
    assert set(written) == {"receipt", "granted", "refusal", "missing", "desistance", "state"}
    roots = trusted_roots(installation.registry["settings"].keys_directory)
    paths = []
    with installation.session() as session:
        for kind, letter_id in written.items():
            letter = session.get_one(Letter, letter_id)
            paper = letter.paper
            assert paper is not None
            assert (paper.number, paper.issued_on, paper.card_id) == (letter.number, letter.written_on, None)
            assert (paper.code_hash is not None) is (kind == "state"), "only the certificate carries a code"
            pdf = files.read(session, session.get_one(files.SealedFile, paper.file_id))
            assert validate(pdf, roots, at=paper.signed_at).genuine
            path = tmp_path / f"{kind}.pdf"
            path.write_bytes(pdf)
            paths.append(path)
            assert letter.number in text(path)
            answer = by_file(session, paper.revisions[0].sha256)
            assert answer is not None
            assert answer.standing(letter.written_on) is Standing.DATED
    assert check(paths) == []


def test_the_certificate_says_whom_to_call_and_nothing_of_a_decision(
    installation: Installation, written: dict[str, str], tmp_path: Path
) -> None:
    with installation.session() as session:
        paper = session.get_one(Letter, written["state"]).paper
        assert paper is not None
        path = tmp_path / "state.pdf"
        path.write_bytes(files.read(session, session.get_one(files.SealedFile, paper.file_id)))
    said = text(path)
    assert "Clara Mostra Soler, advocada" in said
    assert "Encara no hi ha resolució" in said
    assert "carrer de la Mostra, 3" in said


def test_a_letter_that_cannot_be_made_is_said_so_and_can_be_written_again(installation: Installation) -> None:
    with writing(installation.registry["sessions"]) as session:
        desk = Desk(session, installation.registry["catalogue"], clock.today("Europe/Madrid"))
        dossier = desk.open()
        letter = take(desk, dossier, "submit")
        number, letter_id = letter.number, letter.id
        letters.give_up(session, letter_id)
    with installation.session() as session:
        assert session.get_one(Letter, letter_id).state == "void"
        assert session.query(Paper).filter_by(number=number).count() == 0
    with writing(installation.registry["sessions"]) as session:
        work = letters.make(
            session, installation.registry["press"], "http://localhost:6543", letter_id, clock.now()
        )
        assert work is None, "a letter given up is never made later under its number"
