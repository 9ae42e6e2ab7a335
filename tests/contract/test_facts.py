"""What AWS refuses though the emulator takes it: each fact that the template can show, by the page that documents it."""

from __future__ import annotations

import json
from base64 import b64encode
from typing import Any

import pytest

from infra.template import ROOT, functions, resources, template
from mentoring.files import INBOUND
from mentoring.web.responses import SECURITY_HEADERS
from recruitment.use_cases.import_jobs import THROUGH_THE_API
from tests.contract.conditions import Conditions

WHOLE = template()
QUEUED = [name for name, function in functions().items() if "Deliveries" in function.get("Events", {})]
SCHEDULED = [name for name, function in functions().items() if "Schedule" in function.get("Events", {})]
GATEWAY = resources("AWS::Serverless::Api")["Api"]["GatewayResponses"]
STATEFUL = {"AWS::DynamoDB::Table": "CoreTable", "AWS::S3::Bucket": "Bucket"}


def _statements(function: str) -> list[dict[str, Any]]:
    policies = functions()[function].get("Policies", [])
    return [one for policy in policies for one in policy.get("Statement", [])]


def _actions(statement: dict[str, Any]) -> set[str]:
    action = statement["Action"]
    return {action} if isinstance(action, str) else set(action)


def _many(one: Any) -> list[Any]:
    return one if isinstance(one, list) else [one]


def test_given_a_raw_mail_when_it_is_sent_then_both_actions_are_allowed_on_identity_and_configuration_set() -> None:
    # SES, «Actions, resources, and condition keys»: SendEmail with Content.Raw is authorized as SendRawEmail.
    (allowed,) = [one for one in _statements("NotificationsConsumer") if one["Sid"] == "SendMail"]
    assert _actions(allowed) == {"ses:SendEmail", "ses:SendRawEmail"}
    resources_ = json.dumps(allowed["Resource"])
    assert ":identity/" in resources_
    assert ":configuration-set/" in resources_


@pytest.mark.parametrize("function", functions())
def test_given_an_object_may_be_read_when_it_is_missing_then_the_function_may_hear_so(function: str) -> None:
    # S3, GetObject: without s3:ListBucket a missing key answers 403, not 404.
    reads = [one for one in _statements(function) if "s3:GetObject" in _actions(one)]
    lists = [one for one in _statements(function) if _actions(one) == {"s3:ListBucket"}]
    told = [each for one in reads for each in _many(one["Resource"])]
    folders = {each["Fn::Sub"].removeprefix("${Bucket.Arn}/") for each in told}
    assert {each for one in lists for each in _many(one["Condition"]["StringLike"]["s3:prefix"])} >= folders
    assert bool(lists) >= bool(reads)
    assert all(one["Resource"] == {"Fn::GetAtt": ["Bucket", "Arn"]} for one in lists)


def test_given_a_stage_with_access_logs_when_deployed_then_the_account_can_have_its_role() -> None:
    # API Gateway, «Set up CloudWatch logging»: the role is a setting of account and region.
    account = WHOLE["Resources"]["ApiGatewayAccount"]
    role = WHOLE["Resources"]["ApiGatewayLogWriter"]
    assert account["Condition"] == role["Condition"] == "ManagesApiGatewayAccount"
    assert account["Properties"]["CloudWatchRoleArn"] == {"Fn::GetAtt": ["ApiGatewayLogWriter", "Arn"]}
    assert account["DeletionPolicy"] == role["DeletionPolicy"] == "RetainExceptOnCreate"


def test_given_an_account_without_any_api_when_deployed_then_the_stage_waits_for_the_role_and_the_role_for_an_api() -> (
    None
):
    # CloudFormation, AWS::ApiGateway::Account: in an account that never had an API it has to depend on one. And
    # without the role a stage with access logs is refused, so it has to come after; SAM's stage takes no DependsOn.
    assert WHOLE["Resources"]["ApiGatewayAccount"]["DependsOn"] == "Api"
    waits = resources("AWS::Serverless::Api")["Api"]["Variables"]["LogsAllowedBy"]
    assert waits == {"Fn::If": ["ManagesApiGatewayAccount", {"Ref": "ApiGatewayAccount"}, "none"]}


def test_given_an_identity_that_exists_when_deployed_then_it_is_not_created_again() -> None:
    # CloudFormation, AWS::SES::EmailIdentity: creating one that exists fails.
    assert WHOLE["Resources"]["MailSender"]["Condition"] == "MakesMailIdentity"
    for number in (1, 2, 3):
        assert WHOLE["Resources"][f"MailSignature{number}"]["Condition"] == "WritesMailRecords"
        assert WHOLE["Outputs"][f"MailRecord{number}"]["Condition"] == "MakesMailDomain"


