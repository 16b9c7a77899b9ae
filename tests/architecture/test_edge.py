"""What stands before the rooms: CloudFront, its firewall, the gateway and the authorizer."""

import json
import re
from typing import Any

import pytest
import yaml

from local.template import PATH, load
from shared.web.origin import HEADER

TEMPLATE = load()
RESOURCES = TEMPLATE.resources
DISTRIBUTION = RESOURCES["Distribution"]["Properties"]["DistributionConfig"]
API = RESOURCES["Api"]["Properties"]
IDENTITY = API["Auth"]["Authorizers"]["Identity"]
ORIGIN_SECRET = {"Ref": "OriginSecretPolicy"}


def functions() -> dict[str, Any]:
    found = RESOURCES.items()
    return {n: r["Properties"] for n, r in found if r["Type"] == "AWS::Serverless::Function"}


def test_cloudfront_sends_the_secret_by_which_the_authorizer_knows_it() -> None:
    (origin,) = [each for each in DISTRIBUTION["Origins"] if each["Id"] == "api"]
    (header,) = origin["OriginCustomHeaders"]
    secret = "{{resolve:secretsmanager:${OriginSecret}:SecretString:current}}"
    assert header["HeaderName"].lower() == HEADER
    assert header["HeaderValue"] == {"Fn::Sub": secret}


def test_an_answer_of_the_authorizer_is_kept_by_the_token_and_the_secret() -> None:
    assert [name.lower() for name in IDENTITY["Identity"]["Headers"]] == ["authorization", HEADER]


def test_what_refuses_requests_past_cloudfront_may_read_its_secret_and_nothing_else_may() -> None:
    handlers = {route.handler for route in TEMPLATE.routes if route.public}
    handlers.add(TEMPLATE.authorizer.handler)
    allowed = {f["Handler"] for f in functions().values() if ORIGIN_SECRET in f["Policies"]}
    assert allowed == handlers


def test_no_output_names_the_gateways_own_host() -> None:
    outputs = PATH.read_text().partition("\nOutputs:\n")[2]
    assert outputs
    assert "execute-api" not in outputs
    assert "${Api}" not in outputs


def test_the_authorizer_is_called_by_its_alias_with_its_own_permission() -> None:
    permission = RESOURCES["AuthorizerPermission"]["Properties"]
    called = {"Ref": "AuthorizerFunction.Alias"}
    assert IDENTITY["FunctionArn"] == permission["FunctionName"] == called
    assert permission["SourceArn"]["Fn::Sub"].endswith("${Api}/authorizers/*")


def test_access_logs_name_the_caller_by_id_and_no_query_header_or_browser() -> None:
    form = json.loads(API["AccessLogSettings"]["Format"])
    assert form["caller"] == "$context.authorizer.sub"
    assert form["role"] == "$context.authorizer.role"
    others = str({name: form[name] for name in form.keys() - {"caller", "role"}}).lower()
    for word in ("query", "header", "authorizer", "useragent"):
        assert word not in others


def test_the_page_runs_no_inline_script() -> None:
    headers = RESOURCES["PageHeaders"]["Properties"]["ResponseHeadersPolicyConfig"]
    written = headers["SecurityHeadersConfig"]["ContentSecurityPolicy"]["ContentSecurityPolicy"]
    policy = written["Fn::Sub"]
    assert "unsafe" not in policy
    assert policy.startswith("default-src 'none'")


def test_every_answer_of_the_distribution_has_security_headers() -> None:
    behaviours = [DISTRIBUTION["DefaultCacheBehavior"], *DISTRIBUTION["CacheBehaviors"]]
    for behaviour in behaviours:
        policy = RESOURCES[behaviour["ResponseHeadersPolicyId"]["Ref"]]["Properties"]
        assert set(policy["ResponseHeadersPolicyConfig"]["SecurityHeadersConfig"]) == {
            *("ContentSecurityPolicy", "ContentTypeOptions", "FrameOptions", "ReferrerPolicy"),
            "StrictTransportSecurity",
        }


def parameter(name: str) -> dict[str, Any]:
    return {"Ref": name}


NONE = parameter("AWS::NoValue")


def test_an_own_domain_has_its_certificate_and_only_modern_tls() -> None:
    assert DISTRIBUTION["Aliases"] == {"Fn::If": ["OwnDomain", [parameter("DomainName")], NONE]}
    condition, certificate, otherwise = DISTRIBUTION["ViewerCertificate"]["Fn::If"]
    assert (condition, otherwise) == ("OwnDomain", NONE)
    assert certificate["AcmCertificateArn"] == parameter("CertificateArn")
    assert certificate["MinimumProtocolVersion"] == "TLSv1.2_2021"


def test_files_are_sent_only_from_the_site() -> None:
    (rule,) = RESOURCES["FilesBucket"]["Properties"]["CorsConfiguration"]["CorsRules"]
    own = {"Fn::Sub": "https://${DomainName}"}
    chosen = {"Fn::If": ["OwnDomain", own, "https://*.cloudfront.net"]}
    assert (rule["AllowedMethods"], rule["AllowedOrigins"]) == (["PUT"], [chosen])


def test_the_firewall_is_a_parameter_since_it_lies_in_another_region() -> None:
    chosen = {"Fn::If": ["Firewall", parameter("WebAclArn"), NONE]}
    assert DISTRIBUTION["WebACLId"] == chosen


class _Firewall(yaml.SafeLoader):
    """YAML whose short forms are read as their text."""


_Firewall.add_multi_constructor("!", lambda _loader, suffix, node: f"{suffix} {node.value}")


def firewall() -> dict[str, Any]:
    text = (PATH.parent / "firewall.yaml").read_text()
    found: dict[str, Any] = yaml.load(text, _Firewall)["Resources"]["WebAcl"]["Properties"]
    return found


def test_the_firewall_limits_one_address_and_shows_no_cookie() -> None:
    found = firewall()
    assert found["Scope"] == "CLOUDFRONT"
    for rule in found["Rules"]:
        assert rule["Statement"]["RateBasedStatement"]["AggregateKeyType"] == "IP"
        assert rule["Action"]["Block"]["CustomResponse"]["ResponseCode"] == 429
    shown = [found, *found["Rules"]]
    assert not any(part["VisibilityConfig"]["SampledRequestsEnabled"] for part in shown)


@pytest.mark.parametrize("path", ["/auth/login", "/auth/refresh", "/auth/token"])
def test_the_firewall_limits_signing_in_by_the_paths_of_the_template(path: str) -> None:
    (rule,) = [rule for rule in firewall()["Rules"] if rule["Name"] == "sign-in"]
    scope = rule["Statement"]["RateBasedStatement"]["ScopeDownStatement"]["RegexMatchStatement"]
    assert path in {route.path for route in TEMPLATE.routes if route.public}
    assert re.fullmatch(scope["RegexString"], f"/api{path}")
