"""The one logger. Ids are logged, personal data never."""

from aws_lambda_powertools import Logger

logger = Logger(service="sapa", use_rfc3339=True)
