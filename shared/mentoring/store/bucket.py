"""The S3 adapter of `Files`: the stack's one bucket."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from botocore.config import Config
from botocore.exceptions import ClientError

from mentoring.aws import session
from mentoring.files import ROOMS, UPLOADS, FileGone, Start, Upload
from mentoring.settings import settings

if TYPE_CHECKING:
    from datetime import timedelta

UNSETTLED = "state=unsettled"
"""The tag of a file of a room until its material is saved; a rule of the bucket deletes what keeps it for a day."""
ABSENT_OR_OTHER = (404, 412)


class Bucket:
    """`Files` in the bucket; connects on first use."""

    def put(self, key: str, content: bytes, kind: str) -> None:
        """See `Files.put`."""
        unsettled = {"Tagging": UNSETTLED} if key.startswith(ROOMS) else {}
        _s3().put_object(
            Bucket=settings().bucket, Key=key, Body=content, ContentType=kind, **unsettled, **_encryption(key)
        )

    def get(self, key: str) -> bytes:
        """See `Files.get`."""
        try:
            content: bytes = _s3().get_object(Bucket=settings().bucket, Key=key)["Body"].read()
        except _s3().exceptions.NoSuchKey as error:
            raise FileGone(key) from error
        return content

    def start(self, key: str, most: int) -> Start:
        """See `Files.start`."""
        try:
            found = _s3().get_object(Bucket=settings().bucket, Key=key, Range=f"bytes=0-{most - 1}")
        except _s3().exceptions.NoSuchKey as error:
            raise FileGone(key) from error
        return Start(found["Body"].read(), int(found["ContentRange"].rpartition("/")[2]), found["ETag"])

    def copy(self, key: str, to: str, mark: str) -> None:
        """See `Files.copy`."""
        try:
            _s3().copy_object(
                Bucket=settings().bucket,
                Key=to,
                CopySource={"Bucket": settings().bucket, "Key": key},
                CopySourceIfMatch=mark,
                TaggingDirective="REPLACE",
                Tagging=UNSETTLED,
                **_encryption(to),
            )
        except ClientError as error:
            if error.response["ResponseMetadata"]["HTTPStatusCode"] in ABSENT_OR_OTHER:
                raise FileGone(key) from error
            raise

    def settle(self, key: str) -> None:
        """See `Files.settle`."""
        try:
            _s3().delete_object_tagging(Bucket=settings().bucket, Key=key)
        except ClientError as error:
            if error.response["ResponseMetadata"]["HTTPStatusCode"] not in ABSENT_OR_OTHER:
                raise

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
        fields = {"success_action_redirect": then, **_form_encryption(key)}
        form = _s3().generate_presigned_post(
            settings().bucket,
            key,
            Fields=fields,
            Conditions=[["content-length-range", 1, most], *({name: value} for name, value in fields.items())],
            ExpiresIn=int(lifetime.total_seconds()),
        )
        return Upload(form["url"], form["fields"])

    def link(self, key: str, name: str, kind: str, lifetime: timedelta) -> str:
        """See `Files.link`."""
        return _address(key, _disposition(name), kind, lifetime)

    def view(self, key: str, kind: str, lifetime: timedelta) -> str:
        """See `Files.view`."""
        return _address(key, "inline", kind, lifetime)


def _address(key: str, disposition: str, kind: str, lifetime: timedelta) -> str:
    address: str = _s3().generate_presigned_url(
        "get_object",
        Params={
            "Bucket": settings().bucket,
            "Key": key,
            "ResponseContentDisposition": disposition,
            "ResponseContentType": kind,
        },
        ExpiresIn=int(lifetime.total_seconds()),
    )
    return address


def _disposition(name: str) -> str:
    """Return the header that names a download: in ASCII, and as it is (RFC 6266 §4.3)."""
    plain = "".join(one if one.isascii() and one.isprintable() and one not in '"\\%/' else "_" for one in name)
    whole = f"; filename*=UTF-8''{quote(name, safe='')}" if plain != name else ""
    return f'attachment; filename="{plain}"{whole}'


def _encryption(key: str) -> dict[str, str]:
    """Return what asks S3 to encrypt a file of a room with the key of rooms; it asks KMS in our name."""
    if not key.startswith((ROOMS, UPLOADS)):
        return {}
    return {"ServerSideEncryption": "aws:kms", "SSEKMSKeyId": settings().room_key}


def _form_encryption(key: str) -> dict[str, str]:
    """Return the same for a form, as fields that its policy demands."""
    if not _encryption(key):
        return {}
    encryption = "x-amz-server-side-encryption"
    return {encryption: "aws:kms", f"{encryption}-aws-kms-key-id": settings().room_key}


@cache
def _s3() -> Any:
    """Return the client.

    What it signs names the bucket's region: left to itself botocore signs for the address all regions share, which for
    hours sends the browser of a new bucket on to another host, where neither signature nor form-action holds (S3,
    «Virtual hosting of buckets»).
    """
    config = Config(signature_version="s3v4", s3={"addressing_style": "virtual"}, connect_timeout=2, read_timeout=20)
    return session().create_client("s3", region_name=settings().region, config=config)
