"""What a run leaves behind, so that two runs can be compared: fresh ids and moments look the same in both."""

from __future__ import annotations

import email
import json
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.faults.world import World

IDS = re.compile(r"\b(?:[0-9a-f]{64}|[0-9a-f]{32})\b")
MOMENT = re.compile(r"(\d{4}-\d\d-\d\dT\d\d):\d\d:\d\d(?:\.\d+)?(?:Z|\+00:00)")
EPOCH = re.compile(r"\b(1[789]\d{8})\b")
NEWEST = re.compile(r"\b(8[0-2]\d{8})\b")
"""A second as `clock.newest_first` writes it: counted back from `LAST`."""
LAST = 9_999_999_999
SHARD = re.compile(r"#\d+$")
HOUR = 3600
"""Trying again takes less than an hour, and every step begins near a full one: within it, moments are the same."""
APART = {
    "delivery": ("version", "taken_over", "claimed_at"),
    "round": ("version", "attempts"),
    "feed_address": ("nonce",),
}
"""Attributes, by kind of item, that say how often something was tried, not what came of it, or that are drawn by lot."""


@dataclass(frozen=True, slots=True)
class State:
    """What is there, by kind: every text counted. `taken_over` counts mails of which nobody knows whether SES took them."""

    items: Counter[tuple[str, str]] = field(default_factory=Counter)
    mails: Counter[str] = field(default_factory=Counter)
    others: Counter[str] = field(default_factory=Counter)
    taken_over: int = 0


@dataclass(frozen=True, slots=True)
class Difference:
    """What is missing or too much in a run that was cut, against one that was not."""

    lost: tuple[str, ...] = ()
    doubled: tuple[str, ...] = ()
    windows: int = 0


def known(world: World) -> frozenset[str]:
    """Return every id there is by now: these are compared as they are."""
    texts = [_told(item) for _, item in world.aws.tables.items()] + [one["Detail"] for one in world.aws.taken]
    return frozenset(found for text in texts for found in IDS.findall(text))


def of(world: World, old: frozenset[str]) -> State:
    """Return the state of a world."""
    items: Counter[tuple[str, str]] = Counter()
    taken_over = 0
    for table, item in world.aws.tables.items():
        taken_over += int(item.get("taken_over", {}).get("N", "0"))
        items[_item(table, item, old)] += 1
    mails = Counter(f"{email.message_from_bytes(one.raw)['X-Tandem-Mail']} to {one.to}" for one in world.aws.mails)
    events = {json.loads(one["Detail"])["meta"]["id"]: one for one in world.aws.taken}
    others = Counter(f"event {one['DetailType']} {_alike(_data(one), old)}" for one in events.values())
    others.update(f"file {_alike(one, old)}" for one in world.aws.files())
    others.update(f"given up: {one}" for one in world.dead)
    return State(items, mails, others, taken_over)


def compare(uncut: State, cut: State) -> Difference:
    """Return how a cut run differs from the uncut one; the window of SES is told apart."""
    lost = [*(uncut.mails - cut.mails).elements(), *(uncut.others - cut.others).elements()]
    doubled = [*(cut.others - uncut.others).elements()]
    more = [*(cut.mails - uncut.mails).elements()]
    windows = min(len(more), cut.taken_over - uncut.taken_over)
    doubled += more[windows:]
    gone, new = uncut.items - cut.items, cut.items - uncut.items
    before, after = Counter(key for key, _ in gone.elements()), Counter(key for key, _ in new.elements())
    lost += (before - after).elements()
    doubled += (after - before).elements()
    for key in (before & after).elements():
        old = [text for other, text in gone if other == key]
        now = [text for other, text in new if other == key]
        (doubled if _counts(now) > _counts(old) else lost).append(f"{key}: {_unlike(old[0], now[0])}")
    return Difference(tuple(lost), tuple(doubled), windows)


def _item(table: str, item: dict[str, Any], old: frozenset[str]) -> tuple[str, str]:
    kind = item.get("kind", {}).get("S", "")
    key = f"{table} {kind} {item['pk']['S']} {item.get('sk', {}).get('S', '')}"
    rest = {name: value for name, value in item.items() if name not in ("pk", "sk", *APART.get(kind, ()))}
    if item["pk"]["S"].startswith("idempotency#"):
        rest = {}
    if "due_pk" in rest:
        rest["due_pk"] = SHARD.sub("", rest["due_pk"].get("S", ""))
    return _alike(key, old), _alike(_told(rest), old)


def _told(item: dict[str, Any]) -> str:
    """Return an item as text; what is sealed differs each time, but in its length."""
    return json.dumps(item, sort_keys=True, ensure_ascii=False, default=lambda sealed: f"{len(sealed)} bytes")


def _data(entry: dict[str, Any]) -> str:
    return json.dumps(json.loads(entry["Detail"])["data"], sort_keys=True)


def _alike(text: str, old: frozenset[str]) -> str:
    text = IDS.sub(lambda found: found[0] if found[0] in old else "…", text)
    text = MOMENT.sub(r"\1", text)
    text = EPOCH.sub(lambda found: str(int(found[0]) // HOUR), text)
    return NEWEST.sub(lambda found: str((LAST - int(found[0])) // HOUR), text)


def _counts(texts: list[str]) -> int:
    return sum(int(found) for text in texts for found in re.findall(r'"N": "(\d+)"', text))


def _unlike(old: str, now: str) -> str:
    """Return the attributes in which two items differ."""
    before, after = json.loads(old), json.loads(now)
    names = sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))
    return "; ".join(f"{name} {before.get(name)} → {after.get(name)}" for name in names)[:600]
