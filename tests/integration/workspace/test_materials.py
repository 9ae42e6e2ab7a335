"""Materials through the handlers: links, files that are brought and kept, who gets at them, and how they go."""

from __future__ import annotations

import base64
import json
import re
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from mentoring import runtime
from mentoring.events.workspace import MaterialAdded, MaterialDeleted
from mentoring.settings import settings
from mentoring.store.bucket import _s3
from mentoring.tables.pairing import Pair
from mentoring.tables.workspace import Material, SharedItem
from tests.fakes import MemoryStore, context_at
from tests.fakes.people import MENTEE, MENTOR, ORGANIZER, PAIR, PROGRAMME, STRANGER, event
from tests.fakes.racing_handlers import race
from tests.integration.lambdas import deliver, keep, outbox, said
from tests.integration.workspace.givens import OTHER_MENTEE, OTHER_MENTOR, ROOM, call, hidden, others
from tests.unit.workspace.test_filetypes import REFUSED, TAKEN
from workspace import api, consumer
from workspace.filetypes import FileRefused
from workspace.use_cases import uploads

if TYPE_CHECKING:
    from mentoring.store.dynamo import DynamoStore

HERE = f"{ROOM}/materials"
PAGE = f"/rooms/{PAIR}/materials"
PNG, PDF = TAKEN[".png"], TAKEN[".pdf"]


@pytest.fixture(autouse=True)
def _others(agreed: DynamoStore, room: None) -> None:
    others(agreed)


def policy(form: dict[str, Any]) -> list[Any]:
    """Return the conditions under which S3 takes a form's file."""
    conditions: list[Any] = json.loads(base64.b64decode(form["fields"]["policy"]))["conditions"]
    return conditions


def brought(content: bytes, who: str = MENTEE) -> str:
    """Given: a browser sent a file with the form of ours. Return the upload's id."""
    form = said(call("POST", f"{ROOM}/uploads", who))
    runtime.ports().files.put(form["fields"]["key"], content, "application/octet-stream")
    return str(form["upload_id"])


def kept(content: bytes = PNG, who: str = MENTEE, visibility: str = "author") -> str:
    """Given: a file of the room, as its events left it. Return the material's id."""
    answer = call(
        "POST", f"{ROOM}/uploads/{brought(content, who)}", who, body={"title": "Plan", "visibility": visibility}
    )
    assert answer["statusCode"] == 201
    material_id = str(said(answer)["material_id"])
    settled(material_id)
    return material_id


def settled(material_id: str) -> None:
    told = MaterialAdded(PROGRAMME, PAIR, material_id, MENTEE, "file")
    assert deliver(consumer.handler, event(told, MemoryStore())) == []


def removed(material_id: str) -> None:
    assert deliver(consumer.handler, event(MaterialDeleted(PROGRAMME, PAIR, material_id), MemoryStore())) == []


def files() -> dict[str, str]:
    """Return the keys of the bucket, each with its tag."""
    listed = _s3().list_objects_v2(Bucket=settings().bucket).get("Contents", [])
    tags = {one["Key"]: _s3().get_object_tagging(Bucket=settings().bucket, Key=one["Key"])["TagSet"] for one in listed}
    return {key.partition("/")[0]: "".join(one["Value"] for one in found) for key, found in tags.items()}


def tag(material_id: str, who: str = MENTEE) -> dict[str, str]:
    return {"if-match": call("GET", f"{HERE}/{material_id}", who)["multiValueHeaders"]["ETag"][0]}


def widened(material_id: str, to: str) -> dict[str, Any]:
    return call("POST", f"{HERE}/{material_id}/widening", MENTEE, body={"visibility": to}, headers=tag(material_id))


def test_given_the_form_of_a_file_when_read_then_s3_demands_key_size_and_encryption() -> None:
    form = said(call("POST", f"{ROOM}/uploads", MENTEE))
    conditions = policy(form)
    assert ["content-length-range", 1, 25_000_000] in conditions
    assert {"key": f"uploads/{PAIR}/{form['upload_id']}"} in conditions
    assert {"x-amz-server-side-encryption": "aws:kms"} in conditions
    assert {"x-amz-server-side-encryption-aws-kms-key-id": settings().room_key} in conditions
    then = f"{settings().public_url}/rooms/{PAIR}/uploads/{form['upload_id']}"
    assert {"success_action_redirect": then} in conditions


