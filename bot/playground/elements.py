"""What Slack accepts inside blocks: texts, options, confirmations, interactive elements, and their limits.

Sources: docs.slack.dev/reference/block-kit (block-elements, composition-objects), the limits in
`slack_sdk.models`.
"""

from typing import Any

from bot.playground.checks import (
    Check,
    Fields,
    Report,
    anything,
    boolean,
    both,
    choice,
    items,
    number,
    shape,
    some_of,
    string,
    typed,
)

TEXT_KINDS = ("plain_text", "mrkdwn")
DAY = string(10, pattern=r"\d{4}-\d\d-\d\d")
HOUR = string(5, pattern=r"\d\d:\d\d")


def text(longest: int, *kinds: str) -> Check:
    """A text object of at most that many characters, of either kind or of the named ones."""
    content = string(longest)
    fields: dict[str, Fields] = {
        "plain_text": {"text!": content, "emoji": boolean},
        "mrkdwn": {"text!": content, "verbatim": boolean},
    }
    return typed(fields, kinds or TEXT_KINDS)


def plain(longest: int) -> Check:
    """A plain_text object of at most that many characters."""
    return text(longest, "plain_text")


CONFIRM = shape(
    {
        "title!": plain(100),
        "text!": text(300),
        "confirm!": plain(30),
        "deny!": plain(30),
        "style": choice("primary", "danger"),
    }
)


def option(*kinds: str) -> Check:
    """An option of a menu or a list."""
    return shape(
        {
            "text!": text(75, *kinds),
            "value!": string(150),
            "description": text(75, *kinds),
            "url": string(3000),
        }
    )


MENU_OPTION = option("plain_text")
LIST_OPTION = option()
OPTION_GROUP = shape({"label!": plain(75), "options!": items(MENU_OPTION, 100)})
DISPATCH = shape(
    {"trigger_actions_on": items(choice("on_enter_pressed", "on_character_entered"), 2)},
)
FILTER = shape(
    {
        "include": items(choice("im", "mpim", "private", "public"), 4),
        "exclude_external_shared_channels": boolean,
        "exclude_bot_users": boolean,
    }
)
SLACK_FILE = both(
    shape({"id": string(255, pattern=r"F[A-Z0-9]{8,}"), "url": string(3000)}),
    some_of("id", "url", only_one=True),
)
IMAGE_FIELDS: Fields = {
    "alt_text!": string(2000),
    "image_url": string(3000),
    "slack_file": SLACK_FILE,
}
IMAGE = typed({"image": IMAGE_FIELDS})

ACTION: Fields = {"action_id": string(255)}
HINTED: Fields = {"placeholder": plain(150), "focus_on_load": boolean}
ASKED: Fields = {"confirm": CONFIRM}
MENU: Fields = {**HINTED, **ASKED}
MANY: Fields = {**MENU, "max_selected_items": number(1, whole=True)}
CHOICES: Fields = {"options": items(MENU_OPTION, 100), "option_groups": items(OPTION_GROUP, 100)}
TYPED_IN: Fields = {**HINTED, "dispatch_action_config": DISPATCH}
CLICKED: Fields = {
    "value": string(2000, 0),
    "accessibility_label": string(75),
    "visible_to_user_ids": items(string(255), 1000),
    **ASKED,
}
FEEDBACK = shape({"text!": plain(75), "value!": string(2000), "accessibility_label": string(75)})
PICKED: Fields = {"focus_on_load": boolean, **ASKED}

