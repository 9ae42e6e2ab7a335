"""Keys of rooms and programmes over KMS (moto): one call a room and process, and never another's key."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from mentoring.sealing import NoKey, SealBroken, Whose
from mentoring.settings import Settings, settings
from mentoring.store import keys as adapter
from mentoring.store.keys import MOST_REMEMBERED, REMEMBERED, KmsKeys

SECRET = "Boję się rozmowy o podwyżce"


class Clock:
    """Seconds that pass when a test says so."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def asked(aws: None, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Given: an account; return what KMS is asked for, in order."""
    names: list[str] = []
    client = adapter._kms()
    client.meta.events.register("before-call.kms", lambda model, **_: names.append(model.name))
    return names


def test_given_a_room_when_its_words_are_sealed_then_they_open_and_kms_is_asked_once(asked: list[str]) -> None:
    keys = KmsKeys()
    wrapped, _ = keys.new(Whose.ROOM, "pair-1")
    sealed = keys.key(Whose.ROOM, "pair-1", wrapped).seal(SECRET, "item", "text")
    for _ in range(3):
        assert keys.key(Whose.ROOM, "pair-1", wrapped).open(sealed, "item", "text") == SECRET
    assert asked == ["GenerateDataKey", "Decrypt"]


def test_given_a_new_room_when_it_is_given_a_key_then_words_are_sealed_without_asking_again(asked: list[str]) -> None:
    wrapped, key = KmsKeys().new(Whose.ROOM, "pair-1")
    sealed = key.seal(SECRET, "item", "text")
    assert asked == ["GenerateDataKey"]
    assert KmsKeys().key(Whose.ROOM, "pair-1", wrapped).open(sealed, "item", "text") == SECRET


def test_given_a_key_that_nobody_uses_when_it_is_taken_then_kms_is_not_asked(asked: list[str]) -> None:
    KmsKeys().key(Whose.ROOM, "pair-1", b"wrapped")
    assert asked == []


def test_given_the_key_of_another_room_when_it_lies_in_this_one_then_kms_does_not_open_it(asked: list[str]) -> None:
    keys = KmsKeys()
    key = keys.key(Whose.ROOM, "pair-2", keys.new(Whose.ROOM, "pair-1")[0])
    with pytest.raises(SealBroken):
        key.seal(SECRET, "item", "text")


def test_given_a_key_of_a_programme_when_it_is_asked_for_as_a_room_s_then_kms_does_not_open_it(
    asked: list[str],
) -> None:
    keys = KmsKeys()
    key = keys.key(Whose.ROOM, "one", keys.new(Whose.PROGRAMME, "one")[0])
    with pytest.raises((SealBroken, ClientError)):
        key.seal(SECRET, "item", "text")


def test_given_some_minutes_when_words_are_sealed_again_then_kms_is_asked_again(asked: list[str]) -> None:
    clock = Clock()
    keys = KmsKeys(clock)
    key = keys.key(Whose.ROOM, "pair-1", keys.new(Whose.ROOM, "pair-1")[0])
    key.seal(SECRET, "item", "text")
    clock.now = REMEMBERED - 1
    key.seal(SECRET, "item", "text")
    assert asked.count("Decrypt") == 1
    clock.now = REMEMBERED
    key.seal(SECRET, "item", "text")
    assert asked.count("Decrypt") == 2


def test_given_many_rooms_when_a_process_serves_them_then_it_remembers_so_many_and_the_oldest_goes(
    asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(adapter, "MOST_REMEMBERED", 2)
    keys = KmsKeys()
    rooms = [keys.key(Whose.ROOM, name, keys.new(Whose.ROOM, name)[0]) for name in ("a", "b", "c")]
    for room in [*rooms, rooms[2], rooms[1], rooms[0]]:
        room.seal(SECRET, "item", "text")
    assert (asked.count("Decrypt"), len(keys._known), MOST_REMEMBERED) == (4, 2, 500)


@pytest.mark.parametrize("whose", Whose)
def test_given_a_function_without_a_key_when_it_wants_one_then_it_is_told_so_and_nothing_is_asked(
    whose: Whose, asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    none: dict[str, Any] = vars(settings()) | {"room_key": "", "desk_key": ""}
    monkeypatch.setattr(adapter, "settings", lambda: Settings(**none))
    with pytest.raises(NoKey):
        KmsKeys().new(whose, "one")
    with pytest.raises(NoKey):
        KmsKeys().key(whose, "one", b"wrapped").seal(SECRET, "item", "text")
    assert asked == []
