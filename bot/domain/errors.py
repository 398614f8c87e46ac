"""The errors of the house.

HandoffError            anything that this project raises on purpose
├── ConfigError         a setting or the agreement file is wrong; says where and what would be right
├── StorageError        the database cannot be opened or used
└── SlackError          Slack did not do what was asked (see bot/gateways/slack.py)

An expected outcome, such as a lost race or a denied click, is a return value and not in this tree.
"""


class HandoffError(Exception):
    """The root of every error that is raised on purpose."""


class ConfigError(HandoffError):
    """A setting or the agreement file is missing, contradictory or wrong."""


class StorageError(HandoffError):
    """The database cannot be opened, migrated or used."""


class SlackError(HandoffError):
    """Slack refused a call, or its answer never came."""
