"""JSON of what pairs of a programme share beyond themselves, for its participants."""

from __future__ import annotations

from mentoring import http
from mentoring.tables.vocabulary import SharedKind
from workspace.use_cases import materials, shared

router = http.Router()

SIZE = 20


class SharedEntry(http.View):
    """Something that was shared: `name` is its author's, `what` is `note`, `link` or `file`."""

    shared_id: str
    what: str
    title: str
    name: str
    visibility: str
    shared_at: str
    changed_at: str


class SharedList(http.View):
    """What was shared with the user, the newest first; a page may have fewer entries than there are."""

    items: list[SharedEntry]
    next: str | None = None


class SharedView(SharedEntry):
    """The same with its text: a note's Markdown, a link's address, nothing for a file, which `file_url` downloads."""

    text: str
    media_type: str
    size: int | None
    file_url: str | None


@router.get("/v1/shared/<programme_id>", paged=True)
def list_shared(programme_id: str) -> SharedList:
    """Return what was shared with the user as a participant of a programme."""
    items, following = http.part_of(
        lambda after, limit: shared.shelf(http.context(), programme_id, after, limit).items, SIZE
    )
    return SharedList(items=[SharedEntry.of(one) for one in items], next=following)


@router.get("/v1/shared/<programme_id>/<shared_id>")
def read_shared(programme_id: str, shared_id: str) -> SharedView:
    """Return one thing that was shared."""
    _, one = shared.read(http.context(), programme_id, shared_id)
    is_file = one.what == SharedKind.FILE
    return SharedView.of(one, file_url=materials.url_of_shared(http.context(), one) if is_file else None)
