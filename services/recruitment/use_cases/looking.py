"""A look at a file before it is imported: which column means what, and what will happen to each row.

Nothing is written here; `shapes` remembers what organizers choose.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import field, replace
from difflib import get_close_matches
from typing import TYPE_CHECKING

from mentoring import access
from mentoring.batches import batched
from mentoring.tables.core import Item
from mentoring.tables.recruitment import Application, Disowned, Readdressed
from mentoring.values import dataclass
from recruitment import imports, store
from recruitment.domain.form import Form
from recruitment.imports import sampling
from recruitment.imports.own import UNCLEAR as OWN_UNCLEAR
from recruitment.use_cases import correcting, form_plan, importing, shapes
from recruitment.use_cases.reached import application_id_of, application_ids

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mentoring.context import Context
    from mentoring.tables.recruitment import Programme

LOOKED_AT = 500
"""Rows that are looked at; what becomes of the others is told when they are imported."""
MOST_VALUES = 15
"""Words of a column that are asked about at once, the most frequent."""
UNCLEAR = {OWN_UNCLEAR: "", "role": "role", "consent-unclear": "", "mode": "mode", "form": "form", "prefers": "prefers"}
"""Codes of words that an organizer can translate for all rows."""
NEW, THERE, CORRECTED, DISOWNED, REFUSED = "new", "there", "corrected", "disowned", "another"
"""What becomes of an application in a file: it is made; it is there already; what was edited in it after an export is
changed; its person said that it isn't them; what was edited can't be changed.
"""


@dataclass(frozen=True)
class Look:
    """What a file is, as far as it was looked at.

    `fields` are the fields of its columns by position, `problem` is why they don't suffice. `unclear` is field → words
    nobody can translate, with how often they occur; `fates` is what becomes of each application of `found`.
    """

    sample: sampling.Sample
    columns: imports.Columns
    fields: Mapping[int, str]
    remembered: bool
    problem: imports.FileUnreadable | None = None
    found: imports.ParsedFile | None = None
    unclear: Mapping[str, Sequence[tuple[str, int]]] | None = None
    topics: Sequence[tuple[str, int, str]] = ()
    fates: Sequence[str] = ()
    form: Form = field(default_factory=Form)

    @property
    def is_part(self) -> bool:
        """Return whether there may be more rows than were looked at."""
        return self.found is not None and self.found.count >= LOOKED_AT


def look(
    context: Context,
    programme: Programme,
    content: bytes,
    chosen: imports.Columns | None = None,
    *,
    with_fates: bool = True,
) -> Look:
    """Return what a file is, with the columns that were chosen, are remembered, or are known by their meaning.

    Without `with_fates` it isn't looked up what is there already. The caller has checked the user. Raises
    `FileUnreadable` if it isn't a table at all.
    """
    sample = sampling.sample(content)
    before = shapes.remembered(context, programme, sample.signature) if chosen is None else None
    form = form_plan.of(context, programme.programme_id)
    columns = importing.of_form(chosen or before or _suggested(sample), form)
    told = Look(sample, columns, columns.positions(sample.header), before is not None, form=form)
    try:
        found = imports.read(
            content,
            context.clock(),
            importing.into(programme, form),
            columns,
            first=LOOKED_AT,
        )
    except imports.FileUnreadable as error:
        return replace(told, problem=error)
    return replace(
        told,
        found=found,
        unclear=_unclear(found),
        topics=_topics(found, programme.topics),
        fates=_fates(context, programme, found, form) if with_fates else (),
    )


def _suggested(sample: sampling.Sample) -> imports.Columns:
    """Return every column by its meaning, and those nobody knows as suggested."""
    both = zip(sample.header, sample.suggested, strict=True)
    return imports.Columns({imports.plain(title): name for title, name in both if name})


def _unclear(found: imports.ParsedFile) -> dict[str, list[tuple[str, int]]]:
    counted = Counter((one.about, one.value) for one in found.said if one.code in UNCLEAR and one.value)
    words: dict[str, list[tuple[str, int]]] = {}
    for (name, text), number in counted.most_common():
        some = words.setdefault(name, [])
        if len(some) < MOST_VALUES:
            some.append((text, number))
    return words


def _topics(found: imports.ParsedFile, own: Sequence[str]) -> list[tuple[str, int, str]]:
    """Return topics that aren't the programme's own, how often they occur, and the one they resemble."""
    if not own:
        return []
    folded = {imports.plain(one): one for one in own}
    counted = Counter(topic for row in found.good for topic in row.profile["topics"] if topic not in own)
    return [
        (topic, number, folded[near[0]] if (near := get_close_matches(imports.plain(topic), folded, 1)) else "")
        for topic, number in counted.most_common(MOST_VALUES)
    ]


def _fates(context: Context, programme: Programme, found: imports.ParsedFile, form: Form) -> list[str]:
    """Return what becomes of each application in a file."""
    programme_id, fates = programme.programme_id, list[str]()
    for rows in batched(found.good, access.BATCH // 3):
        derived = [application_id_of(programme_id, row.role, row.email) for row in rows]
        keys = [item.key(programme_id, one) for one in derived for item in (Readdressed, Application)]
        keys += [Disowned.key(programme.organization_id, row.email) for row in rows]
        context.store.get_many(Item, keys)
        reached = application_ids(context, programme_id, [(row.role, row.email) for row in rows])
        ids = dict.fromkeys([*reached, *filter(None, map(imports.id_of, rows))])
        known = {
            one.application_id: one
            for one in context.store.get_many(Application, [Application.key(programme_id, one) for one in ids])
            if store.application(one).is_shown
        }
        disowned = importing.said_no(context, programme.organization_id, rows)
        for row, one in zip(rows, reached, strict=True):
            if (own := known.get(imports.id_of(row))) is not None:
                edit = correcting.correction(row, own, form)
                fates.append(REFUSED if edit.refused else THERE if edit.profile is None else CORRECTED)
            else:
                fates.append(DISOWNED if row in disowned else THERE if one in known else NEW)
    return fates
