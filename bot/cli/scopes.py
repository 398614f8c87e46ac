"""The bot scopes of `app_manifest.yml` and what stops working without each; a test keeps the two alike."""

from collections.abc import Mapping

NEEDED: Mapping[str, str] = {
    "app_mentions:read": "it cannot answer when it is mentioned",
    "channels:history": "it hears no feedback, nor finds out what became of a message after a lost answer",
    "channels:read": "it cannot find channels, nor refuse one that is shared with another company",
    "chat:write": "it cannot post anything",
    "commands": "/handoff does not work",
    "groups:history": "in private channels it hears no feedback, nor what became of a message",
    "groups:read": "it cannot find private channels",
    "im:history": "it does not hear direct messages",
    "im:write": "it cannot write to people",
    "users:read": "it cannot find people",
    "users:read.email": "it cannot find people by their e-mail addresses",
}

# What an installation may well do without.
OPTIONAL: Mapping[str, str] = {
    "files:read": "it cannot see when a picture is ready, and may have to send a digest more than once",
    "files:write": "a digest has no charts at all where Slack draws none itself",
    "reactions:write": "feedback is stored without a sign that it was heard",
}
