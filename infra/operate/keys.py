"""Replaces the signing key: the new one is first accepted everywhere, then signs, and is alone a month later.

CloudFormation resolves a reference to a secret again only if the reference changes; so the versions are parameters of
the template, and each step is a deployment that changes them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from infra.operate.stack import Deployed

SIGNS, COUNTS = "SigningKeyVersion", "AcceptedKeyVersion"
CURRENT, PENDING = "AWSCURRENT", "AWSPENDING"
LENGTH = 64


def rotate(stack: Deployed, say: Callable[[str], None]) -> None:
    """Create a new key and sign with it; signatures of the old one are accepted until `retire`.

    If interrupted, start it again from the beginning: a new version replaces the one that never signed.
    """
    secrets, secret = stack.client("secretsmanager"), stack.physical["SigningKey"]
    old = _version(stack, CURRENT)
    text = secrets.get_random_password(PasswordLength=LENGTH, ExcludePunctuation=True)["RandomPassword"]
    new = secrets.put_secret_value(SecretId=secret, SecretString=text, VersionStages=[PENDING])["VersionId"]
    say(f"a new version {new} of the key; the one that signs is {old}")
    stack.change({SIGNS: _named(old), COUNTS: _named(new)})
    say("every function accepts both; the old one signs")
    secrets.update_secret_version_stage(
        SecretId=secret, VersionStage=CURRENT, MoveToVersionId=new, RemoveFromVersionId=old
    )
    stack.change({SIGNS: _named(new), COUNTS: _named(old)})
    say(
        "the new one signs; both are accepted. In 31 days: retire the old one, then no link of its is in force any more"
    )


def retire(stack: Deployed, say: Callable[[str], None]) -> None:
    """Accept only the signing key: signatures of older ones are no longer valid."""
    current = _version(stack, CURRENT)
    stack.change({SIGNS: _named(current), COUNTS: _named(current)})
    say(f"only the version {current} counts")


def _version(stack: Deployed, stage: str) -> str:
    described = stack.client("secretsmanager").describe_secret(SecretId=stack.physical["SigningKey"])
    (version,) = [one for one, stages in described["VersionIdsToStages"].items() if stage in stages]
    return str(version)


def _named(version: str) -> str:
    """Return a version as it is written at the end of a reference (`…:SecretString:json-key:stage:version-id`)."""
    return f":::{version}"