def test_given_a_file_that_is_too_large_when_a_page_brings_it_then_it_arrives_and_the_page_says_so_in_words() -> None:
    page = call("GET", f"/rooms/{PAIR}/materials", MENTEE)["body"]
    fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]+)"', page))
    taken = json.loads(base64.b64decode(fields["policy"]))["conditions"]
    assert ["content-length-range", 1, uploads.TAKEN] in taken
    assert f'data-most="{uploads.LARGEST}"' in page
    runtime.ports().files.put(fields["key"], PDF + bytes(uploads.LARGEST), "application/octet-stream")
    place = urlsplit(fields["success_action_redirect"]).path
    named = {"title": "Film", "visibility": "author"}
    for answer in (call("GET", place, MENTEE), call("POST", place, MENTEE, form=named)):
        assert (answer["statusCode"], "at most 25 MB are taken" in answer["body"]) == (422, True)
        assert 'type="file"' in answer["body"]
    refused = call("POST", f"/v1{place}", MENTEE, body=named)
    assert (refused["statusCode"], said(refused)["type"].rpartition(":")[2]) == (422, "file-too-large")
    assert uploads.LARGEST == 25_000_000  # as the words say


def test_given_a_file_when_brought_and_kept_then_it_is_encrypted_stays_and_is_fetched_by_whom_it_is_for() -> None:
    upload = brought(PDF)
    assert "PDF" in call("GET", f"/rooms/{PAIR}/uploads/{upload}", MENTEE)["body"]
    sent = call("POST", f"/rooms/{PAIR}/uploads/{upload}", MENTEE, form={"title": "Żółty plan", "visibility": "pair"})
    assert sent["statusCode"] == 303
    assert files() == {"uploads": "", "rooms": "unsettled"}
    settled(upload)
    assert files() == {"rooms": ""}
    head = _s3().head_object(Bucket=settings().bucket, Key=f"rooms/{PAIR}/{upload}")
    assert (head["ServerSideEncryption"], head["SSEKMSKeyId"]) == ("aws:kms", settings().room_key)
    for who in (MENTOR, MENTEE):
        answer = call("GET", f"{PAGE}/{upload}/file", who)
        url = answer["multiValueHeaders"]["Location"][0]
        assert answer["statusCode"] == 303
        assert "attachment" in url
        assert "filename%2A%3DUTF-8" in url
        assert "X-Amz-Expires=300" in url
        view = said(call("GET", f"{HERE}/{upload}", who))
        assert (view["title"], view["media_type"], view["size"]) == ("Żółty plan", "application/pdf", len(PDF))
    for who in (ORGANIZER, STRANGER, OTHER_MENTOR):
        for path in (f"{HERE}/{upload}", f"{PAGE}/{upload}", f"{PAGE}/{upload}/file"):
            assert call("GET", path, who)["statusCode"] == 404


def test_given_a_material_when_the_table_is_read_then_neither_its_title_nor_its_address_is_there(
    agreed: DynamoStore,
) -> None:
    body = {"title": "Terapia", "url": "https://tajne.example/depresja"}
    material_id = said(call("POST", HERE, MENTEE, body=body))["material_id"]
    widened(material_id, "programme")
    items = [
        *agreed.query(Material, *Material.key(PAIR, material_id)),
        *agreed.query(SharedItem, *SharedItem.of(PROGRAMME)),
    ]
    raw = json.dumps([one.serialize() for one in items], default=lambda blob: blob.decode("latin-1"))
    assert len(items) == 2
    assert not [word for word in ("Terapia", "tajne", "depresja") if word in raw]


def test_given_a_file_of_ones_own_when_the_partner_asks_then_it_does_not_exist() -> None:
    material_id = kept()
    assert call("GET", f"{HERE}/{material_id}", MENTOR)["statusCode"] == 404
    assert call("GET", f"{PAGE}/{material_id}/file", MENTOR)["statusCode"] == 404
    assert said(call("GET", HERE, MENTOR))["items"] == []
    assert call("DELETE", f"{HERE}/{material_id}", MENTOR, headers={"if-match": "*"})["statusCode"] == 404


@pytest.mark.parametrize("name", ["program", "page", "macros"])
def test_given_a_file_that_is_not_taken_when_brought_then_it_says_so_in_words_and_nothing_is_kept(name: str) -> None:
    upload = brought(REFUSED[name])
    page = call("GET", f"/rooms/{PAIR}/uploads/{upload}", MENTEE)
    assert (page["statusCode"], "take files of this kind" in page["body"]) == (422, True)
    told = {"title": "Plan"}
    assert call("POST", f"/rooms/{PAIR}/uploads/{upload}", MENTEE, form=told)["statusCode"] == 422
    refused = call("POST", f"{ROOM}/uploads/{upload}", MENTEE, body=told)
    assert said(refused)["type"] == "urn:tandem:problem:file-refused"
    assert said(call("GET", HERE, MENTEE))["items"] == []


