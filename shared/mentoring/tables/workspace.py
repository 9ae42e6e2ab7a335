"""Items written by workspace: what the pair does in its room. Organizers may read states and dates only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pynamodb.attributes import BinaryAttribute, BooleanAttribute, JSONAttribute, ListAttribute, UnicodeAttribute

from mentoring import clock
from mentoring.tables.attributes import (
    EnumAttribute,
    EnumOrNoneAttribute,
    IntegerAttribute,
    IntegerOrNoneAttribute,
    SealedAttribute,
    TextOrNoneAttribute,
)
from mentoring.tables.core import Counted, Counts, Item
from mentoring.tables.vocabulary import (
    AnnouncementState,
    Audience,
    ContractState,
    DeskState,
    GoalState,
    GuideStage,
    GuideState,
    SeenBy,
    SegmentKind,
    SharedKind,
    SummaryState,
    TaskState,
    ThreadKind,
)

if TYPE_CHECKING:
    from datetime import datetime

MOST_VERSIONS = 50
"""Versions of a note that are kept; with a new one the oldest goes. All of them fit into one transaction."""
LATEST = 9_999_999_999
"""Seconds since 1970, later than anything happens."""
FEW_VERSIONS = 4
"""How many versions of a contract are read together with other items; they are numbered from 1 without gaps."""


class RoomHead(Item, discriminator="room_head"):
    """`ROOM#<pair_id>` / `ROOM`: guards the count of the pair's goals, and says who the two are.

    `goals` maps a goal's id to `{state, by, agreed, due, end_by}` (`due` is a date, `end_by` a person id; both may be
    missing or empty); every transaction that adds a goal or changes one of these saves it, so two at once can't both
    add the third goal. None in older rooms, whose goals were written before this was stored. `noted` maps a person id
    to the meetings of which they have a takeaway.
    The ids of the two are empty in rooms that were opened before they were stored.
    """

    pair_id = UnicodeAttribute()
    programme_id = UnicodeAttribute(default="")
    mentor_id = UnicodeAttribute(default="")  # participant ids
    mentee_id = UnicodeAttribute(default="")
    mentor_person_id = UnicodeAttribute(default="")
    mentee_person_id = UnicodeAttribute(default="")
    goals: JSONAttribute = JSONAttribute(null=True)
    noted: JSONAttribute = JSONAttribute(default=dict)

    @staticmethod
    def key(pair_id: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"ROOM#{pair_id}", "ROOM"

    @staticmethod
    def partition(pair_id: str) -> str:
        """Return pk of everything in a pair's room."""
        return f"ROOM#{pair_id}"


