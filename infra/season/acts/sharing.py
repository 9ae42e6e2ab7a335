"""What pairs keep and share: notes, each seen by other people, a file, the guides of the programme."""

from __future__ import annotations

from typing import TYPE_CHECKING

from infra.season.acts.season import listed
from infra.season.people import expect

if TYPE_CHECKING:
    from infra.season.acts.season import Pair, Season

AUTHOR, PAIR = "author", "pair"
BEYOND = ("mentors", "mentees", "programme")
"""What others of the programme see as well."""
FILE = "%PDF-1.4\n% Plan pierwszego miesiąca. {}\n%%EOF\n"
"""A file whose content is what its name says."""


def share_notes(season: Season, pair: Pair) -> None:
    """The mentee writes a note for each of those who may see one; the first pair's mentor sees what they may."""
    room = f"/v1/rooms/{pair.pair_id}/notes"
    for seen in (AUTHOR, PAIR, *BEYOND):
        words = {name: season.private(f"note.{name} {seen}", text) for name, text in _NOTE.items()}
        made = pair.mentee.post(room, words | {"visibility": AUTHOR if seen == AUTHOR else PAIR})
        if seen in BEYOND:
            made = pair.mentee.post(f"{room}/{made['note_id']}/widening", {"visibility": seen}, pair.mentee.tag)
        season.notes[made["visibility"]] += 1
    if pair is season.pairs[0]:
        shown = [one["visibility"] for one in pair.mentor.get(room)["items"]]
        expect(sorted(shown) == sorted((PAIR, *BEYOND)), f"{pair.mentor.email} sees notes seen by {shown}")


_NOTE = {"title": "Pytania na start", "text": "Co chcę **zmienić**? Kto mi pomoże?"}


def share_file(season: Season, pair: Pair) -> None:
    """The mentee brings a file straight to the bucket and keeps it for both; the mentor downloads the same bytes."""
    room = f"/v1/rooms/{pair.pair_id}"
    content = FILE.format(season.private_part("file", "Pierwszy tydzień")).encode()
    form = pair.mentee.post(f"{room}/uploads")
    season.stage.bring(form, "plan.pdf", content)
    named = {"title": season.private("material.title", "Plan pierwszego miesiąca"), "visibility": PAIR}
    made = pair.mentee.post(f"{room}/uploads/{form['upload_id']}", named)
    found = pair.mentor.get(f"{room}/materials/{made['material_id']}")
    expect(
        (found["media_type"], found["size"]) == ("application/pdf", len(content)),
        f"a file of {pair.pair_id} is {found['size']} bytes of {found['media_type']}",
    )
    got = season.stage.fetch(found["file_url"])
    expect(got == content, f"{pair.mentor.email} downloaded {got[:60]!r}")
    season.files += 1


def keep_link(season: Season, pair: Pair) -> None:
    """The mentor keeps a link for both."""
    words = {"title": season.private("material.link", "Dobra rozmowa"), "visibility": PAIR}
    address = f"https://firma.example/{season.private_part('material.url', 'rozmowa')}"
    pair.mentor.post(f"/v1/rooms/{pair.pair_id}/materials", words | {"url": address})


def see_what_others_share(season: Season) -> None:
    """Mentors and mentees see what pairs opened to them, and nothing else."""
    pair = next(one for one in season.pairs if not one.silent)
    for person, seen in zip(pair.both, ("mentors", "mentees"), strict=True):
        shown = {one["visibility"] for one in listed(person, f"/v1/shared/{season.programme_id}")}
        expect(shown == {seen, "programme"}, f"others share with {person.email} what is seen by {sorted(shown)}")


def write_guides(season: Season) -> None:
    """The organizer takes the starter guides and publishes them."""
    here = f"/v1/handbook/{season.programme_id}/guides"
    season.organizer.post(f"{here}/starter-set")
    shelf = season.organizer.post(f"{here}/publication")
    expect(all(one["state"] == "published" for one in shelf["items"]), "a guide isn't published")


def read_guide(season: Season, pair: Pair) -> None:
    """The mentee reads what helps them now."""
    here = f"/v1/guides/{season.programme_id}"
    if not season.guide_id:
        season.guide_id = pair.mentee.get(here)["items"][0]["guide_id"]
    shown = pair.mentee.post(f"{here}/{season.guide_id}/reading")
    expect(shown["text"] and shown["is_read"], f"the guide {season.guide_id} shows {pair.mentee.email} nothing")
    season.guides_read += 1


def count_readers(season: Season) -> None:
    """The organizer sees how many have read a guide, and not who."""
    shelf = season.organizer.get(f"/v1/handbook/{season.programme_id}/guides")["items"]
    read = sum(one["read"] for one in shelf)
    expect(read == season.guides_read, f"{read} have read a guide, {season.guides_read} did")
