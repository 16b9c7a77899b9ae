"""The embedded run: engine, gateway, streams, demo data, from template.yaml."""
