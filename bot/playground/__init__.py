"""A small, honest Slack on this machine: for the demo and the tests, reached through SLACK_API_URL alone."""
