"""Resource types of CloudFormation that MiniStack lacks, or answers differently for than AWS."""

import json
import os
import re
import uuid

from ministack.core.responses import get_account_id, get_region
from ministack.services import ec2, eventbridge, stepfunctions
from ministack.services.cloudformation import provisioners

HANDLERS = provisioners._RESOURCE_HANDLERS


def install():
    _install_served_types()
    _install_recorded_types()
    _bridge_rule_refs()
    _bridge_metric_math()


def _add(resource_type, create, delete):
    # A later MiniStack that knows the type does it itself.
    HANDLERS.setdefault(resource_type, {"create": create, "delete": delete})


def _answer(response):
    """What a service of MiniStack answered, or its refusal as the failure of the resource."""
    status, _headers, body = response
    text = body.decode() if isinstance(body, bytes) else body
    if status >= 400:
        raise ValueError(text)
    return text


# Types that MiniStack has no resource handler for, although it has the service: made through the service's own API.


def _install_served_types():
    _add("AWS::EC2::EIP", _create_address, _delete_address)
    _add("AWS::EC2::NatGateway", _create_nat_gateway, _delete_nat_gateway)
    _add("AWS::EC2::SecurityGroupIngress", _create_ingress, _delete_ingress)
    _add("AWS::Events::Archive", _create_archive, _delete_archive)
    _add("AWS::Events::EventBusPolicy", _create_bus_policy, _delete_bus_policy)
    _add("AWS::Events::Connection", _create_connection, _delete_connection)
    _add("AWS::Events::ApiDestination", _create_api_destination, _delete_api_destination)
    _add("AWS::StepFunctions::Activity", _create_activity, _delete_activity)
    _add("AWS::StepFunctions::StateMachineVersion", _create_version, _delete_version)
    _add("AWS::StepFunctions::StateMachineAlias", _create_alias, _delete_alias)


def _ec2(action, **parameters):
    query = {key: [str(value)] for key, value in parameters.items() if value is not None}
    return _answer(ec2._ACTION_MAP[action](query))


def _tag(name, xml):
    return re.search(f"<{name}>([^<]*)</{name}>", xml).group(1)


def _create_address(logical_id, props, stack_name):
    xml = _ec2("AllocateAddress", Domain=props.get("Domain", "vpc"))
    ip, allocation = _tag("publicIp", xml), _tag("allocationId", xml)
    return ip, {"AllocationId": allocation, "PublicIp": ip}


def _delete_address(physical_id, props):
    for allocation, address in list(ec2._addresses.items()):
        if address["PublicIp"] == physical_id:
            _ec2("ReleaseAddress", AllocationId=allocation)


def _create_nat_gateway(logical_id, props, stack_name):
    xml = _ec2("CreateNatGateway", SubnetId=props["SubnetId"], AllocationId=props.get("AllocationId"))
    gateway = _tag("natGatewayId", xml)
    return gateway, {"NatGatewayId": gateway}


def _delete_nat_gateway(physical_id, props):
    _ec2("DeleteNatGateway", NatGatewayId=physical_id)


def _ingress(props):
    rule = {
        "GroupId": props["GroupId"],
        "IpPermissions.1.IpProtocol": props.get("IpProtocol", "-1"),
        "IpPermissions.1.FromPort": props.get("FromPort"),
        "IpPermissions.1.ToPort": props.get("ToPort"),
        "IpPermissions.1.Groups.1.GroupId": props.get("SourceSecurityGroupId"),
        "IpPermissions.1.IpRanges.1.CidrIp": props.get("CidrIp"),
    }
    return rule


def _create_ingress(logical_id, props, stack_name):
    xml = _ec2("AuthorizeSecurityGroupIngress", **_ingress(props))
    rule = _tag("securityGroupRuleId", xml)
    return rule, {"Id": rule}


def _delete_ingress(physical_id, props):
    _ec2("RevokeSecurityGroupIngress", **_ingress(props))


def _named(props, key, stack_name, logical_id):
    return props.get(key) or provisioners._physical_name(stack_name, logical_id, max_len=48)


def _text(value):
    return json.dumps(value) if isinstance(value, dict) else value


def _create_archive(logical_id, props, stack_name):
    name = _named(props, "ArchiveName", stack_name, logical_id)
    request = {**props, "ArchiveName": name, "EventSourceArn": props["SourceArn"]}
    request["EventPattern"] = _text(props.get("EventPattern", ""))
    answer = json.loads(_answer(eventbridge._create_archive(request)))
    return name, {"Arn": answer["ArchiveArn"], "ArchiveName": name}


def _delete_archive(physical_id, props):
    _answer(eventbridge._delete_archive({"ArchiveName": physical_id}))


def _create_bus_policy(logical_id, props, stack_name):
    bus, statement = props.get("EventBusName", "default"), props["StatementId"]
    given = props.get("Statement") or props
    request = {key: given[key] for key in ("Action", "Principal", "Condition") if key in given}
    _answer(eventbridge._put_permission({"EventBusName": bus, "StatementId": statement, **request}))
    return f"{bus}|{statement}", {}


def _delete_bus_policy(physical_id, props):
    bus, statement = physical_id.split("|", 1)
    _answer(eventbridge._remove_permission({"EventBusName": bus, "StatementId": statement}))