# Every interactive element, by its type.
ELEMENTS: dict[str, Fields] = {
    "button": {
        "text!": plain(75),
        "url": string(3000),
        "style": choice("primary", "danger"),
        "agent_prompt": string(4000),
        "agent_prompt_display": anything,
        **CLICKED,
    },
    "icon_button": {
        "icon!": string(75),
        "text!": plain(75),
        **CLICKED,
        "visible_to_user_ids": items(string(255), 10),
    },
    "feedback_buttons": {"positive_button!": FEEDBACK, "negative_button!": FEEDBACK},
    "workflow_button": {
        "text!": plain(75),
        "workflow!": anything,
        "style": choice("primary", "danger"),
        "accessibility_label": string(75),
    },
    "overflow": {"options!": items(MENU_OPTION, 5), **ASKED},
    "static_select": {**MENU, **CHOICES, "initial_option": MENU_OPTION},
    "multi_static_select": {**MANY, **CHOICES, "initial_options": items(MENU_OPTION, 100)},
    "external_select": {**MENU, "min_query_length": number(0, whole=True), "initial_option": MENU_OPTION},
    "multi_external_select": {
        **MANY,
        "min_query_length": number(0, whole=True),
        "initial_options": items(MENU_OPTION, 100),
    },
    "users_select": {**MENU, "initial_user": string(255)},
    "multi_users_select": {**MANY, "initial_users": items(string(255), 100)},
    "conversations_select": {
        **MENU,
        "initial_conversation": string(255),
        "default_to_current_conversation": boolean,
        "response_url_enabled": boolean,
        "filter": FILTER,
    },
    "multi_conversations_select": {
        **MANY,
        "initial_conversations": items(string(255), 100),
        "default_to_current_conversation": boolean,
        "filter": FILTER,
    },
    "channels_select": {**MENU, "initial_channel": string(255), "response_url_enabled": boolean},
    "multi_channels_select": {**MANY, "initial_channels": items(string(255), 100)},
    "datepicker": {**MENU, "initial_date": DAY},
    "timepicker": {**MENU, "initial_time": HOUR, "timezone": string(255)},
    "datetimepicker": {**PICKED, "initial_date_time": number(10**9, 10**10, whole=True)},
    "checkboxes": {**PICKED, "options!": items(LIST_OPTION, 10), "initial_options": items(LIST_OPTION, 10)},
    "radio_buttons": {**PICKED, "options!": items(LIST_OPTION, 10), "initial_option": LIST_OPTION},
    "plain_text_input": {
        **TYPED_IN,
        "initial_value": string(3000, 0),
        "multiline": boolean,
        "min_length": number(0, 3000, whole=True),
        "max_length": number(1, 3000, whole=True),
    },
    "email_text_input": {**TYPED_IN, "initial_value": string(3000)},
    "url_text_input": {**TYPED_IN, "initial_value": string(3000)},
    "number_input": {
        **TYPED_IN,
        "is_decimal_allowed!": boolean,
        "initial_value": string(255),
        "min_value": string(255),
        "max_value": string(255),
    },
    "rich_text_input": {
        **TYPED_IN,
        "initial_value": anything,
        "min_lines": number(1, whole=True),
        "max_lines": number(1, whole=True),
    },
    "file_input": {"filetypes": items(string(255), 100), "max_files": number(1, 10, whole=True)},
}

SELECTS = {name for name in ELEMENTS if name.endswith("_select")}
PICKERS = {"datepicker", "timepicker", "checkboxes", "radio_buttons"}
BUTTONS = {"button", "workflow_button"}
TEXT_INPUTS = {"plain_text_input", "email_text_input", "url_text_input", "number_input", "rich_text_input"}

ONE_SOURCE = some_of("options", "option_groups", only_one=True)

IN_ACTIONS = SELECTS | PICKERS | BUTTONS | {"overflow", "datetimepicker"}
IN_SECTION = SELECTS | PICKERS | BUTTONS | {"overflow"}
IN_INPUT = SELECTS | PICKERS | TEXT_INPUTS | {"datetimepicker", "file_input"}
IN_CONTEXT_ACTIONS = {"feedback_buttons", "icon_button"}


def element(allowed: set[str], *, image: bool = False) -> Check:
    """An interactive element of one of the types; with `image`, a picture will do as well."""
    kinds = {**ELEMENTS, "image": IMAGE_FIELDS}
    known = typed(kinds, allowed | ({"image"} if image else set()), ACTION)

    def check(value: Any, at: str, report: Report) -> None:
        known(value, at, report)
        if isinstance(value, dict) and value.get("type") in ("static_select", "multi_static_select"):
            ONE_SOURCE(value, at, report)

    return check


CONTEXT_ELEMENT = typed(
    {
        "plain_text": {"text!": string(3000), "emoji": boolean},
        "mrkdwn": {"text!": string(3000), "verbatim": boolean},
        "image": IMAGE_FIELDS,
    }
)
