"""Words are sealed for their place, whatever seals them: the fake of the tests keeps the promises of the real cipher."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mypy import api

from infra.template import ROOT
from mentoring.sealing import MOST_SEALED, Key, SealBroken, Sealed, TooLong, Whose
from mentoring.store.keys import EncryptionSdk
from mentoring.tables.attributes import Opened, SealedAttribute
from mentoring.tables.core import Item
from tests.fakes.keys import MemoryCipher, MemoryKeys

if TYPE_CHECKING:
    from pathlib import Path

    from mentoring.sealing import Cipher

SECRET = "Boję się rozmowy o podwyżce"
DATA_KEY = bytes(range(32))

ciphers = pytest.mark.parametrize("cipher", [MemoryCipher(), EncryptionSdk()], ids=["fake", "sdk"])


class Diary(Item, discriminator="diary_of_tests"):
    """An item with words."""

    text = SealedAttribute(str)
    steps = SealedAttribute(list[str])


def _diary(number: int = 1) -> Diary:
    return Diary("ROOM#pair-1", f"DIARY#{number}")


def _key(cipher: Cipher, data_key: bytes = DATA_KEY) -> Key:
    return Key(lambda: (data_key, cipher))


@ciphers
def test_given_words_when_they_are_sealed_and_stored_then_they_open_again_and_do_not_lie_there(cipher: Cipher) -> None:
    key, diary = _key(cipher), _diary()
    Opened(diary, key).set(text=SECRET)
    Opened(diary, key).set(steps=["lista", "telefon do Zofii"])

    raw = diary.serialize()
    found = Diary.from_raw_data(dict(raw))

    assert (Opened(found, key).text, Opened(found, key).steps) == (SECRET, ["lista", "telefon do Zofii"])
    assert all(word.encode() not in raw[name]["B"] for name in ("text", "steps") for word in ("podwy", "telefon"))


@ciphers
def test_given_the_same_words_when_sealed_twice_then_nobody_sees_that_they_are_the_same(cipher: Cipher) -> None:
    key = _key(cipher)
    assert key.seal(SECRET, "a", "b") != key.seal(SECRET, "a", "b")


@ciphers
def test_given_what_was_sealed_for_one_item_when_it_lies_in_another_then_it_does_not_open(cipher: Cipher) -> None:
    key, mine, other = _key(cipher), _diary(1), _diary(2)
    Opened(mine, key).set(text=SECRET)
    other.text = mine.text
    with pytest.raises(SealBroken):
        _ = Opened(other, key).text


@ciphers
def test_given_what_was_sealed_for_one_attribute_when_it_lies_in_another_then_it_does_not_open(cipher: Cipher) -> None:
    sealed = _key(cipher).seal(SECRET, "item", "text")
    with pytest.raises(SealBroken):
        _key(cipher).open(sealed, "item", "steps")


@ciphers
def test_given_the_key_of_another_room_when_words_are_opened_then_they_do_not_open(cipher: Cipher) -> None:
    sealed = _key(cipher).seal(SECRET, "item", "text")
    with pytest.raises(SealBroken):
        _key(cipher, bytes(32)).open(sealed, "item", "text")


@ciphers
@pytest.mark.parametrize("at", [1, 40, -20, -1])
def test_given_a_byte_that_changed_when_words_are_opened_then_they_do_not_open(cipher: Cipher, at: int) -> None:
    blob = bytearray(_key(cipher).seal(SECRET, "item", "text").blob)
    blob[at] ^= 1
    with pytest.raises(SealBroken):
        _key(cipher).open(Sealed[str](bytes(blob)), "item", "text")


@ciphers
@pytest.mark.parametrize("blob", [b"", b"\x01", b"\x02rest", SECRET.encode()])
def test_given_what_nobody_sealed_when_it_is_opened_then_it_is_refused(cipher: Cipher, blob: bytes) -> None:
    with pytest.raises(SealBroken):
        _key(cipher).open(Sealed[str](blob), "item", "text")


@ciphers
@given(value=st.recursive(st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=5))
def test_given_any_words_when_sealed_then_the_same_come_out(cipher: Cipher, value: object) -> None:
    key = _key(cipher)
    assert key.open(key.seal(value, "item", "name"), "item", "name") == value


def test_given_nothing_written_when_it_is_read_then_it_is_empty_and_no_key_is_needed() -> None:
    keys = MemoryKeys()
    key, diary = keys.key(Whose.ROOM, "pair-1", b"unknown"), _diary()
    Opened(diary, key).set(text="")
    assert (Opened(diary, key).text, Opened(diary, key).steps, keys.opened) == ("", [], 0)
    assert "text" not in diary.serialize()


def test_given_words_that_open_when_they_are_set_then_they_are_refused() -> None:
    diary = _diary()
    with pytest.raises(TypeError, match="text takes what is sealed"):
        diary.text = SECRET  # type: ignore[assignment] # the point
    with pytest.raises(TypeError, match="steps takes what is sealed"):
        Diary("a", "b", steps=[SECRET])
    assert SECRET not in str(diary.serialize())


def test_given_more_words_than_an_item_takes_when_they_are_sealed_then_it_is_said_and_nothing_changed() -> None:
    key, diary = _key(MemoryCipher()), _diary()
    Opened(diary, key).set(text="x" * (MOST_SEALED - 1_000))
    with pytest.raises(TooLong):
        Opened(diary, key).set(steps=["y" * 1_000])
    assert Opened(diary, key).steps == []
    Opened(diary, key).set(text="x" * (MOST_SEALED - 900))  # what it replaces doesn't count


def test_given_an_item_that_is_open_when_something_is_set_beside_it_then_it_is_refused() -> None:
    with pytest.raises(AttributeError):
        Opened(_diary(), _key(MemoryCipher())).text = SECRET  # type: ignore[misc] # the point


WRONG = {
    "text": "item.text = 'open words'",
    "text of a list": "item.steps = ['open words']",
    "a sealed list for a text": "item.text = item.steps",
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=list(WRONG))
def test_given_words_that_are_not_sealed_when_they_are_put_into_an_item_then_mypy_refuses(
    wrong: str, tmp_path: Path
) -> None:
    said = _mypy(wrong, tmp_path)
    assert len(re.findall(r"error: (Incompatible types|Argument|Cannot infer)", said)) == 1, said


def test_given_sealed_words_when_they_are_put_into_an_item_then_mypy_takes_them(tmp_path: Path) -> None:
    assert _mypy("item.text = key.seal('words', 'item', 'text')", tmp_path).startswith("Success")


def _mypy(line: str, folder: Path) -> str:
    source = folder / "probe.py"
    source.write_text(
        "from mentoring.sealing import Key\n"
        "from mentoring.tables.attributes import SealedAttribute\n"
        "from mentoring.tables.core import Item\n\n"
        "class Diary(Item, discriminator='probe'):\n"
        "    text = SealedAttribute(str)\n"
        "    steps = SealedAttribute(list[str])\n\n"
        f"def probe(item: Diary, key: Key) -> None:\n    {line}\n",
        "utf-8",
    )
    cache = ["--cache-dir", str(ROOT / ".mypy_cache"), "--config-file", str(ROOT / "pyproject.toml")]
    return api.run([*cache, "--follow-imports=silent", str(source)])[0]
