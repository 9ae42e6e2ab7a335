"""What a browser is sent to the bucket with."""

from __future__ import annotations

from datetime import timedelta

from mentoring.store.bucket import Bucket


def test_given_a_file_that_a_browser_sends_or_fetches_when_signed_then_at_the_address_of_the_buckets_region() -> None:
    # S3, «Virtual hosting of buckets»: the address without a region sends requests for a new bucket on, with 307.
    here = "https://documents.s3.eu-central-1.amazonaws.com/"
    assert Bucket().upload("jobs/1", 100, timedelta(minutes=5), "https://mentoring.example/").url == here
    assert Bucket().link("jobs/1", "a.csv", "text/csv", timedelta(minutes=5)).startswith(f"{here}jobs/1?")
