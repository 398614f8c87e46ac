"""The SDK's own block models as an independent judge: what they build, the playground takes."""

import pytest
from slack_sdk.models import blocks as sdk
from slack_sdk.models.blocks.basic_components import DispatchActionConfig, SlackFile
from slack_sdk.models.blocks.block_elements import FileInputElement

from bot.playground import limits
from bot.playground.limits import Surface

OPTIONS = [sdk.Option(label=name, value=name) for name in ("one", "two")]
CONFIRM = sdk.ConfirmObject(title="Sure?", text="It is final.", confirm="Yes", deny="No")
GROUPS = [sdk.OptionGroup(label="Group", options=OPTIONS)]
FILTER = sdk.ConversationFilter(include=["public"], exclude_bot_users=True)
DISPATCH = DispatchActionConfig(trigger_actions_on=["on_enter_pressed"])

IN_ACTIONS: list[sdk.InteractiveElement] = [
    sdk.ButtonElement(text="Accept", action_id="a", value="1", style="primary", confirm=CONFIRM),
    sdk.LinkButtonElement(text="Open", url="https://example.com", action_id="a"),
    sdk.StaticSelectElement(placeholder="Pick", action_id="a", options=OPTIONS, initial_option=OPTIONS[0]),
    sdk.StaticSelectElement(placeholder="Pick", action_id="a", option_groups=GROUPS, focus_on_load=True),
    sdk.StaticMultiSelectElement(placeholder="Pick", action_id="a", options=OPTIONS, max_selected_items=2),
    sdk.ExternalDataSelectElement(placeholder="Pick", action_id="a", min_query_length=2),
    sdk.UserSelectElement(placeholder="Who", action_id="a", initial_user="U1"),
    sdk.UserMultiSelectElement(placeholder="Who", action_id="a", initial_users=["U1"]),
    sdk.ConversationSelectElement(placeholder="Where", action_id="a", filter=FILTER),
    sdk.ChannelSelectElement(placeholder="Where", action_id="a", initial_channel="C1"),
    sdk.ChannelMultiSelectElement(placeholder="Where", action_id="a"),
    sdk.OverflowMenuElement(options=OPTIONS, action_id="a", confirm=CONFIRM),
    sdk.DatePickerElement(action_id="a", placeholder="When", initial_date="2026-12-01"),
    sdk.TimePickerElement(action_id="a", initial_time="09:30", timezone="Europe/Berlin"),
    sdk.DateTimePickerElement(action_id="a", initial_date_time=1_795_000_000),
    sdk.CheckboxesElement(action_id="a", options=OPTIONS, initial_options=OPTIONS),
    sdk.RadioButtonsElement(action_id="a", options=OPTIONS, initial_option=OPTIONS[1]),
]
IN_INPUT: list[sdk.InputInteractiveElement] = [
    sdk.PlainTextInputElement(action_id="a", placeholder="Why", multiline=True, min_length=1, max_length=100),
    sdk.EmailInputElement(action_id="a", dispatch_action_config=DISPATCH),
    sdk.UrlInputElement(action_id="a", initial_value="https://example.com"),
    sdk.NumberInputElement(action_id="a", is_decimal_allowed=False, min_value="1", max_value="9"),
    FileInputElement(action_id="a", filetypes=["csv"], max_files=1),
]
PIECES = [
    sdk.RichTextElementParts.Text(text="bold", style=sdk.RichTextElementParts.TextStyle(bold=True)),
    sdk.RichTextElementParts.Link(url="https://example.com", text="a link"),
    sdk.RichTextElementParts.User(user_id="U1"),
    sdk.RichTextElementParts.Channel(channel_id="C1"),
    sdk.RichTextElementParts.Emoji(name="eyes"),
    sdk.RichTextElementParts.Date(timestamp=1_795_000_000, format="{date_short}"),
]
SECTION = sdk.RichTextSectionElement(elements=PIECES)
RICH = sdk.RichTextBlock(
    elements=[
        SECTION,
        sdk.RichTextListElement(style="bullet", elements=[SECTION], indent=0),
        sdk.RichTextQuoteElement(elements=PIECES),
        sdk.RichTextPreformattedElement(elements=[sdk.RichTextElementParts.Text(text="code")]),
    ]
)
BLOCKS: list[sdk.Block] = [
    sdk.SectionBlock(text="*Dana*", fields=["one", "two"], accessory=IN_ACTIONS[0], block_id="b"),
    sdk.SectionBlock(
        text=sdk.PlainTextObject(text="Dana"),
        accessory=sdk.ImageElement(image_url="https://example.com/x.png", alt_text="x"),
    ),
    sdk.DividerBlock(),
    sdk.HeaderBlock(text="Queue"),
    sdk.ContextBlock(
        elements=[
            sdk.MarkdownTextObject(text="due", verbatim=True),
            sdk.ImageElement(image_url="https://example.com/x.png", alt_text="x"),
        ]
    ),
    sdk.ImageBlock(alt_text="x", image_url="https://example.com/x.png", title="X"),
    sdk.ImageBlock(alt_text="x", slack_file=SlackFile(id="F0123456789")),
    sdk.MarkdownBlock(text="**bold**"),
    RICH,
    sdk.TableBlock(
        rows=[[{"type": "raw_text", "text": "a"}, {"type": "raw_number", "value": 1}]],
        column_settings=[{"align": "right", "is_wrapped": True}],
    ),
    sdk.CardBlock(title=sdk.MarkdownTextObject(text="Card"), body=sdk.MarkdownTextObject(text="Body")),
    sdk.ContainerBlock(
        title=sdk.PlainTextObject(text="Box"), child_blocks=[sdk.DividerBlock()], width="wide"
    ),
    sdk.TaskCardBlock(task_id="1", title="Look", status="pending"),
    sdk.PlanBlock(title="Plan", tasks=[sdk.TaskCardBlock(task_id="1", title="Look", status="error")]),
    *(sdk.ActionsBlock(elements=[element]) for element in IN_ACTIONS),
]


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: str(block.type))
def test_what_the_sdk_builds_for_a_message_is_taken(block: sdk.Block) -> None:
    assert limits.examine([block.to_dict()], Surface.MESSAGE) == []


@pytest.mark.parametrize("element", IN_INPUT, ids=lambda element: str(element.type))
def test_what_the_sdk_builds_for_a_modal_is_taken(element: sdk.InputInteractiveElement) -> None:
    block = sdk.InputBlock(label="Label", element=element, hint="Hint", optional=True, dispatch_action=False)
    assert limits.examine([block.to_dict()], Surface.MODAL) == []
