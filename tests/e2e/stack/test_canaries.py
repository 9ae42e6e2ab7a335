"""The private names and habits of ministack this project leans on: a new version that differs fails here, in words."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import boto3
import httpx
import pytest
from botocore.exceptions import ClientError

from infra.local.engine.patches import sender_domain
from infra.template import functions, resources

if TYPE_CHECKING:
    from tests.e2e.client import RunningStack

PROBE = """
import json, sys
from ministack.app import _build_persistence_save_dict, _get_module
from ministack.core import persistence
from ministack.core.responses import AccountRegionScopedDict
for name in ("dynamodb", "sqs", "lambda_svc", "s3", "kms"): _get_module(name)
store = AccountRegionScopedDict(); store["key"] = b"\\0bytes"
text = json.dumps({"__ministack_format__": persistence._state_format_version("sqs"), "payload": {"store": store}},
                  default=persistence._json_default)
open(sys.argv[1] + "/sqs.json", "w").write(text)
save = _build_persistence_save_dict()
print(json.dumps({
    "services": sorted(save),
    "positions": "dynamodb_stream_positions" in save["lambda"](),
    "kept": persistence.load_state("sqs")["store"]["key"] == b"\\0bytes",
}))
"""


@pytest.fixture(scope="module")
def probed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("probe")
    run = subprocess.run(
        [sys.executable, "-c", PROBE, str(folder)],
        env={"PERSIST_STATE": "1", "STATE_DIR": str(folder), "PATH": "", "LOG_LEVEL": "ERROR"},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    found: dict[str, Any] = json.loads(run.stdout)
    return found


def test_given_the_engine_when_its_version_is_read_then_it_is_the_one_this_was_made_for() -> None:
    assert version("ministack") == "1.5.33"


def test_given_build_persistence_save_dict_when_called_then_it_names_the_services_with_state(
    probed: dict[str, Any],
) -> None:
    assert {"dynamodb", "sqs", "lambda", "s3", "kms"} <= set(probed["services"])


def test_given_json_default_and_format_version_when_a_state_is_written_then_the_engine_reads_it(
    probed: dict[str, Any],
) -> None:
    assert probed["kept"] is True


def test_given_the_state_of_lambda_when_read_then_stream_positions_are_where_we_drop_them(
    probed: dict[str, Any],
) -> None:
    assert probed["positions"] is True


UNTAUGHT = """
import inspect, json, subprocess, zipfile
from ministack.core import iam_evaluator, lambda_runtime
from ministack.services import dynamodb, lambda_svc, ses_v2, sqs
print(json.dumps({
    "stores": [store.all_items.__name__ for store in (sqs._queues, dynamodb._tables)],
    "as the template says": lambda_svc._sqs_esm_concurrency({"ScalingConfig": {"MaximumConcurrency": 10}}, {}, {}),
    "asked": "_sqs_esm_concurrency(esm" in inspect.getsource(lambda_svc._poll_sqs),
    "policies parsed": "parse_policy_document(doc)" in inspect.getsource(iam_evaluator._gather_role_policies),
    "unpacked": "zipfile.ZipFile(" in inspect.getsource(lambda_runtime.Worker._spawn),
    "archives": lambda_runtime.zipfile is zipfile,
    "workers": lambda_runtime.subprocess is subprocess,
    "mails read": "parsed = _parse_raw_mime(raw_data)" in inspect.getsource(ses_v2),
    "policies read": "resolve_principal(access_key" in inspect.getsource(iam_evaluator.request_caller_arn),
    "callers": "request_caller_arn(headers" in inspect.getsource(iam_evaluator.pin_request_caller),
    "logs looked for": "self._drain_stderr_bounded()" in inspect.getsource(lambda_runtime.Worker.invoke),
    "logs queued": "self._stderr_queue.put(" in inspect.getsource(lambda_runtime.Worker._read_stderr),
    "script": "_worker{ext}" in inspect.getsource(lambda_runtime.Worker._spawn),
}))
"""


def test_given_the_engine_untaught_when_its_private_names_are_read_then_they_are_what_patches_and_figures_take_them_for(
    tmp_path: Path,
) -> None:
    run = subprocess.run(
        [sys.executable, "-c", UNTAUGHT],
        env={"STATE_DIR": str(tmp_path), "PATH": "", "LOG_LEVEL": "ERROR"},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert json.loads(run.stdout) == {
        "stores": ["all_items", "all_items"],
        "as the template says": 10,
        "asked": True,
        "policies parsed": True,
        "unpacked": True,
        "archives": True,
        "workers": True,
        "mails read": True,
        "policies read": True,
        "callers": True,
        "logs looked for": True,
        "logs queued": True,
        "script": True,
    }


def test_given_figures_when_read_inside_the_engine_then_they_are_what_its_own_answers_say(stack: RunningStack) -> None:
    sqs, queue = stack.aws("sqs"), stack.physical["IdentityConsumerQueue"]
    stack.settle()
    sqs.send_message(QueueUrl=queue, MessageBody="later", DelaySeconds=300)
    try:
        figures = stack.figures()
        told = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["ApproximateNumberOfMessagesDelayed"])
        assert figures["in_flight"] == int(told["Attributes"]["ApproximateNumberOfMessagesDelayed"]) == 1
        scanned = stack.aws("dynamodb").scan(TableName=stack.outputs["OutboxTableName"], Select="COUNT")
        assert figures["outbox"] == scanned["Count"] == 0
    finally:
        sqs.purge_queue(QueueUrl=queue)


def test_given_a_function_that_answered_when_its_process_is_looked_at_then_it_is_a_copy_out_of_the_nursery(
    stack: RunningStack,
) -> None:
    stack.http.get("/").raise_for_status()
    engine = int((stack.layout.data / "engine.pid").read_text("ascii"))
    (nursery,) = _children(engine)
    assert "nursery.py" in Path(f"/proc/{nursery}/cmdline").read_text("utf-8")
    folders = [str(Path(f"/proc/{copy}/cwd").readlink()) for copy in _children(nursery)]
    assert folders
    assert all("ministack-lambda-" in folder for folder in folders)


def _children(parent: int) -> list[int]:
    """Return the processes a process started and that still run (Linux)."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            fields = stat.read_text("utf-8").rpartition(") ")[2].split()
            if int(fields[1]) == parent and fields[0] != "Z":
                found.append(int(stat.parent.name))
    return found