def test_given_an_upload_nobody_brought_or_of_somebody_else_when_kept_then_there_is_none() -> None:
    foreign = brought(PNG)
    runtime.ports().files.put(f"uploads/another/{foreign}x", PNG, "")
    for upload in ("0" * 32, "none", f"{foreign}x", "../x"):
        assert call("POST", f"{ROOM}/uploads/{upload}", MENTEE, body={"title": "x"})["statusCode"] == 404
    assert call("POST", f"{ROOM}/uploads/{foreign}", STRANGER, body={"title": "x"})["statusCode"] == 404


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "ftp://a.example/", "https://", "//a.example", "a.example", "https://user:pw@a.example/",
     "https://a b.example/", "data:text/html,x", "https://localhost", "https://[::1"],
)  # fmt: skip
def test_given_an_address_that_is_no_page_when_kept_as_a_link_then_it_is_refused_at_its_field(url: str) -> None:
    refused = call("POST", HERE, MENTEE, body={"title": "x", "url": url})
    assert (refused["statusCode"], said(refused)["errors"][0]["pointer"]) == (422, "/url")
    page = call("POST", PAGE, MENTEE, form={"title": "Zostaje", "url": url})
    assert (page["statusCode"], 'value="Zostaje"' in page["body"]) == (422, True)


def test_given_a_link_when_shown_then_its_host_stands_beside_it() -> None:
    body = {"title": "Książka", "url": "https://biblioteka.example/ksiazka?id=1", "visibility": "pair"}
    material_id = said(call("POST", HERE, MENTEE, body=body))["material_id"]
    for path in (PAGE, f"{PAGE}/{material_id}"):
        assert "biblioteka.example" in call("GET", path, MENTOR)["body"]
    assert "1 link or file" in call("GET", f"/rooms/{PAIR}", MENTOR)["body"]


def test_given_a_picture_when_its_page_is_shown_then_only_this_page_may_show_it_from_the_bucket() -> None:
    picture, text = kept(PNG), kept(PDF)
    page = call("GET", f"{PAGE}/{picture}", MENTEE)
    assert '<img class="picture"' in page["body"]
    assert "img-src 'self' https://" in page["multiValueHeaders"]["Content-Security-Policy"][0]
    other = call("GET", f"{PAGE}/{text}", MENTEE)
    assert "<img class" not in other["body"]
    assert "img-src 'self' data:" in other["multiValueHeaders"]["Content-Security-Policy"][0]


def test_given_a_file_when_shown_to_others_then_they_get_it_and_when_deleted_nobody_does(agreed: DynamoStore) -> None:
    material_id = kept(PDF)
    assert widened(material_id, "mentees")["statusCode"] == 200
    (one,) = said(call("GET", f"/v1/shared/{PROGRAMME}", OTHER_MENTEE))["items"]
    shared = f"/shared/{PROGRAMME}/{one['shared_id']}"
    assert call("GET", f"{shared}/file", OTHER_MENTEE)["statusCode"] == 303
    assert said(call("GET", f"/v1{shared}", OTHER_MENTEE))["file_url"]
    assert call("GET", f"{shared}/file", OTHER_MENTOR)["statusCode"] == 404
    assert call("DELETE", f"{HERE}/{material_id}", MENTEE, headers=tag(material_id))["statusCode"] == 204
    for path, who in (
        (f"{shared}/file", OTHER_MENTEE),
        (f"{PAGE}/{material_id}/file", MENTEE),
        (f"{PAGE}/{material_id}", MENTOR),
    ):
        assert call("GET", path, who)["statusCode"] == 404
    assert files() == {"rooms": ""}
    late = call("POST", f"{ROOM}/uploads/{material_id}", MENTEE, body={"title": "noch mal"})
    assert late["statusCode"] == 404  # what is being deleted can't come back
    for _ in range(2):
        removed(material_id)
    assert (files(), agreed.get(Material, *Material.key(PAIR, material_id))) == ({}, None)


def test_given_a_file_that_is_deleted_when_its_first_event_comes_late_then_it_is_gone_all_the_same() -> None:
    upload = brought(PNG)
    call("POST", f"{ROOM}/uploads/{upload}", MENTEE, body={"title": "Plan"})
    call("DELETE", f"{HERE}/{upload}", MENTEE, headers=tag(upload))
    removed(upload)
    settled(upload)
    assert files() == {}


