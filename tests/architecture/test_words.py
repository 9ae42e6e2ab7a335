"""What a pair writes is sealed: an attribute of a room's items that can hold text is sealed, or a fact with its reason."""

from __future__ import annotations

from typing import Any

import pytest
from pynamodb.attributes import BooleanAttribute, DiscriminatorAttribute

from mentoring.tables import meetings, workspace
from mentoring.tables.attributes import (
    EnumAttribute,
    EnumOrNoneAttribute,
    IntegerAttribute,
    IntegerOrNoneAttribute,
    SealedAttribute,
)
from mentoring.tables.attributes import VersionAttribute as Version
from mentoring.tables.core import Item

ITEMS = [
    one
    for module in (workspace, meetings)
    for one in vars(module).values()
    if isinstance(one, type) and issubclass(one, Item) and one.__module__ == module.__name__
]
WORDLESS = (
    BooleanAttribute, DiscriminatorAttribute, EnumAttribute, EnumOrNoneAttribute, IntegerAttribute,
    IntegerOrNoneAttribute, SealedAttribute, Version,
)  # fmt: skip

ID, DAY = "an id", "an instant or a day"
FACTS = {
    **dict.fromkeys(
        ("pk", "sk", "list_pk", "list_sk", "due_pk", "due_at"), "a key, of ids, words of the vocabulary and instants"
    ),
    **dict.fromkeys(("pair_id", "programme_id", "goal_id", "task_id", "meeting_id", "person_id", "uid"), ID),
    **dict.fromkeys(("mentor_id", "mentee_id", "mentor_person_id", "mentee_person_id"), ID),
    **dict.fromkeys(
        (
            "author",
            "proposed_by",
            "end_by",
            "accepted_by",
            "approved_by",
            "thread_id",
            "reply_id",
            "note_id",
            "shared_id",
            "item_id",
            "material_id",
        ),
        ID,
    ),
    **dict.fromkeys(
        (
            "signed_at",
            "proposed_at",
            "agreed_at",
            "end_at",
            "concluded_at",
            "met_at",
            "approved_at",
            "created_at",
            "starts_at",
            "due_on",
            "written_at",
            "changed_at",
            "shared_at",
        ),
        DAY,
    ),
    "RoomHead.noted": "ids of people and meetings",
    "media_type": "what kind of file it is, by its content",
    "wrapped": "a data key, wrapped by KMS",
    "Note.changed_by": ID,
    "Task.whose": ID,
    "NoteText.at": DAY,
    "NoteText.by": ID,
    **dict.fromkeys(("participant_id", "DeskThread.assigned_to", "DeskThread.answered_by"), ID),
    "DeskThread.waits_since": DAY,
    "DeskThread.counted": "whether it waits for an answer, as it was last counted",
    "DeskThread.readers": "who has read up to which line, and when a mail is due",
    "ThreadHead.readers": "who has read up to which line, and when a mail is due",
    "ThreadHead.latest_by": ID,
    "RoomKey.erased_at": DAY,
    "Erasure.asked_by": ID,
    **dict.fromkeys(("Erasure.until", "Erasure.erased_at"), DAY),
    "PairCalendar.missed": "ids of meetings, and instants",
    "RoomHead.goals": "states and ids of goals",
    "Contract.fixed": "the programme's own clauses, which organizers wrote",
    "Contract.clauses": "the programme's own clauses, in its languages",
    "Contract.fixed_at": DAY,
    "Contract.signatures": "person, instant and hash of the text",
    "Contract.sha256": "the hash that both signed, which the organizers' report shows as a proof",
    "guide_id": ID,
    "Guide.texts": "a guide of the programme, which organizers wrote for its participants",
    "Guide.link": "a link in it",
    "GuideShelf.entries": "titles of guides, and for whom they are",
    "GuideReader.read": "ids of guides",
    "GuideReads.numbers": "ids of guides, and numbers",
    **dict.fromkeys(("announcement_id", "Announcement.by"), ID),
    **dict.fromkeys(("Announcement.sent_at", "Announced.sent_at", "Announced.seen_at"), DAY),
    "Announcement.stage": "a stage of pairs, of the vocabulary",
    "AnnouncementPeople.people": "ids of participants",
    "AnnouncementReads.numbers": "ids of announcements, and numbers",
    "SessionGuides.own": "agendas and questions that organizers wrote for all pairs",
    "Meeting.zone": "an IANA zone",
    "Meeting.outcome": "a word of the vocabulary, who said it and when",
    "Meeting.reminded": "words of the vocabulary",
    "Meeting.unsure": "person ids",
    "Meeting.uninvited": "person ids",
    "Meeting.options": "instants",
    "Meeting.answered": "instants, by person id",
    "Meeting.refused": "days and numbers, by person id",
    **dict.fromkeys(("plan_id", "Plan.note_by", "Plan.meetings"), ID),
    "Meeting.planned_at": DAY,
    "Plan.first": "a local time",
    "Plan.zone": "an IANA zone",
    "Plan.answered": "instants, by person id",
    "Plan.refused": "days and numbers, by person id",
    "PairCalendar.known": "times and states of meetings",
    "BusyDay.taken": "times of meetings",
    "FeedAddress.nonce": "random, and no secret without the signing key",
    "FeedAddress.digest": "the hash of a secret",
    "FeedAddress.made_at": DAY,
}
"""Attribute, of all items or of one → why it holds no words of the pair."""


def unsealed(kind: type[Item]) -> list[str]:
    """Return the attributes of an item that may hold text, and neither seal it nor have a reason."""
    named = kind.get_attributes().items()
    return [
        f"{kind.__name__}.{name}"
        for name, one in named
        if not isinstance(one, WORDLESS) and not {name, f"{kind.__name__}.{name}"} & FACTS.keys()
    ]


@pytest.mark.parametrize("kind", ITEMS, ids=lambda kind: kind.__name__)
def test_given_an_item_of_a_room_when_its_attributes_are_read_then_words_are_sealed_and_facts_have_a_reason(
    kind: type[Item],
) -> None:
    assert unsealed(kind) == []


def test_given_the_reasons_when_the_items_are_read_then_each_is_still_needed() -> None:
    names = {
        one
        for kind in ITEMS
        for name, attribute in kind.get_attributes().items()
        if not isinstance(attribute, WORDLESS)
        for one in (name, f"{kind.__name__}.{name}")
    }
    assert FACTS.keys() - names == set()


def test_given_an_item_with_open_words_when_its_attributes_are_read_then_it_is_told() -> None:
    from pynamodb.attributes import JSONAttribute, UnicodeAttribute

    class Talkative(Item, discriminator="talkative_of_tests"):
        words = UnicodeAttribute()
        more: Any = JSONAttribute()

    assert sorted(unsealed(Talkative)) == ["Talkative.more", "Talkative.words"]
