"""The headers that CloudFront's response headers policies add, by path."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from starlette.datastructures import MutableHeaders

from local.template_properties import UnknownProperty


@dataclass(frozen=True, slots=True)
class Header:
    """A header of a policy: one with `override` replaces the origin's."""

    name: str
    value: str
    override: bool


class EdgeHeaders:
    """The distribution's cache behaviours, as far as they add headers."""

    def __init__(self, resources: Mapping[str, Any]) -> None:
        config = resources["Distribution"]["Properties"]["DistributionConfig"]
        default = {**config["DefaultCacheBehavior"], "PathPattern": "*"}
        self._behaviours = [
            (b["PathPattern"], tuple(_headers(resources[b["ResponseHeadersPolicyId"]["Ref"]])))
            for b in (*config["CacheBehaviors"], default)
        ]

    def add(self, path: str, headers: MutableHeaders) -> None:
        """Add what the first behaviour with this path's pattern says."""
        found = next(added for pattern, added in self._behaviours if fnmatchcase(path, pattern))
        for header in found:
            if header.override or header.name not in headers:
                headers[header.name] = header.value


def _headers(policy: Mapping[str, Any]) -> Iterator[Header]:
    config = policy["Properties"]["ResponseHeadersPolicyConfig"]
    for item in config.get("CustomHeadersConfig", {}).get("Items", []):
        yield Header(item["Header"], item["Value"], item["Override"])
    for name, setting in config["SecurityHeadersConfig"].items():
        header, value = _security_header(name, setting)
        yield Header(header, value, setting["Override"])


def _security_header(name: str, setting: Mapping[str, Any]) -> tuple[str, str]:
    match name:
        case "ContentSecurityPolicy":
            return "Content-Security-Policy", _local_policy(setting["ContentSecurityPolicy"])
        case "ContentTypeOptions":
            return "X-Content-Type-Options", "nosniff"
        case "FrameOptions":
            return "X-Frame-Options", setting["FrameOption"]
        case "ReferrerPolicy":
            return "Referrer-Policy", setting["ReferrerPolicy"]
        case "StrictTransportSecurity":
            return "Strict-Transport-Security", f"max-age={setting['AccessControlMaxAgeSec']}"
    raise UnknownProperty(f"the security header {name} in template.yaml")


def _local_policy(policy: str | Mapping[str, str]) -> str:
    """Without the sources that are only in the cloud: locally files go to the site's own origin."""
    text = policy if isinstance(policy, str) else policy["Fn::Sub"]
    return re.sub(r" https://\$\{[^}]*\}", "", text)