@pytest.mark.parametrize(("table", "attribute"), [("OnceTableName", "expires_at"), ("CoreTableName", "kept_until")])
def test_given_time_to_live_in_the_template_when_deployed_then_it_is_set(
    stack: RunningStack, table: str, attribute: str
) -> None:
    described = stack.aws("dynamodb").describe_time_to_live(TableName=stack.outputs[table])
    assert described["TimeToLiveDescription"] == {"TimeToLiveStatus": "ENABLED", "AttributeName": attribute}


def test_given_a_secret_in_the_template_when_deployed_then_functions_get_its_value(stack: RunningStack) -> None:
    configuration = stack.aws("lambda").get_function_configuration(FunctionName=stack.physical["IdentityApi"])
    key = configuration["Environment"]["Variables"]["SIGNING_KEY"]
    assert len(key) == 64
    assert not key.startswith("{{resolve:")  # a random key may hold two braces


def test_given_the_template_when_deployed_then_every_resource_is_there(stack: RunningStack) -> None:
    kinds = ("AWS::DynamoDB::Table", "AWS::SQS::Queue", "AWS::Events::Rule", "AWS::S3::Bucket", "AWS::Events::EventBus")
    wanted = {name for kind in kinds for name in resources(kind)} | set(functions())
    assert wanted <= set(stack.physical)


def _role(stack: RunningStack, function: str, service: str = "dynamodb") -> Any:
    """Return a client of a service with the rights of a function's role."""
    role = stack.aws("lambda").get_function_configuration(FunctionName=stack.physical[function])["Role"]
    return _assumed(stack, role, service)


def _assumed(stack: RunningStack, role: str, service: str) -> Any:
    taken = stack.aws("sts").assume_role(RoleArn=role, RoleSessionName="test")["Credentials"]
    return boto3.client(
        service, endpoint_url=stack.layout.engine_url, region_name="eu-central-1",
        aws_access_key_id=taken["AccessKeyId"], aws_secret_access_key=taken["SecretAccessKey"],
        aws_session_token=taken["SessionToken"],
    )  # fmt: skip


def test_given_a_function_s_role_when_it_does_more_than_the_template_allows_then_it_is_refused(
    stack: RunningStack,
) -> None:
    table = stack.outputs["CoreTableName"]
    role = _role(stack, "IdentityApi")
    assert "Item" not in role.get_item(TableName=table, Key={"pk": {"S": "PERSON#nobody"}, "sk": {"S": "PERSON"}})
    with pytest.raises(ClientError, match="AccessDenied"):
        role.scan(TableName=table)
    with pytest.raises(ClientError, match="AccessDenied"):
        role.put_item(TableName=stack.outputs["OutboxTableName"], Item={"pk": {"S": "identity#1"}})


def test_given_a_bucket_that_demands_tls_when_deployed_on_loopback_then_roles_still_decide(stack: RunningStack) -> None:
    bucket = stack.outputs["BucketName"]
    role = _role(stack, "PairingWorker", "s3")
    role.put_object(Bucket=bucket, Key="rounds/1.json", Body=b"{}")
    with pytest.raises(ClientError, match="AccessDenied"):
        role.put_object(Bucket=bucket, Key="reports/1.pdf", Body=b"{}")


