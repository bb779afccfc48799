from dataclasses import replace
from hashlib import sha256

from hypothesis import assume, given
from hypothesis import strategies as st

from casework.journal.chain import Link, Mark, canonical, first_bad, leaf_of, next_of

SALT = bytes(range(16))
CONTENT = '{"action":"dossiers.read","actor":"Amal-é","detail":{"pages":2}}'
LEAF = "ee00654be43c9ae1aab17a5f6d5eacc7cdba36b3b8bb80af9958614b3e216b91"
CHAIN = "a1e5d3aabcb48fc5a63d7fa51dafd5d861a063447ec58c663ca4d66e0db9cd8d"


def make_chain(contents: list[str]) -> list[Link]:
    """Entries whose hashes are computed here, by hashlib alone."""
    links, chain = [], bytes(32)
    for number, content in enumerate(contents, 1):
        salt = sha256(str(number).encode()).digest()[:16]
        leaf = sha256(b"\x00" + salt + content.encode()).digest()
        chain = sha256(chain + leaf).digest()
        links.append(Link(number, salt, content, leaf, chain))
    return links


def head_of(links: list[Link]) -> Mark:
    return Mark(len(links), links[-1].chain)


words = st.text(max_size=8).map(lambda word: canonical({"action": word}))
contents = st.lists(words, min_size=2, max_size=12)
chains = contents.map(make_chain)


def test_formats_are_the_published_vectors() -> None:
    assert canonical({"detail": {"pages": 2}, "actor": "Amal-é", "action": "dossiers.read"}) == CONTENT
    assert leaf_of(SALT, CONTENT).hex() == LEAF
    assert next_of(bytes(32), bytes.fromhex(LEAF)).hex() == CHAIN


@given(chains)
def test_an_untouched_journal_is_good(links: list[Link]) -> None:
    assert first_bad(links, [head_of(links)]) is None
    assert first_bad(links, [Mark(1, links[0].chain), head_of(links)]) is None


def test_an_empty_journal_is_good() -> None:
    assert first_bad([], [Mark(0, bytes(32))]) is None


@given(chains, st.data())
def test_an_edit_is_found_where_it_is(links: list[Link], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(links) - 1))
    changed = data.draw(st.text().map(lambda word: canonical({"action": word})))
    assume(changed != links[at].content)
    links[at] = replace(links[at], content=changed)
    assert first_bad(links, []) == at + 1


@given(chains, st.data())
def test_an_edit_with_its_leaf_computed_anew_is_found(links: list[Link], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(links) - 1))
    salt = links[at].salt
    assert salt is not None
    links[at] = replace(links[at], content="{}", leaf=leaf_of(salt, "{}"))
    assert first_bad(links, []) == at + 1


@given(chains, st.data())
def test_a_removal_is_found_where_it_was(links: list[Link], data: st.DataObject) -> None:
    head = head_of(links)
    at = data.draw(st.integers(0, len(links) - 1))
    del links[at]
    assert first_bad(links, [head]) == at + 1


@given(chains, st.data())
def test_a_removal_with_numbers_closed_up_is_found(links: list[Link], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(links) - 2))
    del links[at]
    renumbered = [replace(link, seq=number) for number, link in enumerate(links, 1)]
    assert first_bad(renumbered, []) == at + 1


@given(chains)
def test_a_gap_in_the_numbers_is_found(links: list[Link]) -> None:
    links[-1] = replace(links[-1], seq=len(links) + 1)
    assert first_bad(links, []) == len(links)


@given(chains, st.data())
def test_a_swap_of_contents_is_found(links: list[Link], data: st.DataObject) -> None:
    one, other = sorted(data.draw(st.sets(st.integers(0, len(links) - 1), min_size=2, max_size=2)))
    moved = [
        replace(links[to], salt=links[source].salt, content=links[source].content, leaf=links[source].leaf)
        for to, source in ((one, other), (other, one))
    ]
    links[one], links[other] = moved
    assert first_bad(links, []) == one + 1


@given(chains, st.data())
def test_a_cut_off_end_is_found_against_a_mark(links: list[Link], data: st.DataObject) -> None:
    left = data.draw(st.integers(0, len(links) - 1))
    assert first_bad(links[:left], [head_of(links)]) == left + 1


@given(contents, st.data())
def test_a_chain_computed_anew_is_found_against_a_mark(texts: list[str], data: st.DataObject) -> None:
    kept = head_of(make_chain(texts))
    at = data.draw(st.integers(0, len(texts) - 1))
    forged = make_chain([*texts[:at], '{"action":"forged elsewhere"}', *texts[at + 1 :]])
    assert first_bad(forged, [head_of(forged)]) is None
    assert first_bad(forged, [head_of(forged), kept]) == len(texts)


@given(chains, st.data())
def test_an_expired_entry_keeps_the_chain_whole(links: list[Link], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(links) - 1))
    links[at] = replace(links[at], salt=None, content=None)
    assert first_bad(links, [head_of(links)]) is None


@given(chains, st.data())
def test_half_an_expiry_is_found(links: list[Link], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(links) - 1))
    half = data.draw(st.sampled_from(["salt", "content", "clear"]))
    gone = {"salt": {"salt": None}, "content": {"content": None}}
    leftover = {"salt": None, "content": None, "clear": {"actor": "a"}}
    links[at] = replace(links[at], **gone.get(half, leftover))
    assert first_bad(links, []) == at + 1


def test_a_column_that_differs_from_the_content_is_found() -> None:
    links = make_chain(['{"actor":"a1"}', '{"actor":"a2"}'])
    honest = [replace(link, clear={"actor": actor}) for link, actor in zip(links, ["a1", "a2"], strict=True)]
    assert first_bad(honest, []) is None
    assert first_bad([honest[0], replace(honest[1], clear={"actor": "a1"})], []) == 2
