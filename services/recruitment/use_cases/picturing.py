"""The picture of a programme's public page: kept in the bucket under what it shows, so an address never changes it."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from mentoring import access
from mentoring.errors import NotFound
from mentoring.events.recruitment import ProgrammeChanged
from mentoring.files import FileGone
from mentoring.store import retrying
from mentoring.tables.vocabulary import Act
from recruitment import store
from recruitment.domain import pictures
from recruitment.use_cases import auditing, programmes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mentoring.context import Context
    from mentoring.tables.recruitment import Programme


def _key(programme: Programme, mark: str) -> str:
    return f"pictures/{programme.programme_id}/{mark}"


@retrying
def change(context: Context, programme_id: str, content: bytes, alt: Mapping[str, str], expected: str) -> Programme:
    """Show a picture with what it shows in words, by language; without content the one that is there, said anew.

    Raises `PictureRefused`.
    """
    programme = access.organizer(context, programme_id)
    programme.expect(expected)
    before = dict(programme.picture)
    if content or not before:
        found = pictures.read(content)
        mark = hashlib.sha256(found.content).hexdigest()[:24]
        context.files.put(_key(programme, mark), found.content, found.kind)  # before anything names it
        told: dict[str, Any] = {"mark": mark, "kind": found.kind, "width": found.width, "height": found.height}
        programme.picture = told | {"alt": dict(alt)}
    else:
        programme.picture = before | {"alt": dict(alt)}
    _save(context, programme, before)
    return programme


@retrying
def remove(context: Context, programme_id: str, expected: str) -> Programme:
    """Show no picture any more; a second time changes nothing."""
    programme = access.organizer(context, programme_id)
    programme.expect(expected)
    if programme.picture:
        before, programme.picture = dict(programme.picture), {}
        _save(context, programme, before)
    return programme


def _save(context: Context, programme: Programme, before: Mapping[str, Any]) -> None:
    """Save the programme, then delete the file that it no longer names."""
    if programme.picture == before:
        return
    uow = context.begin()
    uow.save(programme)
    auditing.note(context, uow, auditing.programme(programme.programme_id), Act.SETTINGS, fields=["picture"])
    uow.publish(ProgrammeChanged(programme.programme_id), aggregate=programme)
    uow.commit()
    if before and before["mark"] != programme.picture.get("mark"):
        context.files.remove(_key(programme, before["mark"]))


def shown(context: Context, slug: str, mark: str) -> tuple[Programme, bytes, bool]:
    """Return a programme, its picture, and whether everybody may see it; raises `NotFound` for any other mark."""
    programme = programmes.public_programme(context, slug)
    if programme.picture.get("mark") != mark:
        raise NotFound
    try:
        return programme, context.files.get(_key(programme, mark)), store.programme(programme).has_page
    except FileGone as error:
        raise NotFound from error
