"""A loopback Slack Web API."""
