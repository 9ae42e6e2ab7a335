"""Files of a room on the deployed template: what the bucket takes and refuses, and who gets a file."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from unittest.mock import patch
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from infra.season.people import SeasonFailed

if TYPE_CHECKING:
    from infra.season import acts
    from tests.e2e.client import RunningStack

PDF = b"%PDF-1.4\n% Plan\n%%EOF\n"
PROGRAM = b"MZ\x90\x00" + bytes(4_000)
LARGEST = 25_000_000
ROOM = "/v1/rooms"


def _brought(running: acts.Season, content: bytes) -> str:
    """Given: the mentee of the second pair brought a file. Return where it is to be kept."""
    here = f"{ROOM}/{running.pairs[1].pair_id}"
    form = running.pairs[1].mentee.post(f"{here}/uploads")
    running.stage.bring(form, "plan.pdf", content)
    return f"{here}/uploads/{form['upload_id']}"


@pytest.fixture(scope="module")
def kept(running: acts.Season) -> dict[str, Any]:
    """Given: a file that the mentee of the second pair keeps for both."""
    return running.pairs[1].mentee.post(_brought(running, PDF), {"title": "Plan", "visibility": "pair"})


def test_given_a_form_when_a_file_is_larger_than_it_allows_then_the_bucket_refuses_it(running: acts.Season) -> None:
    assert _brought(running, PDF + bytes(LARGEST - len(PDF)))
    with pytest.raises(SeasonFailed, match="EntityTooLarge"):
        _brought(running, PDF + bytes(LARGEST))


def test_given_a_form_when_it_is_sent_to_another_place_then_the_bucket_refuses_it(running: acts.Season) -> None:
    mentee, (first, second) = running.pairs[1].mentee, running.pairs[:2]
    form = mentee.post(f"{ROOM}/{second.pair_id}/uploads")
    elsewhere = form["fields"] | {"key": form["fields"]["key"].replace(second.pair_id, first.pair_id)}
    with pytest.raises(SeasonFailed, match="the bucket answered 403"):
        running.stage.bring(form | {"fields": elsewhere}, "plan.pdf", PDF)


def test_given_a_program_that_is_called_a_pdf_when_it_is_kept_then_it_is_refused_in_words(running: acts.Season) -> None:
    with pytest.raises(SeasonFailed, match=r"answered 422 .*file-refused"):
        running.pairs[1].mentee.post(_brought(running, PROGRAM), {"title": "Plan"})


def test_given_a_pdf_when_the_partner_fetches_it_then_it_is_a_file_to_save_with_the_same_bytes(
    running: acts.Season, kept: dict[str, Any]
) -> None:
    found = running.pairs[1].mentor.get(f"{ROOM}/{running.pairs[1].pair_id}/materials/{kept['material_id']}")
    answer = httpx.get(found["file_url"])
    assert answer.content == PDF
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.headers["content-type"] == "application/pdf"


def test_given_a_file_of_a_pair_when_strangers_ask_for_it_then_there_is_none(
    running: acts.Season, kept: dict[str, Any]
) -> None:
    here = f"/rooms/{running.pairs[1].pair_id}/materials/{kept['material_id']}"
    strangers = [one for one in running.pairs[0].both if one not in running.pairs[1].both]
    for stranger in (*strangers, running.organizer):
        answers = {path: stranger.status(path) for path in (f"/v1{here}", here, f"{here}/file")}
        assert set(answers.values()) == {404}, answers
    own = f"/v1/rooms/{running.pairs[0].pair_id}/materials/{kept['material_id']}"
    assert running.pairs[0].mentee.status(own) == 404


def test_given_a_link_when_five_minutes_have_passed_or_it_was_changed_then_the_bucket_gives_nothing(
    stack: RunningStack, running: acts.Season, kept: dict[str, Any]
) -> None:
    url = running.pairs[1].mentee.get(f"{ROOM}/{running.pairs[1].pair_id}/materials/{kept['material_id']}")["file_url"]
    asked = parse_qs(urlsplit(url).query)
    assert asked["X-Amz-Expires"] == ["300"]
    assert httpx.get(url).status_code == 200
    assert httpx.get(url.replace("X-Amz-Expires=300", "X-Amz-Expires=3000")).status_code == 403
    assert httpx.get(url.split("?")[0]).status_code == 403
    # The engine's clock is this machine's: a link of six minutes ago is one that was signed then.
    place = {"Bucket": stack.outputs["BucketName"], "Key": urlsplit(url).path.split("/", 2)[2]}
    signed = {ago: _signed(stack, place, timedelta(seconds=ago)) for ago in (240, 360)}
    assert {ago: httpx.get(one).status_code for ago, one in signed.items()} == {240: 200, 360: 403}


def _signed(stack: RunningStack, place: dict[str, str], ago: timedelta) -> str:
    """Return a link for five minutes that was signed some time ago."""
    then = datetime.now(UTC) - ago
    with patch("botocore.auth.get_current_datetime", lambda: then.replace(tzinfo=None)):
        return str(stack.aws("s3").generate_presigned_url("get_object", place, ExpiresIn=300))