RAW = {"Raw": {"Data": b"Subject: test\r\n\r\ntext"}}
SIMPLE = {"Simple": {"Subject": {"Data": "test"}, "Body": {"Text": {"Data": "text"}}}}


def _send(client: Any, sender: str, content: Any = RAW, **more: str) -> None:
    client.send_email(
        FromEmailAddress=sender, Destination={"ToAddresses": ["anna@firma.example"]}, Content=content, **more
    )


def _allow(stack: RunningStack, action: str, resource: str, **condition: Any) -> Any:
    """Return (service) → client of a new role that may do just this."""
    iam, name = stack.aws("iam"), f"canary-{uuid4().hex[:8]}"
    trust = {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"}],
    }
    statement = {"Effect": "Allow", "Action": action, "Resource": resource} | condition
    role = iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(trust))["Role"]["Arn"]
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    iam.put_role_policy(RoleName=name, PolicyName="canary", PolicyDocument=policy)
    return lambda service: _assumed(stack, role, service)


def test_given_a_raw_mail_when_only_send_email_is_allowed_then_it_is_refused(stack: RunningStack) -> None:
    only_simple = _allow(stack, "ses:SendEmail", "*")("sesv2")
    _send(only_simple, "tandem@tandem.example", SIMPLE)
    with pytest.raises(ClientError, match="SendRawEmail"):
        _send(only_simple, "tandem@tandem.example", RAW)


def test_given_a_mail_with_a_configuration_set_when_only_the_identity_is_allowed_then_it_is_refused(
    stack: RunningStack,
) -> None:
    only_identity = _allow(stack, "ses:SendRawEmail", "arn:aws:ses:*:*:identity/*")("sesv2")
    _send(only_identity, "tandem@tandem.example")
    with pytest.raises(ClientError, match="configuration-set"):
        _send(only_identity, "tandem@tandem.example", ConfigurationSetName=stack.physical["MailConfiguration"])


def test_given_a_missing_object_when_the_role_may_not_list_then_it_hears_forbidden_else_missing(
    stack: RunningStack,
) -> None:
    bucket = stack.outputs["BucketName"]
    blind = _allow(stack, "s3:GetObject", f"arn:aws:s3:::{bucket}/*")("s3")
    with pytest.raises(ClientError, match="AccessDenied"):
        blind.get_object(Bucket=bucket, Key="rounds/there-is-none.json")
    with pytest.raises(ClientError, match="NoSuchKey"):
        _role(stack, "PairingWorker", "s3").get_object(Bucket=bucket, Key="rounds/there-is-none.json")


def test_given_a_room_s_key_when_functions_ask_for_it_then_only_those_named_in_its_policy_get_it(
    stack: RunningStack,
) -> None:
    """The policy of the key alone decides, and by what it is told; the engine untaught is told nothing."""
    room, told = stack.physical["RoomKey"], {"room": "canary"}
    makes, opens = _role(stack, "WorkspaceConsumer", "kms"), _role(stack, "MeetingsApi", "kms")
    wrapped = makes.generate_data_key(KeyId=room, KeySpec="AES_256", EncryptionContext=told)
    asked = {"CiphertextBlob": wrapped["CiphertextBlob"], "KeyId": room}
    assert len(opens.decrypt(**asked, EncryptionContext=told)["Plaintext"]) == 32
    for more in ({}, {"EncryptionContext": {"programme": "canary"}}, {"EncryptionContext": told | {"and": "more"}}):
        with pytest.raises(ClientError, match="AccessDenied"):
            opens.decrypt(**asked, **more)
    with pytest.raises(ClientError, match="InvalidCiphertext"):
        opens.decrypt(**asked, EncryptionContext={"room": "another"})
    makes_or_answers_organizers = ("MonitoringApi", "RecruitmentApi", "NotificationsConsumer", "WorkspaceConsumer")
    for function in (*makes_or_answers_organizers, "ReportingApi", "ReportingConsumer", "WorkspaceDeskApi"):
        with pytest.raises(ClientError, match="AccessDenied"):
            _role(stack, function, "kms").decrypt(**asked, EncryptionContext=told)
    with pytest.raises(ClientError, match="AccessDenied"):
        _allow(stack, "kms:*", "*")("kms").decrypt(**asked, EncryptionContext=told)
    with pytest.raises(ClientError, match="AccessDenied"):
        opens.generate_data_key(KeyId=room, KeySpec="AES_256", EncryptionContext=told)


def test_given_the_engine_untaught_when_kms_is_told_what_a_key_is_for_then_policies_do_not_see_it() -> None:
    probe = "from ministack.core.iam_actions import request_tag_context as f\n"
    probe += "print(f('kms', 'kms:Decrypt', b'{\"EncryptionContext\": {\"room\": \"x\"}}', {}))"
    run = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert run.stdout == "{}\n", "the patch is no longer needed"


