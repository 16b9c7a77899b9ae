"""The services of AWS: DynamoDB, files, mail, secrets, logs."""