def test_given_one_upload_when_it_is_kept_twice_at_once_then_it_is_one_material(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    upload = brought(PNG)
    requests = [
        partial(call, "POST", f"{ROOM}/uploads/{upload}", MENTEE, body={"title": f"Plan {n}"}) for n in range(4)
    ]
    answers = race(monkeypatch, api.app, requests)
    assert [one["statusCode"] for one in answers] == [201] * 4
    assert len({said(one)["title"] for one in answers}) == 1
    assert (len(said(call("GET", HERE, MENTEE))["items"]), len(outbox("MaterialAdded"))) == (1, 1)


def test_given_two_who_bring_files_at_once_when_both_keep_them_then_both_are_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    uploads = {who: brought(PNG, who) for who in (MENTOR, MENTEE)}
    body = {"title": "Plan", "visibility": "pair"}
    requests = [partial(call, "POST", f"{ROOM}/uploads/{one}", who, body=body) for who, one in uploads.items()]
    assert [one["statusCode"] for one in race(monkeypatch, api.app, requests)] == [201] * 2
    assert {one["material_id"] for one in said(call("GET", HERE, MENTOR))["items"]} == set(uploads.values())


def test_given_a_file_when_it_is_shown_to_more_people_while_it_is_deleted_then_either_all_of_it_is_there_or_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    material_id = kept()
    version = tag(material_id)
    wider = partial(
        call, "POST", f"{HERE}/{material_id}/widening", MENTEE, body={"visibility": "mentees"}, headers=version
    )
    requests = [partial(call, "DELETE", f"{HERE}/{material_id}", MENTEE, headers=version), wider] * 2
    statuses = [one["statusCode"] for one in race(monkeypatch, api.app, requests)]
    there = call("GET", f"{HERE}/{material_id}", MENTEE)["statusCode"] == 200
    assert statuses.count(204) == (not there)
    assert len(said(call("GET", f"/v1/shared/{PROGRAMME}", OTHER_MENTEE))["items"]) == there


def test_given_another_file_under_the_same_form_when_it_comes_after_the_first_was_kept_then_the_first_stays() -> None:
    material_id = kept(PNG)
    runtime.ports().files.put(f"uploads/{PAIR}/{material_id}", REFUSED["program"], "")
    assert runtime.ports().files.get(f"rooms/{PAIR}/{material_id}") == PNG
    assert call("POST", f"{ROOM}/uploads/{material_id}", MENTEE, body={"title": "x"})["statusCode"] == 201
    assert runtime.ports().files.get(f"rooms/{PAIR}/{material_id}") == PNG


def test_given_a_file_that_came_with_a_mail_when_taken_twice_then_it_is_one_material_of_the_pair(
    agreed: DynamoStore,
) -> None:
    ports = runtime.ports()
    context = context_at(store=agreed, files=ports.files, keys=ports.keys, service="workspace")
    for _ in range(2):
        made = uploads.take(context, PAIR, MENTOR, "Ćwiczenie.pdf", PDF)
    (one,) = said(call("GET", HERE, MENTEE))["items"]
    assert (one["title"], one["author"], one["visibility"]) == ("Ćwiczenie", MENTOR, "pair")
    settled(made.material_id)
    assert files() == {"rooms": ""}
    with pytest.raises(FileRefused):
        uploads.take(context, PAIR, MENTOR, "faktura.pdf", REFUSED["program"])


def test_given_a_process_that_has_ended_when_materials_are_used_then_they_are_fetched_and_nothing_is_added(
    agreed: DynamoStore,
) -> None:
    material_id, upload = kept(visibility="pair"), brought(PNG)
    version = tag(material_id)
    pair = agreed.get(Pair, *Pair.key(PAIR))
    assert pair is not None
    pair.outcome = "completed"
    keep(agreed, pair)
    assert call("GET", f"{PAGE}/{material_id}/file", MENTOR)["statusCode"] == 303
    assert "<details" not in call("GET", PAGE, MENTOR)["body"] + call("GET", f"{PAGE}/{material_id}", MENTEE)["body"]
    for answer in (
        call("POST", HERE, MENTEE, body={"title": "T", "url": "https://a.example/"}),
        call("POST", f"{ROOM}/uploads", MENTEE),
        call("POST", f"{ROOM}/uploads/{upload}", MENTEE, body={"title": "T"}),
        call("POST", f"{HERE}/{material_id}/widening", MENTEE, body={"visibility": "mentors"}, headers=version),
        call("DELETE", f"{HERE}/{material_id}", MENTEE, headers=version),
    ):
        assert answer["statusCode"] == 409


def test_given_pages_when_a_material_is_shown_to_others_and_deleted_then_each_step_works_without_javascript() -> None:
    sent = call("POST", PAGE, MENTEE, form={"title": "Tekst", "url": "https://a.example/", "visibility": "pair"})
    here = sent["multiValueHeaders"]["Location"][0]
    version = hidden(call("GET", here, MENTEE)["body"], "version")
    assert (
        call("POST", f"{here}/widening", MENTEE, form={"visibility": "mentors", "version": version})["statusCode"]
        == 303
    )
    late = call("POST", f"{here}/deletion", MENTEE, form={"version": version})
    assert late["statusCode"] == 412
    version = hidden(late["body"], "version")
    assert call("POST", f"{here}/deletion", MENTEE, form={"version": version})["statusCode"] == 303
    assert call("GET", here, MENTEE)["statusCode"] == 404