def test_given_a_queue_whose_policy_is_silent_when_a_rule_targets_it_then_it_gets_nothing(stack: RunningStack) -> None:
    events, sqs, name = stack.aws("events"), stack.aws("sqs"), f"canary-{uuid4().hex[:8]}"
    queue = sqs.create_queue(QueueName=name)["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    rule = {"Name": name, "EventBusName": stack.outputs["BusName"]}
    events.put_rule(**rule, EventPattern=json.dumps({"source": ["canary"]}))
    events.put_targets(Rule=name, EventBusName=rule["EventBusName"], Targets=[{"Id": "queue", "Arn": arn}])
    entry = {"Source": "canary", "DetailType": "Sang", "Detail": "{}", "EventBusName": rule["EventBusName"]}

    def arrived() -> int:
        events.put_events(Entries=[entry])
        return len(sqs.receive_message(QueueUrl=queue, WaitTimeSeconds=1).get("Messages", []))

    assert arrived() == 0
    allow = {
        "Effect": "Allow",
        "Principal": {"Service": "events.amazonaws.com"},
        "Action": "sqs:SendMessage",
        "Resource": arn,
    }
    policy = json.dumps({"Version": "2012-10-17", "Statement": [allow]})
    sqs.set_queue_attributes(QueueUrl=queue, Attributes={"Policy": policy})
    assert arrived() == 1
    events.remove_targets(Rule=name, EventBusName=rule["EventBusName"], Ids=["queue"])
    events.delete_rule(**rule)
    sqs.delete_queue(QueueUrl=queue)


def test_given_ses_v2_resource_arn_taught_when_mail_is_sent_then_the_sender_s_identity_decides(
    stack: RunningStack,
) -> None:
    role = _role(stack, "NotificationsConsumer", "sesv2")
    _send(role, "Tandem <tandem@tandem.example>")
    with pytest.raises(ClientError, match="AccessDenied"):
        _send(_role(stack, "IdentityApi", "sesv2"), "Tandem <tandem@tandem.example>")


@pytest.mark.parametrize("sender", ["Tandem <tandem@tandem.example>", "tandem@tandem.example"])
def test_given_a_sender_when_its_identity_is_asked_for_then_it_is_the_domain(sender: str) -> None:
    assert sender_domain(json.dumps({"FromEmailAddress": sender}).encode()) == "tandem.example"


def test_given_the_engine_untaught_when_asked_for_the_resource_of_a_mail_then_it_still_says_any() -> None:
    probe = "from ministack.core.iam_actions import _ses_v2_resource_arn as f\n"
    probe += "print(f('POST', '/v2/email/outbound-emails', b'{}', 'eu-central-1', '0'))"
    run = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert run.stdout == "*\n", "the patch is no longer needed"


def test_given_a_caller_without_a_key_when_it_asks_the_engine_then_it_is_refused(stack: RunningStack) -> None:
    answer = httpx.post(
        stack.layout.engine_url, content=b"{}", headers={"x-amz-target": "DynamoDB_20120810.ListTables"}
    )
    assert answer.status_code in (400, 403)


@pytest.mark.parametrize("headers", [{"host": "evil.example"}, {"origin": "http://evil.example"}], ids=str)
def test_given_a_foreign_page_when_it_asks_the_engine_then_it_is_refused(
    stack: RunningStack, headers: dict[str, str]
) -> None:
    assert httpx.get(f"{stack.layout.engine_url}/_ministack/health", headers=headers).status_code == 403
    assert httpx.get(f"{stack.layout.engine_url}/_ministack/health").status_code == 200


def test_given_the_engine_when_its_sockets_are_read_then_it_listens_on_loopback_only(stack: RunningStack) -> None:
    pid = int((stack.layout.data / "engine.pid").read_text("ascii"))
    assert _listening(pid) == {("127.0.0.1", stack.layout.engine_port)}


def _listening(pid: int) -> set[tuple[str, int]]:
    """Return address and port of every TCP socket a process listens on (Linux)."""
    inodes = set()
    for descriptor in Path(f"/proc/{pid}/fd").iterdir():
        target = str(descriptor.readlink())
        if target.startswith("socket:["):
            inodes.add(target[8:-1])
    found = set()
    for table in ("tcp", "tcp6"):
        for line in Path(f"/proc/{pid}/net/{table}").read_text("ascii").splitlines()[1:]:
            fields = line.split()
            if fields[3] == "0A" and fields[9] in inodes:
                address, port = fields[1].split(":")
                dotted = (
                    ".".join(str(byte) for byte in reversed(bytes.fromhex(address)[:4])) if table == "tcp" else address
                )
                found.add((dotted, int(port, 16)))
    return found
