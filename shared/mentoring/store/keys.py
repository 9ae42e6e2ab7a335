"""`Keys` over KMS, and the AWS Encryption SDK under it.

KMS wraps one data key for each room or programme and is told whose it is (`EncryptionContext`), which the policy of its
key demands. Values are sealed here, under that data key, as messages of the SDK: each has a data key of its own, is
bound to its place, and commits to its key. The SDK costs a cold start as much as half of boto3, so it is loaded by the
first value, and only functions with a key come so far.
"""

from __future__ import annotations

import time
from functools import cache
from typing import TYPE_CHECKING, Any

from botocore.config import Config
from botocore.exceptions import ClientError

from mentoring.aws import session
from mentoring.sealing import Key, NoKey, SealBroken, Whose
from mentoring.settings import settings

if TYPE_CHECKING:
    from collections.abc import Callable

REMEMBERED = 300.0
"""Seconds a process knows a data key; so long after a key was deleted it may still be used."""
MOST_REMEMBERED = 500
"""Data keys a process knows at a time."""


class KmsKeys:
    """`Keys` over KMS: one call for a room and process, none for further values."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._known: dict[bytes, tuple[bytes, float]] = {}

    def new(self, whose: Whose, owner: str) -> tuple[bytes, Key]:
        """See `Keys.new`."""
        made = _kms().generate_data_key(KeyId=_key_id(whose), EncryptionContext={str(whose): owner}, KeySpec="AES_256")
        wrapped, data_key = bytes(made["CiphertextBlob"]), bytes(made["Plaintext"])
        return wrapped, Key(lambda: (data_key, EncryptionSdk()))

    def key(self, whose: Whose, owner: str, wrapped: bytes) -> Key:
        """See `Keys.key`."""
        return Key(lambda: (self._data_key(whose, owner, wrapped), EncryptionSdk()))

    def forget(self) -> None:
        """Forget every data key, as a new process knows none."""
        self._known.clear()

    def _data_key(self, whose: Whose, owner: str, wrapped: bytes) -> bytes:
        known, until = self._known.get(wrapped, (b"", 0.0))
        if self._now() < until:
            return known
        opened = self._opened(whose, owner, wrapped)
        self._known.pop(wrapped, None)
        while len(self._known) >= MOST_REMEMBERED:
            del self._known[next(iter(self._known))]
        self._known[wrapped] = (opened, self._now() + REMEMBERED)
        return opened

    @staticmethod
    def _opened(whose: Whose, owner: str, wrapped: bytes) -> bytes:
        try:
            opened = _kms().decrypt(CiphertextBlob=wrapped, KeyId=_key_id(whose), EncryptionContext={str(whose): owner})
        except ClientError as error:
            if error.response["Error"]["Code"] == "InvalidCiphertextException":
                raise SealBroken from error
            raise
        return bytes(opened["Plaintext"])


class EncryptionSdk:
    """`Cipher` over the AWS Encryption SDK: AES-256-GCM with key derivation and commitment, without signature."""

    def seal(self, key: bytes, plain: bytes, place: dict[str, str]) -> bytes:
        """See `Cipher.seal`."""
        sdk = _sdk()
        sealed, _ = sdk.client.encrypt(
            source=plain, key_provider=sdk.provider(key), encryption_context=place, algorithm=sdk.suite
        )
        return bytes(sealed)

    def open(self, key: bytes, sealed: bytes, place: dict[str, str]) -> bytes:
        """See `Cipher.open`."""
        sdk = _sdk()
        try:
            plain, header = sdk.client.decrypt(source=sealed, key_provider=sdk.provider(key))
        except sdk.refused as error:
            raise SealBroken from error
        if header.encryption_context != place:
            raise SealBroken
        return bytes(plain)


class _Sdk:
    """What of the SDK is used. Only its older providers take a key as it is without the material providers' library."""

    def __init__(self) -> None:
        from aws_encryption_sdk import CommitmentPolicy, EncryptionSDKClient  # noqa: PLC0415 - 60 ms of a cold start
        from aws_encryption_sdk.exceptions import AWSEncryptionSDKClientError  # noqa: PLC0415
        from aws_encryption_sdk.identifiers import (  # noqa: PLC0415
            AlgorithmSuite,
            EncryptionKeyType,
            WrappingAlgorithm,
        )
        from aws_encryption_sdk.internal.crypto.wrapping_keys import WrappingKey  # noqa: PLC0415
        from aws_encryption_sdk.key_providers.raw import RawMasterKey  # noqa: PLC0415
        from cryptography.exceptions import InvalidTag  # noqa: PLC0415

        policy = CommitmentPolicy.REQUIRE_ENCRYPT_REQUIRE_DECRYPT
        self.client: Any = EncryptionSDKClient(commitment_policy=policy, max_encrypted_data_keys=1)
        self.suite = AlgorithmSuite.AES_256_GCM_HKDF_SHA512_COMMIT_KEY
        self.refused = (AWSEncryptionSDKClientError, InvalidTag)
        wrapping = WrappingAlgorithm.AES_256_GCM_IV12_TAG16_NO_PADDING
        symmetric = EncryptionKeyType.SYMMETRIC
        self.provider: Callable[[bytes], Any] = lambda key: RawMasterKey(
            provider_id="tandem", key_id=b"data", wrapping_key=WrappingKey(wrapping, key, symmetric)
        )


@cache
def _sdk() -> _Sdk:
    return _Sdk()


def _key_id(whose: Whose) -> str:
    chosen = settings().desk_key if whose == Whose.PROGRAMME else settings().room_key
    if not chosen:
        raise NoKey(whose)
    return chosen


@cache
def _kms() -> Any:
    return session().create_client(
        "kms", region_name=settings().region, config=Config(connect_timeout=2, read_timeout=5)
    )
