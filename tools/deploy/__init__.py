"""Deploy a stage, take a deployment back: `make deploy STAGE=…`, `make rollback STAGE=…`.

`sam` builds and deploys the stacks, boto3 does the rest. The rehearsal uses the same modules.
"""
