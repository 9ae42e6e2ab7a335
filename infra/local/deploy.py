"""Deploying template.yaml into the engine: build, upload, transform, change set, and what the engine leaves out."""

from __future__ import annotations

import contextlib
import copy
import hashlib
import json
import logging
import shutil
import time
from typing import TYPE_CHECKING, Any

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError, WaiterError
from samtranslator.parser.parser import Parser
from samtranslator.translator.translator import Translator
from samtranslator.utils.py27hash_fix import to_py27_compatible_template, undo_mark_unicode_str_in_template

from infra import build
from infra.local.layout import StackFailed
from infra.local.process import CREDENTIALS, REGION
from infra.template import ROOT, resources, template

if TYPE_CHECKING:
    from pathlib import Path

    from infra.local.layout import Layout

STACK = "tandem"
ARTEFACTS = "artefacts"
MAIL_DOMAIN = "tandem.example"
INBOUND_DOMAIN = f"reply.{MAIL_DOMAIN}"
"""An identity that SES knows before the stack does: the engine's CloudFormation has no DKIM tokens to put out."""

FINGERPRINT = "Fingerprint"
"""Name of the output that says which template and sources the deployed stack was made from."""

LEFT_OUT = ("AWS::Events::Archive", "AWS::S3::BucketPolicy", "AWS::SES::ReceiptRule", "AWS::SES::ReceiptRuleSet")
"""Types the engine doesn't know, or whose rule can't hold on loopback (HTTPS only)."""

TLS_ONLY = {"Bool": {"aws:SecureTransport": "false"}}

METHODS = ("get", "head", "post", "put", "patch", "delete", "options")

SOURCES = ("services", "shared", "infra/local/overlay")


logging.getLogger("samtranslator").setLevel(logging.ERROR)  # it warns of feature toggles nobody here can set