class RoomKey(Item, discriminator="room_key"):
    """`ROOM#<pair_id>` / `KEY`: the data key of all that is sealed in a pair's room, its meetings and its report.

    `wrapped` by KMS (`mentoring.rooms`). Without it those words are erased: the item stays, with the instant.
    """

    wrapped = BinaryAttribute(legacy_encoding=False, null=True)
    erased_at = TextOrNoneAttribute()

    @staticmethod
    def key(pair_id: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"ROOM#{pair_id}", "KEY"


class Erasure(Item, discriminator="erasure"):
    """`ROOM#<pair_id>` / `ERASURE`: who asks that all words in the room be erased, and until when the other can answer.

    Due then. `asked_by` is a person id, empty if the wish was taken back; with `erased_at` it is the proof, and
    `agreed` says that both wanted it.
    """

    due_kind = "ERASURES"

    pair_id = UnicodeAttribute()
    programme_id = UnicodeAttribute()
    asked_by = UnicodeAttribute(default="")
    until = TextOrNoneAttribute()
    erased_at = TextOrNoneAttribute()
    agreed = BooleanAttribute(default=False)

    @staticmethod
    def key(pair_id: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"ROOM#{pair_id}", "ERASURE"


class Contract(Item, discriminator="contract"):
    """`ROOM#<pair_id>` / `CONTRACT#<number, 4 digits>`; the highest number with `signed_at` is in force.

    A higher one without `signed_at` is an amendment in progress. `dropped` is, on a signed contract, how many
    amendments of it were given up, and on an amendment how many were before it: so a version of a dropped one is never
    mistaken for a version of the next. `clauses` are the programme's, each language → text, as of their version
    `fixed_version`; None in older contracts, which have `fixed`, in one language. `fixed_at` is when the programme's
    clauses changed while this version was open. `own` maps a clause name to its answer (mentoring.clauses), in older
    contracts to a text; `edition` says how the signed text is made of them and of `salt` (workspace.domain.contract).
    `signatures` are `{person_id, at, sha256}`.
    """

    pair_id = UnicodeAttribute()
    programme_id = UnicodeAttribute()
    number = IntegerAttribute()
    state = EnumAttribute(ContractState)
    fixed: ListAttribute[str] = ListAttribute(default=list)
    clauses: JSONAttribute = JSONAttribute(null=True)
    fixed_version = IntegerAttribute(default=0)
    fixed_at = TextOrNoneAttribute()
    edition = IntegerAttribute(default=1)
    own = SealedAttribute(dict[str, Any])
    salt = SealedAttribute(str)
    signatures: JSONAttribute = JSONAttribute(default=list)
    proposed_by = TextOrNoneAttribute()
    signed_at = TextOrNoneAttribute()
    sha256 = TextOrNoneAttribute()
    dropped = IntegerAttribute(default=0)

    @property
    def told(self) -> list[dict[str, str]]:
        """Return the programme's clauses, each language → text; older contracts don't say which: `""`."""
        return [{"": text} for text in self.fixed] if self.clauses is None else [dict(one) for one in self.clauses]

    @property
    def tag(self) -> str:
        """Return the version of the pair's contract, unique among all its contracts."""
        return f"{self.number}.{self.dropped}.{super().tag}"

    @staticmethod
    def key(pair_id: str, number: int) -> tuple[str, str]:
        """Return pk and sk."""
        return f"ROOM#{pair_id}", f"CONTRACT#{number:04d}"

    @classmethod
    def first(cls, pair_id: str) -> list[tuple[str, str]]:
        """Return the keys of the first versions, oldest first; few pairs have more."""
        return [cls.key(pair_id, number) for number in range(1, FEW_VERSIONS + 1)]

    @staticmethod
    def of(pair_id: str) -> tuple[str, str]:
        """Return pk and the sk prefix of all versions."""
        return f"ROOM#{pair_id}", "CONTRACT#"


class Goal(Item, discriminator="goal"):
    """`ROOM#<pair_id>` / `GOAL#<goal_id>`. Levels are 0–10.

    `ratings` are `{level, by, at, word}` of the last times one of the two said where they are, oldest first; `by` is a
    person id. `end_state`, `end_by` and `end_at` are the conclusion that one of the two proposed, with its `reason`
    and `evidence`: with the other one's consent `state` is that end, and `concluded_at` says when.
    """

    goal_id = UnicodeAttribute()
    pair_id = UnicodeAttribute()
    programme_id = UnicodeAttribute()
    title = SealedAttribute(str)
    why = SealedAttribute(str)
    measure = SealedAttribute(str)
    start_level = IntegerAttribute()
    target_level = IntegerAttribute()
    current_level = IntegerOrNoneAttribute()
    due_on = TextOrNoneAttribute()  # YYYY-MM-DD
    steps = SealedAttribute(list[str])
    state = EnumAttribute(GoalState)
    proposed_by = UnicodeAttribute()
    proposed_at = TextOrNoneAttribute()  # of the text as it is; unknown of older goals
    agreed_at = TextOrNoneAttribute()
    ratings = SealedAttribute(list[dict[str, Any]])
    end_state = EnumOrNoneAttribute(GoalState)
    end_by = TextOrNoneAttribute()  # person id
    end_at = TextOrNoneAttribute()
    reason = SealedAttribute(str)
    evidence = SealedAttribute(str)
    concluded_at = TextOrNoneAttribute()

    @staticmethod
    def key(pair_id: str, goal_id: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"ROOM#{pair_id}", f"GOAL#{goal_id}"

    @staticmethod
    def of(pair_id: str) -> tuple[str, str]:
        """Return pk and the sk prefix of a pair's goals."""
        return f"ROOM#{pair_id}", "GOAL#"


class Task(Item, discriminator="task"):
    """`ROOM#<pair_id>` / `TASK#<task_id>`: homework. `visibility` as in domain.md §2.5; `whose` is who does it.

    `whose` is a person id, empty if both do it, or if nobody said.
    """

    task_id = UnicodeAttribute()
    pair_id = UnicodeAttribute()
    programme_id = UnicodeAttribute()
    author = UnicodeAttribute()  # person id
    text = SealedAttribute(str)
    whose = UnicodeAttribute(default="")
    due_on = TextOrNoneAttribute()
    state = EnumAttribute(TaskState, default=TaskState.OPEN)
    visibility = EnumAttribute(SeenBy, default=SeenBy.PAIR)
    created_at = UnicodeAttribute()

    @staticmethod
    def key(pair_id: str, task_id: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"ROOM#{pair_id}", f"TASK#{task_id}"

    @staticmethod
    def of(pair_id: str) -> tuple[str, str]:
        """Return pk and the sk prefix of a pair's homework."""
        return f"ROOM#{pair_id}", "TASK#"


class Takeaway(Item, discriminator="takeaway"):
    """`ROOM#<pair_id>` / `TAKEAWAY#<meeting_id>#<person_id>`: what one of the two took away from a meeting.

    `visibility` is `author` or `pair`; `met_at` is when the meeting began.
    """

    meeting_id = UnicodeAttribute()
    pair_id = UnicodeAttribute()
    programme_id = UnicodeAttribute()
    author = UnicodeAttribute()  # person id
    text = SealedAttribute(str)
    visibility = EnumAttribute(SeenBy, default=SeenBy.AUTHOR)
    met_at = UnicodeAttribute()
    created_at = UnicodeAttribute()
    changed_at = UnicodeAttribute()

    @staticmethod
    def key(pair_id: str, meeting_id: str, person_id: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"ROOM#{pair_id}", f"TAKEAWAY#{meeting_id}#{person_id}"


class Summary(Item, discriminator="summary"):
    """`ROOM#<pair_id>` / `SUMMARY`: the joint summary; approved when both person ids are in `approved_by`."""

    pair_id = UnicodeAttribute()
    programme_id = UnicodeAttribute()
    takeaways = SealedAttribute(list[str])
    helped = SealedAttribute(str)
    hindered = SealedAttribute(str)
    next_steps = SealedAttribute(list[str])
    thanks = SealedAttribute(str)
    state = EnumAttribute(SummaryState)
    approved_by: ListAttribute[str] = ListAttribute(default=list)
    approved_at = TextOrNoneAttribute()

    @staticmethod
    def key(pair_id: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"ROOM#{pair_id}", "SUMMARY"


class ProgrammeKey(Item, discriminator="programme_key"):
    """`DESK#<programme_id>` / `KEY`: the data key of what participants share or write to organizers in a programme.

    `wrapped` by KMS (`mentoring.rooms`). Deleting it is the erasure of those words.
    """

    wrapped = BinaryAttribute(legacy_encoding=False)

    @staticmethod
    def key(programme_id: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"DESK#{programme_id}", "KEY"


class Note(Item, discriminator="note"):
    """`ROOM#<pair_id>` / `NOTE#<note_id>`: a note as the list of the room shows it; its text is a `NoteText`.

    `number` is that of the newest text. `shared_id` names its copy in the programme, None while nobody beyond the pair
    sees it.
    """

    note_id = UnicodeAttribute()
    pair_id = UnicodeAttribute()
    programme_id = UnicodeAttribute()
    author = UnicodeAttribute()  # person id
    title = SealedAttribute(str)
    number = IntegerAttribute()
    visibility = EnumAttribute(SeenBy)
    created_at = UnicodeAttribute()
    changed_at = UnicodeAttribute()
    changed_by = UnicodeAttribute()  # person id
    shared_id = TextOrNoneAttribute()

    @staticmethod
    def key(pair_id: str, note_id: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"ROOM#{pair_id}", f"NOTE#{note_id}"


class NoteText(Item, discriminator="note_text"):
    """`NOTES#<pair_id>` / `<note_id>#<number, 6 digits>`: one version of a note. It is written once and never changed.

    The last `MOST_VERSIONS` are kept.
    """

    note_id = UnicodeAttribute()
    number = IntegerAttribute()
    title = SealedAttribute(str)
    text = SealedAttribute(str)
    by = UnicodeAttribute()  # person id
    at = UnicodeAttribute()

    @staticmethod
    def key(pair_id: str, note_id: str, number: int) -> tuple[str, str]:
        """Return pk and sk."""
        return f"NOTES#{pair_id}", f"{note_id}#{number:06d}"

    @staticmethod
    def of(pair_id: str, note_id: str = "") -> tuple[str, str]:
        """Return pk and the sk prefix of the versions of a note, or of all notes of a pair."""
        return f"NOTES#{pair_id}", f"{note_id}#" if note_id else ""

    @classmethod
    def written(cls, pair_id: str, note_id: str, number: int) -> NoteText:
        """Return a version that isn't read, to be deleted: none is ever written twice."""
        return cls(*cls.key(pair_id, note_id, number), version=1)


class Material(Item, discriminator="material"):
    """`ROOM#<pair_id>` / `MATERIAL#<material_id>`: a link or a file of a pair.

    The file lies in the bucket (`mentoring.files.ROOMS`). `gone` marks one that was deleted and whose file isn't yet:
    nothing else counts then. `shared_id` as in `Note`.
    """

    material_id = UnicodeAttribute()
    pair_id = UnicodeAttribute()
    programme_id = UnicodeAttribute()
    author = UnicodeAttribute()  # person id
    what = EnumAttribute(SharedKind)
    title = SealedAttribute(str)
    url = SealedAttribute(str)
    media_type = UnicodeAttribute(default="")
    size = IntegerOrNoneAttribute()  # bytes
    visibility = EnumAttribute(SeenBy)
    created_at = UnicodeAttribute()
    shared_id = TextOrNoneAttribute()
    gone = BooleanAttribute(default=False)

    @staticmethod
    def key(pair_id: str, material_id: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"ROOM#{pair_id}", f"MATERIAL#{material_id}"


class SharedItem(Item, discriminator="shared_item"):
    """`SHARED#<programme_id>` / `<shared_id>`: a copy of what a pair shares beyond itself, under the programme's key.

    `shared_id` begins with the time, so that the newest come first.
    """

    shared_id = UnicodeAttribute()
    programme_id = UnicodeAttribute()
    pair_id = UnicodeAttribute()
    item_id = UnicodeAttribute()
    what = EnumAttribute(SharedKind)
    visibility = EnumAttribute(SeenBy)
    author = UnicodeAttribute()  # person id
    name = SealedAttribute(str)  # of the author
    title = SealedAttribute(str)
    text = SealedAttribute(str)
    media_type = UnicodeAttribute(default="")  # of a file
    size = IntegerOrNoneAttribute()  # of a file, in bytes
    shared_at = UnicodeAttribute()
    changed_at = UnicodeAttribute()

    @staticmethod
    def key(programme_id: str, shared_id: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"SHARED#{programme_id}", shared_id

    @staticmethod
    def of(programme_id: str) -> tuple[str, str]:
        """Return pk and the sk prefix of everything shared in a programme, the newest first."""
        return f"SHARED#{programme_id}", ""

    @staticmethod
    def id_at(instant: datetime, item_id: str) -> str:
        """Return the id of something that is shared at an instant."""
        return f"{LATEST - int(instant.timestamp()):010d}-{item_id}"


class ThreadHead(Item, discriminator="thread_head"):
    """`THREAD#<thread_id>` / `THREAD`: how many lines a conversation has, and who has read how far.

    `thread_id` is the pair's id, or the desk's; see `mentoring.replies`. `last` is the number of the newest line. For
    each person id `readers` has `{read, unread, mailed, due}` (`workspace.conversation.Reader`; `due` is an instant or
    empty). On the due index while a mail is due. Every line is written with it, so lines have numbers without gaps.
    `latest` is the beginning of the newest line and `latest_by` its author, a person id: the room shows them without
    reading the line.
    """

    due_kind = "THREADS"

    thread_id = UnicodeAttribute()
    thread_kind = EnumAttribute(ThreadKind)
    programme_id = UnicodeAttribute()
    last = IntegerAttribute(default=0)
    readers: JSONAttribute = JSONAttribute(default=dict)
    latest = SealedAttribute(str)
    latest_by = UnicodeAttribute(default="")

    @staticmethod
    def key(thread_id: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"THREAD#{thread_id}", "THREAD"

    @staticmethod
    def reader_of(author: str) -> str:
        """Return as which reader somebody writes: as themselves."""
        return author


class DeskCounts(Counts, discriminator="desk_counts"):
    """`DESK#<programme_id>` / `COUNTS`: how many people wait for an answer of the organizers.

    It is a single item: nowhere do so many write to organizers that their transactions would meet.
    """

    waiting = IntegerAttribute(default=0)

    @staticmethod
    def partition(programme_id: str) -> str:
        """Return the partition key of a programme's counters."""
        return f"DESK#{programme_id}"

    @staticmethod
    def key(programme_id: str, shard: int = 0) -> tuple[str, str]:  # noqa: ARG004 - there is one item
        """Return pk and sk."""
        return DeskCounts.partition(programme_id), "COUNTS"

    @classmethod
    def keys(cls, programme_id: str) -> list[tuple[str, str]]:
        """Return the key of the item."""
        return [cls.key(programme_id)]


class DeskThread(Counted, discriminator="desk_thread"):
    """`DESK#<programme_id>` / `THREAD#<person_id>`: what somebody and the organizers write to each other.

    Listed `INBOX#<programme_id>`: open ones first, who has waited longest before the others; then the answered ones,
    the newest first. `last`, `readers` and the due index as of a `ThreadHead`; the organizers are one reader, `desk`.
    Its lines are `Message`s of `thread_id`. `assigned_to` and `answered_by` are person ids of organizers. Counted while
    it is open.
    """

    due_kind = "DESKS"
    counts = DeskCounts

    programme_id = UnicodeAttribute()
    person_id = UnicodeAttribute()
    participant_id = UnicodeAttribute()
    last = IntegerAttribute(default=0)
    readers: JSONAttribute = JSONAttribute(default=dict)
    state = EnumAttribute(DeskState, default=DeskState.ANSWERED)
    waits_since = TextOrNoneAttribute()
    assigned_to = TextOrNoneAttribute()
    answered_by = TextOrNoneAttribute()
    changed_at = TextOrNoneAttribute()

    @property
    def thread_id(self) -> str:
        """Return the id of the thread, as its lines and its reply address have it."""
        return self.id_of(self.programme_id, self.person_id)

    @staticmethod
    def id_of(programme_id: str, person_id: str) -> str:
        """Return the id of somebody's thread with the organizers of a programme."""
        return f"{programme_id}.{person_id}"

    @staticmethod
    def programme_of(thread_id: str) -> str:
        """Return the programme of a thread."""
        return thread_id.partition(".")[0]

    @staticmethod
    def key(programme_id: str, person_id: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"DESK#{programme_id}", f"THREAD#{person_id}"

    def reader_of(self, author: str) -> str:
        """Return as which reader somebody writes: as the participant, or as one of the organizers."""
        return author if author == self.person_id else str(ThreadKind.DESK)

    @staticmethod
    def inbox(programme_id: str) -> tuple[str, str]:
        """Return list_pk and the list_sk prefix of a programme's inbox."""
        return f"INBOX#{programme_id}", ""

    @property
    def counts_as(self) -> str:
        """Return that somebody waits, or nothing."""
        return "waiting" if self.state == DeskState.OPEN else ""

    def place(self) -> None:
        """Put it where it now belongs in the inbox."""
        self.list_pk, _ = self.inbox(self.programme_id)
        first = self.state == DeskState.OPEN
        at = int(clock.parse(self.changed_at).timestamp()) if self.changed_at else 0
        self.list_sk = f"0#{self.waits_since}" if first else f"1#{LATEST - at:010d}"


class Message(Item, discriminator="message"):
    """`THREAD#<thread_id>` / `LINE#<number, 8 digits>`: one line of a conversation. It is never changed.

    `by_mail` says that it is an answer to a mail; of the files that came with it, `files` became materials of the pair
    and `left` were not kept.
    """

    thread_id = UnicodeAttribute()
    number = IntegerAttribute()
    author = UnicodeAttribute()  # person id
    text = SealedAttribute(str)
    written_at = UnicodeAttribute()
    by_mail = BooleanAttribute(default=False)
    files = IntegerAttribute(default=0)
    left = IntegerAttribute(default=0)

    @staticmethod
    def key(thread_id: str, number: int) -> tuple[str, str]:
        """Return pk and sk."""
        return f"THREAD#{thread_id}", f"LINE#{number:08d}"

    @staticmethod
    def of(thread_id: str) -> tuple[str, str]:
        """Return pk and the sk prefix of the lines of a conversation, the oldest first."""
        return f"THREAD#{thread_id}", "LINE#"

    @classmethod
    def keys(cls, thread_id: str, first: int, last: int) -> list[tuple[str, str]]:
        """Return the keys of the lines from one number to another, the newest first."""
        return [cls.key(thread_id, number) for number in range(last, max(first, 1) - 1, -1)]


class ReplyAddress(Item, discriminator="reply_address"):
    """`REPLY#<sha256 of a token>` / `REPLY`: into which thread, and as whom, somebody answers at that address.

    `thread_id` is the pair's id, or the desk's; see `mentoring.replies`. It is never changed.
    """

    reply_id = UnicodeAttribute()
    thread_kind = EnumAttribute(ThreadKind)
    thread_id = UnicodeAttribute()
    person_id = UnicodeAttribute()

    @staticmethod
    def key(reply_id: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"REPLY#{reply_id}", "REPLY"


class Announcement(Item, discriminator="announcement"):
    """`DESK#<programme_id>` / `ANNOUNCEMENT#<announcement_id>`: what organizers tell a segment of those who take part.

    Listed `ANNOUNCEMENTS#<programme_id>` / newest first. `texts` maps a language to `{subject, text}`, the text in
    Markdown. `audience`, `segment`, `stage` and `days` say for whom it is, in words of the vocabulary; who that was is
    in `AnnouncementPeople`. `position` of these `total` people have been looked at, and `told` of them have it.
    """

    announcement_id = UnicodeAttribute()
    programme_id = UnicodeAttribute()
    by = UnicodeAttribute()  # person id
    texts = SealedAttribute(dict[str, dict[str, str]])
    audience = EnumAttribute(Audience)
    segment = EnumAttribute(SegmentKind)
    stage = UnicodeAttribute(default="")  # of pairs, for the segment `stage`
    days = IntegerAttribute(default=0)  # for the segment `silent`
    state = EnumAttribute(AnnouncementState, default=AnnouncementState.SENDING)
    sent_at = UnicodeAttribute()
    total = IntegerAttribute()
    position = IntegerAttribute(default=0)
    told = IntegerAttribute(default=0)

    @staticmethod
    def key(programme_id: str, announcement_id: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"DESK#{programme_id}", f"ANNOUNCEMENT#{announcement_id}"

    @staticmethod
    def listing(programme_id: str) -> str:
        """Return the list of a programme's announcements, the newest first."""
        return f"ANNOUNCEMENTS#{programme_id}"

    @staticmethod
    def list_key(programme_id: str, announcement_id: str, at: datetime) -> tuple[str, str]:
        """Return its list_pk and list_sk."""
        return Announcement.listing(programme_id), f"{clock.newest_first(at)}#{announcement_id}"


PEOPLE_TOGETHER = 1_000
"""How many participants one `AnnouncementPeople` names."""


class AnnouncementPeople(Item, discriminator="announcement_people"):
    """`DESK#<programme_id>` / `PEOPLE#<announcement_id>#<number, 4 digits>`: whom an announcement is for, fixed.

    `people` are participant ids. Written with the announcement and never changed.
    """

    programme_id = UnicodeAttribute()
    announcement_id = UnicodeAttribute()
    people: ListAttribute[str] = ListAttribute(default=list)

    @staticmethod
    def key(programme_id: str, announcement_id: str, number: int) -> tuple[str, str]:
        """Return pk and sk."""
        return f"DESK#{programme_id}", f"PEOPLE#{announcement_id}#{number:04d}"


class Announced(Item, discriminator="announced"):
    """`DESK#<programme_id>` / `ANNOUNCED#<announcement_id>#<person_id>`: somebody has an announcement; `seen_at` when.

    Listed `PERSON#<person_id>` / `ANNOUNCED#<programme_id>#<newest first>#<announcement_id>`.
    """

    programme_id = UnicodeAttribute()
    announcement_id = UnicodeAttribute()
    person_id = UnicodeAttribute()
    participant_id = UnicodeAttribute()
    sent_at = UnicodeAttribute()  # when the organizers sent it, to everybody the same
    seen_at = TextOrNoneAttribute()

    @staticmethod
    def key(programme_id: str, announcement_id: str, person_id: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"DESK#{programme_id}", f"ANNOUNCED#{announcement_id}#{person_id}"

    @staticmethod
    def listed(person_id: str, programme_id: str) -> tuple[str, str]:
        """Return list_pk and the list_sk prefix of what was announced to somebody in a programme, the newest first."""
        return f"PERSON#{person_id}", f"ANNOUNCED#{programme_id}#"

    def place(self) -> None:
        """Put it on the list of its reader."""
        self.list_pk, prefix = self.listed(self.person_id, self.programme_id)
        self.list_sk = f"{prefix}{clock.newest_first(clock.parse(self.sent_at))}#{self.announcement_id}"


READ_SHARDS = 8
"""How many people can say at the same moment that they read something, without a conflict."""


class AnnouncementReads(Item, discriminator="announcement_reads"):
    """`DESK#<programme_id>` / `SEEN#<shard>`: how many people have seen each announcement; the sum of all counts.

    Saved with the mark of who saw it, so each is counted once. Organizers are shown the sums, never who.
    """

    programme_id = UnicodeAttribute()
    numbers: JSONAttribute = JSONAttribute(default=dict)

    @staticmethod
    def key(programme_id: str, shard: int) -> tuple[str, str]:
        """Return pk and sk."""
        return f"DESK#{programme_id}", f"SEEN#{shard}"

    @classmethod
    def keys(cls, programme_id: str) -> list[tuple[str, str]]:
        """Return the keys of all shards."""
        return [cls.key(programme_id, shard) for shard in range(READ_SHARDS)]


class GuideShelf(Item, discriminator="guide_shelf"):
    """`GUIDES#<programme_id>` / `SHELF`: the guides of a programme in their order, with what a list shows of them.

    `entries` are `{guide_id, audience, stage, state, titles}`, `titles` by language. Saved by every transaction that
    saves a guide.
    """

    programme_id = UnicodeAttribute()
    entries: JSONAttribute = JSONAttribute(default=list)

    @staticmethod
    def key(programme_id: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"GUIDES#{programme_id}", "SHELF"


class Guide(Item, discriminator="guide"):
    """`GUIDES#<programme_id>` / `GUIDE#<guide_id>`: what organizers tell participants; `link` leads to a material.

    `texts` maps a language to `{title, text}`, the text in Markdown; there is at least one.
    """

    guide_id = UnicodeAttribute()
    programme_id = UnicodeAttribute()
    audience = EnumAttribute(Audience)
    stage = EnumAttribute(GuideStage)
    state = EnumAttribute(GuideState, default=GuideState.DRAFT)
    texts: JSONAttribute = JSONAttribute(default=dict)
    link = UnicodeAttribute(default="")

    @staticmethod
    def key(programme_id: str, guide_id: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"GUIDES#{programme_id}", f"GUIDE#{guide_id}"


class GuideReader(Item, discriminator="guide_reader"):
    """`GUIDES#<programme_id>` / `READER#<person_id>`: the ids of the guides that somebody said they have read."""

    programme_id = UnicodeAttribute()
    person_id = UnicodeAttribute()
    read: ListAttribute[str] = ListAttribute(default=list)

    @staticmethod
    def key(programme_id: str, person_id: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"GUIDES#{programme_id}", f"READER#{person_id}"


class GuideReads(Item, discriminator="guide_reads"):
    """`GUIDES#<programme_id>` / `READS#<shard>`: how many people have read each guide; the sum of all shards counts.

    Saved with the reader's own mark, so each is counted once. Organizers are shown the sums, never who.
    """

    programme_id = UnicodeAttribute()
    numbers: JSONAttribute = JSONAttribute(default=dict)

    @staticmethod
    def key(programme_id: str, shard: int) -> tuple[str, str]:
        """Return pk and sk."""
        return f"GUIDES#{programme_id}", f"READS#{shard}"

    @classmethod
    def keys(cls, programme_id: str) -> list[tuple[str, str]]:
        """Return the keys of all shards."""
        return [cls.key(programme_id, shard) for shard in range(READ_SHARDS)]


class SessionGuides(Item, discriminator="session_guides"):
    """`GUIDES#<programme_id>` / `SESSIONS`: the session guides that organizers wrote instead of the starter ones.

    `own` maps a slot (`mentoring.sessions`) to language → `{title, agenda, prompts}`; the last two are lists of lines.
    """

    programme_id = UnicodeAttribute()
    own: JSONAttribute = JSONAttribute(default=dict)

    @staticmethod
    def key(programme_id: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"GUIDES#{programme_id}", "SESSIONS"