@pytest.mark.parametrize(
    ("identity", "zone", "records", "written"),
    [
        ("example.org", "", True, False),
        ("example.org", "Z1", True, True),
        ("tandem@example.org", "", False, False),
        ("tandem@example.org", "Z1", False, False),
    ],
)
@pytest.mark.parametrize("made", ["true", "false"])
def test_given_an_identity_when_it_is_an_address_then_no_dkim_records_are_asked_of_it(
    identity: str, zone: str, records: bool, written: bool, made: str
) -> None:
    # SES, «DKIM tokens»: of domains alone; CloudFormation fails at an output of an attribute that isn't there.
    given = Conditions(WHOLE, {"MailIdentity": identity, "HostedZoneId": zone, "CreateMailIdentity": made})
    assert given.hold(WHOLE["Resources"]["MailSender"]["Condition"]) == (made == "true")
    for number in (1, 2, 3):
        assert given.hold(WHOLE["Outputs"][f"MailRecord{number}"]["Condition"]) == (records and made == "true")
        assert given.hold(WHOLE["Resources"][f"MailSignature{number}"]["Condition"]) == (written and made == "true")


@pytest.mark.parametrize("name", STATEFUL.values())
def test_given_a_first_creation_that_fails_when_rolled_back_then_nothing_is_left_that_blocks_the_next(
    name: str,
) -> None:
    # CloudFormation, DeletionPolicy: RetainExceptOnCreate keeps what a stack has, and deletes what never came to be.
    assert WHOLE["Resources"][name]["DeletionPolicy"] == "RetainExceptOnCreate"
    assert WHOLE["Resources"][name]["UpdateReplacePolicy"] == "Retain"


def test_given_the_table_of_entities_when_read_then_its_protection_is_a_parameter() -> None:
    assert resources("AWS::DynamoDB::Table")["CoreTable"]["DeletionProtectionEnabled"] == {"Ref": "DeletionProtection"}
    assert WHOLE["Parameters"]["DeletionProtection"]["AllowedValues"] == ["true", "false"]
    assert WHOLE["Parameters"]["DeletionProtection"]["Default"] == "true"


@pytest.mark.parametrize("function", SCHEDULED)
def test_given_two_stacks_in_one_account_when_deployed_then_their_schedules_do_not_clash(function: str) -> None:
    # EventBridge Scheduler: names are unique per account and region; SAM names a schedule after its event.
    assert functions()[function]["Events"]["Schedule"]["Properties"]["OmitName"] is True


NAMED = ("Name", "QueueName", "TableName", "BucketName", "FunctionName", "RoleName", "LogGroupName", "TopicName",
         "AlarmName", "DashboardName", "ManagedPolicyName", "LayerName", "RuleSetName")  # fmt: skip


def _refers(name: Any) -> bool:
    return isinstance(name, dict) and name.get("Ref") in WHOLE["Resources"]


def test_given_two_stacks_in_one_account_when_deployed_then_no_name_is_fixed() -> None:
    for logical_id, resource in WHOLE["Resources"].items():
        for name in NAMED:
            given = resource.get("Properties", {}).get(name)
            if resource["Type"] == "AWS::Route53::RecordSet" or given is None or _refers(given):
                continue  # a record's name is the domain's; what refers to another resource is named by that one
            assert "${AWS::StackName}" in json.dumps(given), f"{logical_id}.{name}"


@pytest.mark.parametrize("function", QUEUED)
def test_given_a_full_queue_when_worked_off_then_it_does_not_take_all_the_concurrency_there_is(function: str) -> None:
    # Lambda, «Configuring maximum concurrency for Amazon SQS event sources»: 2 to 1 000.
    scaling = functions()[function]["Events"]["Deliveries"]["Properties"]["ScalingConfig"]
    assert 2 <= scaling["MaximumConcurrency"] <= 10


def test_given_an_own_domain_when_deployed_then_the_default_address_is_closed() -> None:
    # API Gateway, «Disable the default endpoint»: it stays open beside a custom domain unless closed.
    api = resources("AWS::Serverless::Api")["Api"]
    assert api["DisableExecuteApiEndpoint"] == {"Fn::If": ["HasDomain", True, False]}
    for name in ("ApiDomain", "ApiMapping"):
        assert WHOLE["Resources"][name]["Condition"] == "HasDomain"