def client(layout: Layout, service: str) -> Any:
    """Return a boto3 client of the engine with its root key."""
    return boto3.client(
        service,
        endpoint_url=layout.engine_url,
        region_name=REGION,
        aws_access_key_id=CREDENTIALS["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=CREDENTIALS["AWS_SECRET_ACCESS_KEY"],
        config=Config(retries={"max_attempts": 2}, s3={"addressing_style": "path"}, read_timeout=120),
    )


def deploy(layout: Layout) -> bool:
    """Bring the stack to what template.yaml and the sources say; return whether anything had to change."""
    build.compile_catalogues()
    wanted = _fingerprint(layout)
    changed = _deployed(layout) != wanted
    if changed:
        folder = _fresh(layout.data / "build")
        zips = build.build(folder, build.LOCAL | {"OVERLAY": str(ROOT / "infra/local/overlay")})
        transformed = _transformed(_upload(layout, zips))
        transformed["Outputs"][FINGERPRINT] = {"Value": wanted}  # saved together with what it describes
        _know_mail_domain(layout)
        _apply(layout, transformed)
        _discard(layout)
        shutil.rmtree(folder)
    set_time_to_live(layout)
    return changed


def outputs(layout: Layout) -> dict[str, str]:
    """Return the stack's outputs."""
    (stack,) = client(layout, "cloudformation").describe_stacks(StackName=STACK)["Stacks"]
    return {output["OutputKey"]: output["OutputValue"] for output in stack["Outputs"]}


def _fingerprint(layout: Layout) -> str:
    sources = build.fingerprint(*(ROOT / folder for folder in SOURCES))
    text = json.dumps([template(), sources, _parameters(layout)], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _fresh(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def _parameters(layout: Layout) -> dict[str, str]:
    return {
        "PublicUrl": layout.public_url,
        "MailFrom": f"Tandem <tandem@{MAIL_DOMAIN}>",
        "MailIdentity": MAIL_DOMAIN,
        "CreateMailIdentity": "false",
        "InboundDomain": INBOUND_DOMAIN,  # its mail comes through the SMTP door
        "Founding": "open",
        "Founders": "firma.example",
        "AlarmAddress": f"alarms@{MAIL_DOMAIN}",
    }


def _upload(layout: Layout, zips: dict[str, Path]) -> dict[str, str]:
    """Put the zips into the engine's S3 under their hashes; return logical id → s3:// address."""
    s3 = client(layout, "s3")
    with contextlib.suppress(s3.exceptions.BucketAlreadyOwnedByYou):
        s3.create_bucket(Bucket=ARTEFACTS, CreateBucketConfiguration={"LocationConstraint": REGION})
    addresses: dict[Path, str] = {}
    for path in set(zips.values()):
        content = path.read_bytes()
        key = f"{path.stem}-{hashlib.sha256(content).hexdigest()[:16]}.zip"
        s3.put_object(Bucket=ARTEFACTS, Key=key, Body=content)
        addresses[path] = f"s3://{ARTEFACTS}/{key}"
    return {name: addresses[path] for name, path in zips.items()}


def _know_mail_domain(layout: Layout) -> None:
    """Make the SES identity of the stack's mails, once."""
    ses = client(layout, "sesv2")
    with contextlib.suppress(ses.exceptions.AlreadyExistsException):
        ses.create_email_identity(EmailIdentity=MAIL_DOMAIN)


def _discard(layout: Layout) -> None:
    """Empty the bucket of artefacts: functions and layers keep their own copies."""
    s3 = client(layout, "s3")
    for stored in s3.list_objects_v2(Bucket=ARTEFACTS).get("Contents", []):
        s3.delete_object(Bucket=ARTEFACTS, Key=stored["Key"])


def transformed(whole: dict[str, Any], addresses: dict[str, str]) -> dict[str, Any]:
    """Return a template after the SAM transform, with artefacts (logical id → s3:// address) in place."""
    whole = copy.deepcopy(whole)
    del whole["Globals"]["Function"]["CodeUri"]
    for name, address in addresses.items():
        properties = whole["Resources"][name]["Properties"]
        properties["ContentUri" if "ContentUri" in properties else "CodeUri"] = address
    to_py27_compatible_template(whole, {})  # keeps logical ids of deployments stable, as on AWS
    session = boto3.Session(region_name=REGION)
    translated = Translator({}, Parser(), boto_session=session).translate(whole, parameter_values={})
    result: dict[str, Any] = undo_mark_unicode_str_in_template(translated)
    return result


def _transformed(addresses: dict[str, str]) -> dict[str, Any]:
    """Return the template after the SAM transform, without what the engine lacks and as it understands it."""
    whole = copy.deepcopy(template())
    whole["Resources"] = {
        name: resource
        for name, resource in whole["Resources"].items()
        if resource["Type"] not in LEFT_OUT and not _combines_metrics(resource) and _needed_on_loopback(resource)
    }
    result = transformed(whole, addresses)
    for resource in result["Resources"].values():
        if resource["Type"] == "AWS::ApiGateway::RestApi":
            properties = resource["Properties"]
            _spell_out_methods(properties["Body"]["paths"])
            # CloudFormation escapes the slash of a media type; the engine takes it as it is written.
            properties["BinaryMediaTypes"] = [kind.replace("~1", "/") for kind in properties["BinaryMediaTypes"]]
    return result


def _combines_metrics(resource: dict[str, Any]) -> bool:
    """Tell an alarm over several metrics at once: the engine's CloudFormation refuses those."""
    return resource["Type"] == "AWS::CloudWatch::Alarm" and "Metrics" in resource["Properties"]


def _needed_on_loopback(resource: dict[str, Any]) -> bool:
    """Drop the rules of a bucket that demand TLS, which loopback hasn't; return whether a rule is left."""
    if resource["Type"] != "AWS::S3::BucketPolicy":
        return True
    document = resource["Properties"]["PolicyDocument"]
    document["Statement"] = [rule for rule in document["Statement"] if rule.get("Condition") != TLS_ONLY]
    return bool(document["Statement"])


def _spell_out_methods(paths: dict[str, dict[str, Any]]) -> None:
    """Replace «any method» by the methods there are: the engine's import doesn't know the extension."""
    for operations in paths.values():
        operation = operations.pop("x-amazon-apigateway-any-method", None)
        if operation is not None:
            operations.update({method: copy.deepcopy(operation) for method in METHODS if method not in operations})


def _deployed(layout: Layout) -> str | None:
    """Return the fingerprint of the deployed stack, None when there is none in good order."""
    return outputs(layout).get(FINGERPRINT) if _exists(layout) else None


def _exists(layout: Layout) -> bool:
    try:
        (stack,) = client(layout, "cloudformation").describe_stacks(StackName=STACK)["Stacks"]
    except ClientError:
        return False
    return bool(stack["StackStatus"].endswith("_COMPLETE") and "ROLLBACK" not in stack["StackStatus"])


def _apply(layout: Layout, transformed: dict[str, Any]) -> None:
    """Create or update the stack through a change set."""
    cloudformation = client(layout, "cloudformation")
    kind = "UPDATE" if _exists(layout) else "CREATE"
    parameters = [{"ParameterKey": name, "ParameterValue": value} for name, value in _parameters(layout).items()]
    s3 = client(layout, "s3")
    body = json.dumps(transformed).encode()
    s3.put_object(Bucket=ARTEFACTS, Key="template.json", Body=body)
    change = cloudformation.create_change_set(
        StackName=STACK,
        ChangeSetName=f"c{time.time_ns()}",
        ChangeSetType=kind,
        TemplateURL=f"{layout.engine_url}/{ARTEFACTS}/template.json",
        Parameters=parameters,
        Capabilities=["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"],
    )
    quick = {"Delay": 1, "MaxAttempts": 120}
    try:
        cloudformation.get_waiter("change_set_create_complete").wait(ChangeSetName=change["Id"], WaiterConfig=quick)
        cloudformation.execute_change_set(ChangeSetName=change["Id"])
        waiter = "stack_create_complete" if kind == "CREATE" else "stack_update_complete"
        cloudformation.get_waiter(waiter).wait(StackName=STACK, WaiterConfig=quick)
    except WaiterError as error:
        raise StackFailed(_why(layout, change["Id"])) from error


def _why(layout: Layout, change_set: str) -> str:
    """Return the engine's own words for a failed deployment."""
    cloudformation = client(layout, "cloudformation")
    reason = cloudformation.describe_change_set(ChangeSetName=change_set).get("StatusReason", "")
    try:
        events = cloudformation.describe_stack_events(StackName=STACK)["StackEvents"]
    except ClientError:
        events = []
    failed = [
        f"{event['LogicalResourceId']}: {event.get('ResourceStatusReason', '')}"
        for event in events
        if "FAILED" in event["ResourceStatus"]
    ]
    return f"the template couldn't be deployed: {reason} {'; '.join(failed[-3:])}".strip()


def set_time_to_live(layout: Layout, *, enabled: bool = True) -> None:
    """Set TTL as the template says, where it isn't: the engine's CloudFormation passes it over.

    The engine goes by the machine's time: not `enabled` while the stack's clock is behind.
    """
    dynamodb = client(layout, "dynamodb")
    named = outputs(layout)
    for logical_id, table in resources("AWS::DynamoDB::Table").items():
        wanted = table.get("TimeToLiveSpecification")
        name = named[f"{logical_id}Name"]
        told = dynamodb.describe_time_to_live(TableName=name)["TimeToLiveDescription"]
        if wanted is None or (told["TimeToLiveStatus"] == "ENABLED") == enabled:
            continue
        dynamodb.update_time_to_live(TableName=name, TimeToLiveSpecification=wanted | {"Enabled": enabled})
