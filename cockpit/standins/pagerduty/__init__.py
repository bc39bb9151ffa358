"""A loopback PagerDuty REST API v2 whose incidents have a life of their own."""