def test_given_a_stack_that_gets_a_domain_later_when_deployed_then_its_default_address_closes_at_once() -> None:
    # API Gateway, «Disable the default endpoint»: it takes effect once any setting of a stage changes. SAM makes a
    # new deployment only where the body of the API changed, which a condition inside it doesn't.
    variables = resources("AWS::Serverless::Api")["Api"]["Variables"]
    assert variables["DefaultAddress"] == {"Fn::If": ["HasDomain", "closed", "open"]}


def test_given_an_own_domain_when_deployed_then_it_is_regional_at_the_root_with_a_certificate_of_its_zone() -> None:
    # CloudFormation, AWS::CertificateManager::Certificate: validated by DNS in a zone it writes the record itself.
    domain, mapping = WHOLE["Resources"]["ApiDomain"]["Properties"], WHOLE["Resources"]["ApiMapping"]["Properties"]
    certificate, alias = WHOLE["Resources"]["Certificate"], WHOLE["Resources"]["ApiAlias"]
    assert domain["EndpointConfiguration"] == {"Types": ["REGIONAL"]}
    assert domain["RegionalCertificateArn"]["Fn::If"][0] == certificate["Condition"] == "MakesCertificate"
    assert "BasePath" not in mapping
    assert certificate["Properties"]["ValidationMethod"] == "DNS"
    assert certificate["Properties"]["DomainValidationOptions"] == [
        {"DomainName": {"Ref": "DomainName"}, "HostedZoneId": {"Ref": "HostedZoneId"}}
    ]
    assert alias["Condition"] == "WritesDomainRecord"
    assert alias["Properties"]["AliasTarget"]["DNSName"] == {"Fn::GetAtt": ["ApiDomain", "RegionalDomainName"]}


def test_given_another_system_of_the_account_when_its_mail_bounces_then_we_do_not_hear_of_it() -> None:
    # SES, «Event destinations»: EventBridge's default bus has the mails of the whole account.
    pattern = resources("AWS::Events::Rule")["NotificationsBouncesRule"]["EventPattern"]
    assert pattern["detail"] == {"mail": {"tags": {"ses:configuration-set": [{"Ref": "MailConfiguration"}]}}}


ANSWERING = [name for name, function in functions().items()
             if any(event["Type"] == "Api" for event in function.get("Events", {}).values())]  # fmt: skip


@pytest.mark.parametrize("function", ANSWERING)
def test_given_a_function_that_answers_requests_when_it_is_slow_then_it_ends_before_the_gateway_gives_up(
    function: str,
) -> None:
    # API Gateway, quotas of REST APIs: an integration has 29 seconds.
    assert functions()[function].get("Timeout", WHOLE["Globals"]["Function"]["Timeout"]) < 29


def test_given_the_largest_upload_through_the_api_when_encoded_then_lambda_takes_it_and_the_refusal_names_it() -> None:
    # Lambda, quotas: 6 MB for the payload of a synchronous invocation; API Gateway hands bodies over as base64.
    assert len(b64encode(bytes(THROUGH_THE_API))) < 6 * 1024 * 1024 - 100_000
    shown = f"{THROUGH_THE_API / 1_000_000:.1f} MB"
    assert shown in json.loads(GATEWAY["REQUEST_TOO_LARGE"]["ResponseTemplates"]["application/json"])["title"]
    assert shown in (ROOT / "services" / "recruitment" / "templates" / "import.html").read_text("utf-8")


def test_given_a_function_when_it_writes_its_log_then_lambda_keeps_metrics_and_writes_nothing_of_requests() -> None:
    # Lambda, «Log-level filtering»: with logs in JSON a level of its own overrules the program's. At DEBUG all of
    # botocore's requests would be written, with what people wrote; above INFO lines without a level are dropped, and
    # those of metrics (EMF) have none.
    common = WHOLE["Globals"]["Function"]["LoggingConfig"]
    assert common == {"LogFormat": "JSON", "ApplicationLogLevel": "INFO"}
    assert not [name for name, one in functions().items() if set(one["LoggingConfig"]) & set(common)]


def test_given_a_number_of_days_when_logs_are_to_be_kept_for_it_then_cloudwatch_knows_it() -> None:
    # CloudWatch Logs, PutRetentionPolicy: these numbers and no others; another one rolls a deployment back.
    known = {1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653}
    assert set(WHOLE["Parameters"]["LogRetentionDays"]["AllowedValues"]) <= known


def test_given_no_domain_for_mail_that_arrives_when_deployed_then_nothing_of_it_is_made() -> None:
    (account,) = [one for one in WHOLE["Resources"]["BucketPolicy"]["Properties"]["PolicyDocument"]["Statement"]
                  if "Fn::If" in one]  # fmt: skip
    assert WHOLE["Parameters"]["InboundDomain"]["Default"] == ""
    assert account["Fn::If"][0] == "ReceivesMail"
    for name in ("InboundRules", "InboundRule", "NotificationsInbound", "NotificationsInboundStarts"):
        assert WHOLE["Resources"][name]["Condition"] == "ReceivesMail"
    assert WHOLE["Resources"]["InboundRecord"]["Condition"] == "WritesInboundRecord"


