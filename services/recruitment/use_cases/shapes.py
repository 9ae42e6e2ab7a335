"""Which column of a file means what, remembered per organization for the next file with the same titles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring import access, clock
from mentoring.store import retrying
from mentoring.tables.recruitment import FileShape
from recruitment import imports

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.tables.recruitment import Programme


def layout(context: Context, programme: Programme, content: bytes) -> imports.Columns:
    """Return the columns that the organization's last file of this shape had; by meaning, if there was none.

    Raises `FileUnreadable` if it isn't a table at all.
    """
    from recruitment.imports import sampling  # noqa: PLC0415 - only imports pay for it, no other work of the worker

    return remembered(context, programme, sampling.sample(content).signature) or imports.Columns()


def remembered(context: Context, programme: Programme, signature: str) -> imports.Columns | None:
    """Return what was chosen for files of this shape before."""
    kept = context.store.get(FileShape, *FileShape.key(programme.organization_id, signature))
    return imports.mapping_of(kept.mapping) if kept else None


@retrying
def remember(context: Context, programme: Programme, signature: str, columns: imports.Columns) -> None:
    """Keep what was chosen for files of this shape; the caller has checked the user."""
    key = FileShape.key(programme.organization_id, signature)
    kept = context.store.get(FileShape, *key)
    if kept is not None and kept.mapping == columns.told():
        return
    shape = kept or FileShape(*key)
    shape.mapping, shape.by, shape.at = columns.told(), access.person(context), clock.iso(context.clock())
    uow = context.step()
    uow.save(shape)
    uow.commit()
