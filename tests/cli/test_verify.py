import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import tzset
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from casework import clock, files
from casework.cards.models import Card, Paper
from casework.cards.verification.queries import Standing
from casework.cli.verify import standing_of
from casework.db import writing
from casework.papers import make_authority
from casework.papers.validate import Reason, Validation
from tests.cli.conftest import Demo, Place, Run
from tests.papers import tampering

AFTER_IT_ENDED = datetime(2099, 1, 1, tzinfo=UTC)


def test_the_installation_trusts_its_own_issuers(run: Run, demo: Demo) -> None:
    result = run("verify", demo.paper, "--ini", demo.ini, "--json")
    assert result.exit_code == 0
    answer = json.loads(result.output)
    assert answer.pop("signed_at")
    assert answer == {
        "genuine": True,
        "reason": "genuine",
        "state": "in force",
        "exact_file_issued": True,
        "signer": "Test seal of Ajuntament de Barcelona",
    }


def test_offline_the_register_is_not_asked(run: Run, demo: Demo) -> None:
    result = run("verify", demo.paper, "--ini", demo.ini, "--offline")
    assert result.exit_code == 0
    assert result.output.splitlines()[-1] == "not compared with a register"


def test_offline_it_is_not_known_whether_these_bytes_were_issued(run: Run, demo: Demo) -> None:
    result = run("verify", demo.paper, "--ini", demo.ini, "--offline", "--json")
    assert json.loads(result.output)["exact_file_issued"] is None


@pytest.mark.parametrize("trusting", [False, True])
def test_bytes_after_the_end_are_not_registered_and_the_paper_is(
    run: Run, demo: Demo, tmp_path: Path, trusting: bool
) -> None:
    words = ("--ini", demo.ini, *(("--trust", demo.trust) if trusting else ()))
    longer = _changed(tmp_path, demo, tampering.appended_comment)
    result = run("verify", longer, *words)
    assert result.exit_code == 0
    first, *_signer, last = result.output.splitlines()
    assert first == "genuine, in force; these very bytes are not registered"
    assert last == "the register has the signed part of this file, not what follows it"
    answer = json.loads(run("verify", longer, *words, "--json").output)
    assert (answer["state"], answer["exact_file_issued"]) == ("in force", False)


def test_bytes_after_the_end_hide_nothing_that_the_register_knows(
    run: Run, place: Place, tmp_path: Path
) -> None:
    """A paper that is over stays over: its own last day says that it is in force."""
    with writing(place.installation.registry["sessions"]) as session:
        query = select(Paper).join(Card).where(Card.state == "issued", Paper.code_hash.is_not(None)).limit(1)
        paper = session.scalars(query).one()
        assert paper.card is not None
        paper.card.state = "over"
        pdf = files.read(session, session.get_one(files.SealedFile, paper.file_id))
    longer = tmp_path / "longer.pdf"
    longer.write_bytes(tampering.appended_comment(pdf))
    result = run("verify", longer, "--ini", place.ini)
    assert result.exit_code == 3
    assert result.output.startswith("genuine, no longer in force; these very bytes are not registered\n")


def test_bytes_after_the_end_are_judged_at_the_moment_of_issue(run: Run, demo: Demo, tmp_path: Path) -> None:
    """The seal's certificate ended long ago; the register is the proof of when it signed."""
    longer = _changed(tmp_path, demo, tampering.appended_comment)
    with clock.pretend(AFTER_IT_ENDED):
        result = run("verify", longer, "--trust", demo.trust, "--ini", demo.ini)
    assert result.exit_code == 3
    assert result.output.startswith("genuine, no longer in force; these very")


def test_what_our_seal_signed_and_the_register_does_not_have_is_not_in_force(
    run: Run, demo: Demo, tmp_path: Path
) -> None:
    """A digit in the padding of the signature value, which nobody signs (docs/decisions/0004-papers.md)."""
    changed = _changed(tmp_path, demo, _in_padding)
    result = run("verify", changed, "--ini", demo.ini)
    assert result.exit_code == 3
    assert result.output.startswith("genuine, not registered\n")
    assert result.output.splitlines()[-1] == "these bytes are not in the register"
    assert json.loads(run("verify", changed, "--ini", demo.ini, "--json").output)["state"] == "not registered"


def test_a_register_says_nothing_of_papers_of_others(run: Run, demo: Demo, tmp_path: Path) -> None:
    """Who names whom to trust may ask about a paper of another town."""
    changed = _changed(tmp_path, demo, _in_padding)
    result = run("verify", changed, "--ini", demo.ini, "--trust", demo.trust)
    assert result.exit_code == 0
    assert result.output.startswith("genuine, in force; these very bytes are not registered\n")


