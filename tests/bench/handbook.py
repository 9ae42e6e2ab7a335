"""The guides of a programme, as `walk` asks for them: written by organizers, read by participants."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from infra.season import acts

if TYPE_CHECKING:
    from tests.bench.walk import Walk

ORGANIZER = acts.ORGANIZER


def walk(one: Walk) -> None:
    """Guides are taken, written, moved, published and read; a session guide is written and given up."""
    here, first = "handbook/<programme_id>/guides", one.pairs[0][1]
    written = {"audience": "both", "stage": "always", "state": "published", "link": "https://firma.example/film"}
    text = {"title": "Rozmowa", "text": "Pytaj."}
    guide = {"guide_id": one.said(f"POST /v1/{here}", ORGANIZER, body=written | {"texts": {"pl": text}})["guide_id"]}
    one.do(f"POST /{here}/new", ORGANIZER, form=written | {"title_pl": "Druga", "text_pl": "Słuchaj."})
    one.do(f"POST /v1/{here}/starter-set", ORGANIZER)
    one.do(f"POST /{here}/publication", ORGANIZER, form={})
    for prefix in ("/v1", ""):
        one.do(f"GET {prefix}/{here}", ORGANIZER)
        one.do(f"GET {prefix}/{here}/<guide_id>", ORGANIZER, ids=guide)
        one.do(f"GET {prefix}/guides/<programme_id>", first)
        one.do(f"GET {prefix}/guides/<programme_id>/<guide_id>", first, ids=guide)
    one.do(f"GET /{here}/new", ORGANIZER)
    one.do("POST /guides/<programme_id>/<guide_id>/reading", first, ids=guide, form={})
    one.do("POST /v1/guides/<programme_id>/<guide_id>/reading", one.pairs[0][2], ids=guide)
    shown = one.do(f"GET /v1/{here}/<guide_id>", ORGANIZER, ids=guide)
    body = written | {"texts": {"pl": text}}
    one.do(f"PUT /v1/{here}/<guide_id>", ORGANIZER, ids=guide, body=body, headers=if_match(shown))
    form = written | {
        "title_pl": "Rozmowa",
        "text_pl": "Pytaj.",
        "version": one._tag("guide", "guide_id", guide["guide_id"]),
    }
    one.do(f"POST /{here}/<guide_id>", ORGANIZER, ids=guide, form=form)
    shelf = one.do(f"GET /v1/{here}", ORGANIZER)
    one.do(f"PUT /v1/{here}/<guide_id>/place", ORGANIZER, ids=guide, body={"to": "down"}, headers=if_match(shelf))
    place = {"to": "up", "version": one._items("guide_shelf")[0].tag}
    one.do(f"POST /{here}/<guide_id>/place", ORGANIZER, ids=guide, form=place)
    version = {"version": one._tag("guide", "guide_id", guide["guide_id"])}
    one.do(f"POST /{here}/<guide_id>/deletion", ORGANIZER, ids=guide, form=version)
    other = {"guide_id": next(each.guide_id for each in one._items("guide") if each.texts.get("en"))}
    shown = one.do(f"GET /v1/{here}/<guide_id>", ORGANIZER, ids=other)
    one.do(f"DELETE /v1/{here}/<guide_id>", ORGANIZER, ids=other, headers=if_match(shown))
    one.do(f"POST /{here}/starter-set", ORGANIZER, form={})
    one.do(f"POST /v1/{here}/publication", ORGANIZER)
    _sessions(one, "handbook/<programme_id>/sessions")


def _sessions(one: Walk, here: str) -> None:
    slot, told = {"slot": "1"}, {"title": "Start", "agenda": ["Rozmowa"], "prompts": ["Co nowego?"]}
    one.do(f"GET /{here}", ORGANIZER)
    one.do(f"GET /{here}/<slot>", ORGANIZER, ids=slot)
    shown = one.do(f"GET /v1/{here}", ORGANIZER)
    put = f"PUT /v1/{here}/<slot>"
    made = one.do(put, ORGANIZER, ids=slot, body={"texts": {"pl": told}}, headers=if_match(shown))
    one.do(f"DELETE /v1/{here}/<slot>", ORGANIZER, ids=slot, headers=if_match(made))
    form = {"title_pl": "Start", "agenda_pl": "Rozmowa", "version": one._items("session_guides")[0].tag}
    one.do(f"POST /{here}/<slot>", ORGANIZER, ids=slot, form=form)
    version = {"version": one._items("session_guides")[0].tag}
    one.do(f"POST /{here}/<slot>/reset", ORGANIZER, ids=slot, form=version)


def if_match(answer: dict[str, Any]) -> dict[str, str]:
    """Return the header that says which version a change is made of."""
    return {"if-match": answer["multiValueHeaders"]["ETag"][0]}


def with_file(content: bytes, **fields: str) -> dict[str, Any]:
    """Return a form with a file and fields beside it, as a browser sends it: its body and its headers."""
    head = 'Content-Disposition: form-data; name="file"; filename="a.csv"'
    beside = "".join(
        f'--edge\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{one}\r\n' for name, one in fields.items()
    )
    body = f"{beside}--edge\r\n{head}\r\nContent-Type: text/csv\r\n\r\n{content.decode()}\r\n--edge--\r\n"
    return {"form": body, "headers": {"content-type": "multipart/form-data; boundary=edge"}}
