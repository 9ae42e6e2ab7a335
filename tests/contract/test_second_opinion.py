"""A second opinion: the transformed template created in moto, which knows other things of AWS than the local engine.

What moto can't create is named below, one by one, with its reason. Everything else has to come into being: what moto
could create yesterday and can't today fails, and so does a gap that has closed.
"""

from __future__ import annotations

import copy
import io
import json
import warnings
import zipfile
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from moto import mock_aws

from infra.local.deploy import transformed
from infra.template import resources, template

if TYPE_CHECKING:
    from collections.abc import Iterator

STACK = "second-opinion"

UNKNOWN = "its CloudFormation doesn't know the type"
NO_METHODS = "its RestApi is made without the methods of its body, and without methods nothing is deployed"
NO_SENDER = "its name comes from MailSender, which there is none of"

KINDS = {
    "AWS::ApiGateway::Account": UNKNOWN,
    "AWS::ApiGateway::BasePathMapping": UNKNOWN,
    "AWS::ApiGateway::Deployment": NO_METHODS,
    "AWS::ApiGateway::DomainName": UNKNOWN,
    "AWS::ApiGateway::Stage": NO_METHODS,
    "AWS::CertificateManager::Certificate": UNKNOWN,
    "AWS::CloudWatch::Alarm": UNKNOWN,
    "AWS::Lambda::EventInvokeConfig": UNKNOWN,
    "AWS::S3::BucketPolicy": UNKNOWN,
    "AWS::SES::ConfigurationSet": UNKNOWN,
    "AWS::SES::ConfigurationSetEventDestination": UNKNOWN,
    "AWS::SES::EmailIdentity": UNKNOWN,
    "AWS::SES::ReceiptRule": UNKNOWN,
    "AWS::SES::ReceiptRuleSet": UNKNOWN,
    "AWS::SQS::QueuePolicy": UNKNOWN,
    "AWS::Scheduler::Schedule": UNKNOWN,
    "AWS::SecretsManager::Secret": UNKNOWN,
}
"""Type of which moto makes nothing → why."""

SINGLE = {
    "ApiAlias": "its target comes from ApiDomain, which there is none of",
    "MailSignature1": NO_SENDER,
    "MailSignature2": NO_SENDER,
    "MailSignature3": NO_SENDER,
}
"""Resource of which moto makes nothing, though it knows the type → why."""

STOPS_AT = {"AWS::ApiGateway::Deployment", "AWS::ApiGateway::Stage"}
"""Types that moto would fail at and not pass over: taken out before, as are the resources in SINGLE."""


@pytest.fixture(scope="module")
def whole() -> dict[str, Any]:
    """Given: the transformed template, every artefact an empty zip."""
    kinds = ("AWS::Serverless::Function", "AWS::Serverless::LayerVersion")
    built = [name for name, one in template()["Resources"].items() if one["Type"] in kinds]
    return transformed(template(), dict.fromkeys(built, "s3://artefacts/nothing.zip"))


@pytest.fixture(scope="module")
def created(whole: dict[str, Any]) -> Iterator[set[str]]:
    """Given: the stack in moto, with a domain, a zone and an address for alarms; the logical ids of what it made."""
    with mock_aws(), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Tried to parse")
        zone = boto3.client("route53").create_hosted_zone(Name="firma.example", CallerReference="1")["HostedZone"]["Id"]
        address = _stored({"nothing.zip": _zip(), "template.json": json.dumps(_as_moto_takes_it(whole)).encode()})
        given = {
            "DomainName": "mentoring.firma.example",
            "HostedZoneId": zone.rpartition("/")[2],
            "MailFrom": "Tandem <tandem@firma.example>",
            "MailIdentity": "firma.example",
            "AlarmAddress": "alarms@firma.example",
            "InboundDomain": "reply.firma.example",
        }
        cloudformation = boto3.client("cloudformation")
        cloudformation.create_stack(
            StackName=STACK, TemplateURL=f"{address}/template.json", Capabilities=["CAPABILITY_IAM"],
            Parameters=[{"ParameterKey": name, "ParameterValue": value} for name, value in given.items()],
        )  # fmt: skip
        (stack,) = cloudformation.describe_stacks(StackName=STACK)["Stacks"]
        assert stack["StackStatus"] == "CREATE_COMPLETE"
        pages = cloudformation.get_paginator("list_stack_resources").paginate(StackName=STACK)
        yield {one["LogicalResourceId"] for page in pages for one in page["StackResourceSummaries"]}


def _zip() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("nothing.py", "")
    return content.getvalue()


def _stored(objects: dict[str, bytes]) -> str:
    """Put objects into a bucket; return the address they are under."""
    s3 = boto3.client("s3")
    s3.create_bucket(Bucket="artefacts", CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
    for key, content in objects.items():
        s3.put_object(Bucket="artefacts", Key=key, Body=content)
    return "https://artefacts.s3.amazonaws.com"


def _as_moto_takes_it(whole: dict[str, Any]) -> dict[str, Any]:
    """Take out what moto stops at, and outputs that name what it doesn't make; name the bus where it is referred to."""
    left = copy.deepcopy(whole)
    left["Resources"] = {
        name: _with_the_bus_by_name(one) if one["Type"] == "AWS::Events::Rule" else one
        for name, one in left["Resources"].items()
        if name not in SINGLE and one["Type"] not in STOPS_AT
    }
    missing = {name for name, one in whole["Resources"].items() if one["Type"] in KINDS}
    left["Outputs"] = {name: one for name, one in left["Outputs"].items() if not _mentions(json.dumps(one), missing)}
    return left


def _with_the_bus_by_name(rule: dict[str, Any]) -> dict[str, Any]:
    """Moto hands a rule the bus itself where the template refers to it."""
    if "EventBusName" not in rule["Properties"]:
        return rule
    name = resources("AWS::Events::EventBus")["Bus"]["Name"]
    return rule | {"Properties": rule["Properties"] | {"EventBusName": name}, "DependsOn": "Bus"}


def _mentions(text: str, names: set[str]) -> bool:
    return any(f'"{name}"' in text or f"${{{name}" in text for name in names)


def test_given_the_template_when_created_in_moto_then_everything_but_the_known_gaps_is_there(
    whole: dict[str, Any], created: set[str]
) -> None:
    wanted = {name for name, one in whole["Resources"].items() if one["Type"] not in KINDS and name not in SINGLE}
    assert wanted - created == set()


def test_given_a_known_gap_when_moto_has_closed_it_then_it_is_struck_from_the_list(
    whole: dict[str, Any], created: set[str]
) -> None:
    kinds = {whole["Resources"][name]["Type"] for name in created & set(whole["Resources"])}
    assert kinds & (set(KINDS) - STOPS_AT) == set()


def test_given_the_list_of_gaps_when_read_then_it_names_only_what_the_template_has(whole: dict[str, Any]) -> None:
    assert set(KINDS) <= {one["Type"] for one in whole["Resources"].values()}
    assert set(SINGLE) <= set(whole["Resources"])
    assert set(KINDS) >= STOPS_AT