def _create_connection(logical_id, props, stack_name):
    name = _named(props, "Name", stack_name, logical_id)
    answer = json.loads(_answer(eventbridge._create_connection({**props, "Name": name})))
    arn = answer["ConnectionArn"]
    secret = f"arn:aws:secretsmanager:{get_region()}:{get_account_id()}:secret:events!connection/{name}"
    return name, {"Arn": arn, "ArnForPolicy": arn, "SecretArn": secret}


def _delete_connection(physical_id, props):
    _answer(eventbridge._delete_connection({"Name": physical_id}))


def _create_api_destination(logical_id, props, stack_name):
    name = _named(props, "Name", stack_name, logical_id)
    answer = json.loads(_answer(eventbridge._create_api_destination({**props, "Name": name})))
    arn = answer["ApiDestinationArn"]
    return name, {"Arn": arn, "ArnForPolicy": arn}


def _delete_api_destination(physical_id, props):
    _answer(eventbridge._delete_api_destination({"Name": physical_id}))


def _create_activity(logical_id, props, stack_name):
    name = _named(props, "Name", stack_name, logical_id)
    arn = json.loads(_answer(stepfunctions._create_activity({"name": name})))["activityArn"]
    return arn, {"Arn": arn, "Name": name}


def _delete_activity(physical_id, props):
    _answer(stepfunctions._delete_activity({"activityArn": physical_id}))


def _create_version(logical_id, props, stack_name):
    request = {"stateMachineArn": props["StateMachineArn"], "description": props.get("Description", "")}
    arn = json.loads(_answer(stepfunctions._publish_state_machine_version(request)))["stateMachineVersionArn"]
    return arn, {"Arn": arn}


def _delete_version(physical_id, props):
    _answer(stepfunctions._delete_state_machine_version({"stateMachineVersionArn": physical_id}))


def _create_alias(logical_id, props, stack_name):
    preference = props.get("DeploymentPreference")
    routing = props.get("RoutingConfiguration") or [
        {"StateMachineVersionArn": preference["StateMachineVersionArn"], "Weight": 100}
    ]
    request = {
        "name": _named(props, "Name", stack_name, logical_id),
        "description": props.get("Description", ""),
        "routingConfiguration": [
            {"stateMachineVersionArn": one["StateMachineVersionArn"], "weight": int(one["Weight"])} for one in routing
        ],
    }
    arn = json.loads(_answer(stepfunctions._create_state_machine_alias(request)))["stateMachineAliasArn"]
    return arn, {"Arn": arn}


def _delete_alias(physical_id, props):
    _answer(stepfunctions._delete_state_machine_alias({"stateMachineAliasArn": physical_id}))


# Types of services that MiniStack does not have at all: their attributes are made up, and nothing else happens. The
# runner names them in its table, for what depends on them is not deployed.


def _install_recorded_types():
    folder = os.path.dirname(os.path.abspath(__file__))
    with open(os.path.join(folder, "recorded-types.json"), encoding="utf-8") as file:
        for resource_type, attributes in json.load(file).items():
            _add(resource_type, _recorder(attributes), lambda physical_id, props: None)


def _recorder(attributes):
    def create(logical_id, props, stack_name):
        words = {
            "account": get_account_id(),
            "region": get_region(),
            "uuid": str(uuid.uuid4()),
            "id": f"{stack_name}-{logical_id}",
        }
        words.update({key: value for key, value in props.items() if isinstance(value, str)})

        def filled(text):
            return re.sub(r"\{(\w+)\}", lambda match: words.get(match.group(1), words["id"]), text)

        values = {name: filled(text) for name, text in attributes.items() if name != "Ref"}
        reference = attributes.get("Ref", "{id}")
        return values.get(reference) or filled(reference), values

    return create


# `Ref` of a rule on a bus of one's own is `<bus>|<rule>` on AWS, and the CDK splits it there. MiniStack gives the name.
# https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-events-rule.html#aws-resource-events-rule-return-values


def _bridge_rule_refs():
    rule = dict(HANDLERS["AWS::Events::Rule"])

    def reference(answer, props):
        name, attributes = answer
        bus = provisioners._eb_rule_bus_name(props)
        return (name if bus == "default" else f"{bus}|{name}"), attributes

    def create(logical_id, props, stack_name):
        return reference(rule["create"](logical_id, props, stack_name), props)

    def update(physical_id, old_props, new_props, stack_name, logical_id=None):
        name = physical_id.rsplit("|", 1)[-1]
        return reference(rule["update"](name, old_props, new_props, stack_name, logical_id), new_props)

    def delete(physical_id, props):
        rule["delete"](physical_id.rsplit("|", 1)[-1], props)

    HANDLERS["AWS::Events::Rule"] = {**rule, "create": create, "update": update, "delete": delete}


# An alarm on an expression is refused by MiniStack; here it becomes one that never gets a value. None are asserted on.


def _bridge_metric_math():
    record = provisioners._cw_metric_alarm_record

    def recorded(name, props):
        if props.get("Metrics"):
            plain = {key: value for key, value in props.items() if key != "Metrics"}
            props = {"Namespace": "NotEvaluated", "MetricName": "Expression", "Statistic": "Sum", **plain}
        return record(name, props)

    provisioners._cw_metric_alarm_record = recorded
