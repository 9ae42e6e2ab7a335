"""The S3 adapter of `Files`: the stack's one bucket."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from botocore.config import Config
from botocore.exceptions import ClientError

from mentoring.aws import session
from mentoring.files import FileGone, Upload
from mentoring.settings import settings

if TYPE_CHECKING:
    from datetime import timedelta


class Bucket:
    """`Files` in the bucket; connects on first use."""

    def put(self, key: str, content: bytes, kind: str) -> None:
        """See `Files.put`."""
        _s3().put_object(Bucket=settings().bucket, Key=key, Body=content, ContentType=kind)

    def get(self, key: str) -> bytes:
        """See `Files.get`."""
        try:
            content: bytes = _s3().get_object(Bucket=settings().bucket, Key=key)["Body"].read()
        except _s3().exceptions.NoSuchKey as error:
            raise FileGone(key) from error
        return content

    def size(self, key: str) -> int | None:
        """See `Files.size`."""
        try:
            return int(_s3().head_object(Bucket=settings().bucket, Key=key)["ContentLength"])
        except ClientError as error:
            if error.response["ResponseMetadata"]["HTTPStatusCode"] == 404:  # noqa: PLR2004 - HEAD has no error code
                return None
            raise

    def remove(self, key: str) -> None:
        """See `Files.remove`."""
        _s3().delete_object(Bucket=settings().bucket, Key=key)

    def upload(self, key: str, most: int, lifetime: timedelta, then: str) -> Upload:
        """See `Files.upload`: a POST policy (S3, «Browser-based uploads using POST»)."""
        form = _s3().generate_presigned_post(
            settings().bucket,
            key,
            Fields={"success_action_redirect": then},
            Conditions=[["content-length-range", 1, most], {"success_action_redirect": then}],
            ExpiresIn=int(lifetime.total_seconds()),
        )
        return Upload(form["url"], form["fields"])

    def link(self, key: str, name: str, kind: str, lifetime: timedelta) -> str:
        """See `Files.link`."""
        address: str = _s3().generate_presigned_url(
            "get_object",
            Params={
                "Bucket": settings().bucket,
                "Key": key,
                "ResponseContentDisposition": f'attachment; filename="{name}"',
                "ResponseContentType": kind,
            },
            ExpiresIn=int(lifetime.total_seconds()),
        )
        return address


@cache
def _s3() -> Any:
    """Return the client.

    What it signs names the bucket's region: left to itself botocore signs for the address all regions share, which for
    hours sends the browser of a new bucket on to another host, where neither signature nor form-action holds (S3,
    «Virtual hosting of buckets»).
    """
    config = Config(signature_version="s3v4", s3={"addressing_style": "virtual"}, connect_timeout=2, read_timeout=20)
    return session().create_client("s3", region_name=settings().region, config=config)
