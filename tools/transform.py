"""What SAM makes of a template, for cfn-lint: `transform.py template.yaml transformed.json`.

Runs in .venv-rehearse. Folders become the objects that `sam package` would have put into a bucket.
"""

import json
import sys
from pathlib import Path
from typing import Any

from samtranslator.translator.transform import transform
from samtranslator.yaml_helper import yaml_parse


class NoManagedPolicies:
    """The template names none that SAM would look up."""

    def load(self) -> dict[str, str]:
        return {}


def packaged(template: dict[str, Any]) -> dict[str, Any]:
    """The template with its folders in a bucket."""
    template["Globals"]["Function"]["CodeUri"] = "s3://sapa-artifacts/functions"
    for resource in template["Resources"].values():
        if resource["Type"] == "AWS::Serverless::LayerVersion":
            resource["Properties"]["ContentUri"] = "s3://sapa-artifacts/layer"
    return template


if __name__ == "__main__":
    source, target = map(Path, sys.argv[1:])
    made = transform(packaged(yaml_parse(source.read_text())), {}, NoManagedPolicies())
    target.write_text(json.dumps(made, indent=1))