def _changed(directory: Path, demo: Demo, change: Callable[[bytes], bytes]) -> Path:
    changed = directory / "changed.pdf"
    changed.write_bytes(change(demo.paper.read_bytes()))
    return changed


def _in_padding(pdf: bytes) -> bytes:
    _start, end = tampering.container_span(pdf)
    return pdf[: end - 1] + b"1" + pdf[end:]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (tampering.in_page_content, "not genuine: the file was changed after it was signed"),
        (
            tampering.appended_page_content,
            "not genuine: something was added to the file after it was signed",
        ),
        (tampering.rewritten, "not genuine"),
    ],
)
def test_a_changed_file_is_not_genuine(
    run: Run, demo: Demo, tmp_path: Path, change: Callable[[bytes], bytes], sentence: str
) -> None:
    changed = _changed(tmp_path, demo, change)
    result = run("verify", changed, "--trust", demo.trust, "--ini", demo.ini)
    assert result.exit_code == 1
    assert result.output.startswith(sentence)


def test_another_authority_with_the_same_names_is_not_believed(run: Run, demo: Demo, tmp_path: Path) -> None:
    twin = make_authority("Ajuntament de Barcelona", now=clock.now(), passphrase=b"x")
    other = tmp_path / "twin.pem"
    other.write_bytes(twin.root_pem)
    result = run("verify", demo.paper, "--trust", other, "--offline")
    assert result.exit_code == 1
    assert result.output.startswith("not genuine: signed, but by nobody who is trusted here")


@pytest.mark.parametrize("content", [b"", b"a letter, not a PDF\n", b"%PDF-1.7\n%%EOF\n"])
def test_what_is_no_pdf_is_unreadable(run: Run, demo: Demo, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "file.pdf"
    file.write_bytes(content)
    result = run("verify", file, "--trust", demo.trust, "--offline")
    assert result.exit_code == 2
    assert result.output == "This file cannot be read as a PDF. Ask for the original file and try again.\n"
    in_json = run("verify", file, "--trust", demo.trust, "--offline", "--json")
    assert json.loads(in_json.stdout) == {"genuine": False, "reason": "unreadable"}


def test_offline_the_last_day_ends_where_it_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Half past midnight in Madrid is no more the day before, although it is by UTC."""
    valid = Validation(Reason.GENUINE, attachment={"last_valid_day": "2026-05-04"})
    night = datetime(2026, 5, 5, 0, 30, tzinfo=ZoneInfo("Europe/Madrid"))
    monkeypatch.setenv("TZ", "Europe/Madrid")
    tzset()
    try:
        with clock.pretend(night - timedelta(hours=1)):
            assert standing_of(valid, None) is Standing.IN_FORCE
        with clock.pretend(night):
            assert standing_of(valid, None) is Standing.OVER
    finally:
        monkeypatch.undo()
        tzset()


def test_a_paper_past_its_last_day_is_no_longer_in_force_by_the_register(run: Run, demo: Demo) -> None:
    with clock.pretend(AFTER_IT_ENDED):
        result = run("verify", demo.paper, "--trust", demo.trust, "--ini", demo.ini)
    assert result.exit_code == 3
    assert result.output.startswith("genuine, no longer in force\n")


def test_trust_without_a_register_at_hand_is_enough(run: Run, demo: Demo, tmp_path: Path) -> None:
    """No ini file, or one whose database was never made: the signature can be judged all the same."""
    bare = demo.ini.with_name("bare.ini")
    missing = f"sqlite:///{tmp_path}/none/casework.sqlite"
    lines = demo.ini.read_text().splitlines()
    bare.write_text(
        "\n".join(f"casework.database_url = {missing}" if "_url = sqlite" in each else each for each in lines)
    )
    for ini in (tmp_path / "none.ini", bare):
        result = run("verify", demo.paper, "--trust", demo.trust, "--ini", ini)
        assert result.exit_code == 0, ini
        assert "not compared with a register" in result.output


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--ini", "none.ini"), "none.ini is not there: name the ini file, or give --trust FILE"),
        (("--trust", __file__, "--offline"), "test_verify.py holds no PEM certificate"),
    ],
)
def test_wrong_input_is_one_sentence(run: Run, demo: Demo, words: tuple[str, ...], sentence: str) -> None:
    result = run("verify", demo.paper, *words)
    assert result.exit_code == 2
    assert result.output == f"casework: {sentence}\n"
