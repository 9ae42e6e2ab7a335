"""What a browser is sent to the bucket with."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from mentoring import aws
from mentoring.settings import settings
from mentoring.store import bucket

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def signing(monkeypatch: pytest.MonkeyPatch) -> Iterator[bucket.Bucket]:
    """Given: the bucket of a stack in Frankfurt, and a key to sign with; nothing is connected."""
    for name, value in {
        "AWS_REGION": "eu-central-1",
        "AWS_ACCESS_KEY_ID": "key",
        "AWS_SECRET_ACCESS_KEY": "secret",
        "BUCKET": "documents",
    }.items():
        monkeypatch.setenv(name, value)
    settings.cache_clear()
    bucket._s3.cache_clear()
    aws.session.cache_clear()
    yield bucket.Bucket()
    settings.cache_clear()
    bucket._s3.cache_clear()
    aws.session.cache_clear()


def test_given_a_file_that_a_browser_sends_or_fetches_when_signed_then_at_the_address_of_the_buckets_region(
    signing: bucket.Bucket,
) -> None:
    # S3, «Virtual hosting of buckets»: the address without a region sends requests for a new bucket on, with 307.
    here = "https://documents.s3.eu-central-1.amazonaws.com/"
    assert signing.upload("jobs/1", 100, timedelta(minutes=5), "https://mentoring.example/").url == here
    assert signing.link("jobs/1", "a.csv", "text/csv", timedelta(minutes=5)).startswith(f"{here}jobs/1?")