def test_given_mail_that_arrives_when_ses_takes_it_then_it_may_keep_it_and_start_the_function() -> None:
    # SES, «Giving permissions to Amazon SES for email receiving»: PutObject for the account, and InvokeFunction; SES
    # tries both when the rule is made. The rule scans, keeps the mail first, and starts the function without waiting.
    rule = WHOLE["Resources"]["InboundRule"]
    (allowed,) = [one["Fn::If"][1] for one in resources("AWS::S3::BucketPolicy")["BucketPolicy"]["PolicyDocument"]
                  ["Statement"] if "Fn::If" in one]  # fmt: skip
    kept, started = (next(iter(one.values())) for one in rule["Properties"]["Rule"]["Actions"])
    assert allowed["Principal"] == {"Service": "ses.amazonaws.com"}
    assert allowed["Condition"] == {"StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}}
    assert allowed["Resource"] == {"Fn::Sub": "${Bucket.Arn}/inbound/*"}
    assert kept == {"BucketName": {"Ref": "Bucket"}, "ObjectKeyPrefix": INBOUND}
    assert started == {"FunctionArn": {"Fn::GetAtt": ["NotificationsInbound", "Arn"]}, "InvocationType": "Event"}
    assert rule["Properties"]["Rule"]["ScanEnabled"] is True
    assert set(rule["DependsOn"]) == {"BucketPolicy", "NotificationsInboundStarts"}
    permission = WHOLE["Resources"]["NotificationsInboundStarts"]["Properties"]
    assert permission["SourceAccount"] == {"Ref": "AWS::AccountId"}


def test_given_mail_that_arrives_when_its_function_fails_on_every_try_then_it_is_kept_and_an_alarm_rings() -> None:
    kept = functions()["NotificationsInbound"]["EventInvokeConfig"]["DestinationConfig"]["OnFailure"]["Destination"]
    assert kept == {"Fn::GetAtt": ["ScheduleFailures", "Arn"]}  # watched by UndeliveredAlarm: test_operations.py


def test_given_mail_that_arrives_when_it_is_a_month_old_then_it_is_gone() -> None:
    (rule,) = [one for one in resources("AWS::S3::Bucket")["Bucket"]["LifecycleConfiguration"]["Rules"]
               if one.get("Prefix") == INBOUND]  # fmt: skip
    assert rule["ExpirationInDays"] == 30
    assert rule["NoncurrentVersionExpiration"] == {"NoncurrentDays": 1}


def test_given_the_runtime_when_compared_then_functions_layers_and_makefiles_say_the_same() -> None:
    from infra import lock

    wanted = f"python{lock.settings()['RUNTIME']}"
    assert WHOLE["Globals"]["Function"]["Runtime"] == wanted
    assert all(one["CompatibleRuntimes"] == [wanted] for one in resources("AWS::Serverless::LayerVersion").values())


@pytest.mark.parametrize(
    "kind", ["DEFAULT_4XX", "DEFAULT_5XX", "THROTTLED", "REQUEST_TOO_LARGE", "INTEGRATION_TIMEOUT"]
)
def test_given_the_gateway_refuses_when_it_answers_then_it_says_so_in_both_languages(kind: str) -> None:
    answer = GATEWAY[kind]
    problem = json.loads(answer["ResponseTemplates"]["application/json"])
    page = answer["ResponseTemplates"]["text/html"]
    polish = page.split("<p>")[1].split("<p ")[0]
    english = page.split("<p lang=en>")[1].removesuffix("</html>")
    assert problem["title"] == f"{english} {polish}"
    assert not set("ąćęłńóśźż").isdisjoint(polish)
    headers = {name: value[1:-1] for name, value in answer["ResponseParameters"]["Headers"].items()}
    assert headers["Cache-Control"] == "no-store"
    alike = set(SECURITY_HEADERS) - {"Content-Security-Policy", "Permissions-Policy"}
    assert {name: headers[name] for name in alike} == {name: SECURITY_HEADERS[name] for name in alike}
    # API Gateway, «Data mappings»: a value stands in single quotes; the pages hold nothing that could do anything.
    assert (headers["Content-Security-Policy"], headers["X-Frame-Options"]) == ("sandbox", "DENY")
    assert not any("'" in value for value in headers.values())
