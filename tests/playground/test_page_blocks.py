"""The web page in a real browser: how texts and blocks are drawn; nothing foreign runs, nothing overflows."""

import base64

import pytest
from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground import blocks as blocks_of
from bot.playground import defaults
from bot.playground.config import Config
from bot.playground.messages import Message
from bot.playground.server import Playground

from . import kit
from .clients import app_of, client_of, listening
from .kit import Json
from .window import PHONE, Visit, Window

pytestmark = pytest.mark.browser


@pytest.fixture
def config() -> Config:
    """Deadlines for a busy machine."""
    return kit.PATIENT


# The smallest picture there is.
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
HOSTILE = '<img src=x onerror="window.hit=1"> </div><script>window.hit=1</script> \u202egnp.exe \u2066'
MRKDWN = {
    "*bold* _it_ ~gone~ `a*b*c`": "<b>bold</b> <i>it</i> <s>gone</s> <code>a*b*c</code>",
    "2 * 3 * 4 snake_case_name": "2 * 3 * 4 snake_case_name",
    "*a _b_ c*": "<b>a <i>b</i> c</b>",
    "&lt;b&gt; &amp;amp;": "&lt;b&gt; &amp;amp;",
    ":tada: :no_such_one:": ('<span class="emoji" role="img" aria-label="tada">🎉</span> :no_such_one:'),
    "<https://x.example/a_b_c|the _page_>": (
        '<a href="https://x.example/a_b_c" target="_blank" rel="noopener noreferrer" '
        'title="https://x.example/a_b_c">the _page_</a>'
    ),
    "<javascript:alert(1)|click>": "<span>click</span>",
    "<!date^1795000000^{date_num} {time}|then>": (
        '<time datetime="2026-11-18T11:06:40.000Z" title="Nov 18, 2026 at 12:06 (Europe/Berlin)">'
        "2026-11-18 12:06</time>"
    ),
    "<!date^1795000000^{date}|x>": (
        '<time datetime="2026-11-18T11:06:40.000Z" title="Nov 18, 2026 at 12:06 (Europe/Berlin)">'
        "November 18th, 2026</time>"
    ),
    f"<@{defaults.ANA}>": '<span class="mention mention-me" dir="auto">@Ana Lima</span>',
    f"<@{defaults.BEN}>": '<span class="mention" dir="auto">@Ben Okafor</span>',
    "<!here>": '<span class="mention mention-me">@here</span>',
}
MARKDOWN = {
    "# Big\n### Small": (
        '<h3 class="heading heading-1">Big</h3><h5 class="heading heading-3">Small</h5>'
    ),
    "**bold** and *it*\nnext": "<p><b>bold</b> and <i>it</i><br>next</p>",
    "- a\n  - b\n- c": "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>",
    "3. x\n4. y": '<ol start="3"><li>x</li><li>y</li></ol>',
    "- [x] done": (
        '<ul><li><span class="task-box" role="img" aria-label="done">☑</span> done</li></ul>'
    ),
    "> said\n\n---": "<blockquote><p>said</p></blockquote><hr>",
    "```\n<b> **no**\n```": "<pre>&lt;b&gt; **no**</pre>",
    "5 \\* 3": "<p>5 * 3</p>",
}  # fmt: skip


async def shown(page: Window, pg: Playground, *blocks: Json) -> None:
    """Posts the blocks as they are, past the server's own checks, and waits until they are drawn."""
    settled = blocks_of.settled(list(blocks))
    pg.workspace.post(Message("", defaults.HANDOFFS, defaults.BOT_USER_ID, "x", blocks=settled, by_app=True))
    await page.open(pg.url, user="ana", channel="handoffs")
    await page.until("document.querySelector('.blocks') !== null")


async def html(page: Window, module: str, function: str, source: str) -> str:
    call = f"import('/static/js/{module}').then(m => m.{function}({source!r}))"
    answer: str = await page.value(f"{call}.then(node => node.innerHTML)")
    return answer


async def test_mrkdwn_and_markdown_become_what_slack_makes_of_them(pg: Playground, page: Window) -> None:
    await page.open(pg.url, user="ana", channel="handoffs")
    found = {text: await html(page, "mrkdwn.js", "mrkdwn", text) for text in MRKDWN}
    assert found == {text: f'<div class="line">{wanted}</div>' for text, wanted in MRKDWN.items()}
    assert {text: await html(page, "markdown.js", "markdown", text) for text in MARKDOWN} == MARKDOWN


async def test_everyone_reads_times_in_their_own_zone(pg: Playground, visit: Visit) -> None:
    await pg.post("max", "handoffs", "Decide by <!date^1795000000^{time}|soon>")
    ana, ben = await visit(), await visit()
    await ana.open(pg.url, user="ana", channel="handoffs")
    await ben.open(pg.url, user="ben", channel="handoffs")
    await ana.sees("Decide by 12:06")
    await ben.sees("Decide by 11:06")


async def test_foreign_text_is_only_ever_text(pg: Playground, page: Window) -> None:
    hostile = kit.plain(HOSTILE)
    await pg.post("ben", "handoffs", HOSTILE)
    await shown(
        page,
        pg,
        {"type": "header", "text": hostile},
        kit.text(HOSTILE.replace("<", "&lt;").replace(">", "&gt;")),
        {"type": "section", "text": hostile, "fields": [hostile], "accessory": kit.button(HOSTILE, "a")},
        {"type": "markdown", "text": HOSTILE},
        {
            "type": "rich_text",
            "elements": [{"type": "rich_text_section", "elements": [hostile | {"type": "text"}]}],
        },
        {"type": "table", "rows": [[kit.raw(HOSTILE)], [kit.raw(HOSTILE)]]},
        {"type": "data_table", "caption": HOSTILE, "rows": [[kit.raw(HOSTILE)], [kit.raw(HOSTILE)]]},
        kit.chart("bar", HOSTILE, **{HOSTILE: [1.0]}),
        {"type": "card", "title": hostile, "body": hostile},
        {"type": "image", "image_url": "javascript:window.hit=1", "alt_text": HOSTILE},
        {"type": "section", "text": kit.mrkdwn("<javascript:window.hit=1|here> <data:text/html,x|there>")},
    )
    assert await page.value("window.hit") is None
    assert await page.count("#main img, #main script, #main [onerror]") == 0
    assert await page.count("a[href^=javascript], a[href^=data]") == 0
    assert (await page.text(".block-header")).startswith('<img src=x onerror="window.hit=1">')
    assert not await page.overflows()


async def test_an_unknown_or_broken_block_is_a_grey_box_beside_the_others(
    pg: Playground, page: Window
) -> None:
    broken = {"type": "data_visualization", "title": "Nothing", "chart": {"type": "bar"}}
    await shown(page, pg, {"type": "hologram"}, broken, kit.text("still here"))
    assert await page.text(".unknown") == "Unknown block: hologram"
    await page.sees("This data_visualization block could not be drawn")
    await page.sees("still here")
    page.problems.clear()


async def test_tables_are_sorted_filtered_and_paged(pg: Playground, page: Window) -> None:
    rows = [[kit.raw("Campaign"), kit.raw("Leads")]]
    rows += [
        [kit.raw(name), kit.number(leads)] for name, leads in (("Fair", 9), ("Webinar", 64), ("Ads", 10))
    ]
    await shown(
        page, pg, {"type": "data_table", "caption": "Leads by campaign", "page_size": 2, "rows": rows}
    )
    cells = ".data-table tbody tr"
    assert await page.texts(cells) == ["Fair\t9", "Webinar\t64"]
    await page.click("Leads")
    assert await page.texts(cells) == ["Fair\t9", "Ads\t10"]
    assert await page.count("th[aria-sort=ascending]") == 1
    await page.click("Leads")
    assert await page.texts(cells) == ["Webinar\t64", "Ads\t10"]
    await page.click("Next")
    assert await page.texts(cells) == ["Fair\t9"]
    await page.fill("Filter Leads by campaign", "web")
    assert await page.texts(cells) == ["Webinar\t64"]
    assert await page.text(".pager-text") == "1 row, page 1 of 1"


async def test_charts_are_drawn_to_scale_and_carry_their_figures(pg: Playground, page: Window) -> None:
    segments = [{"label": "Bad data", "value": 1}, {"label": "Other", "value": 3}]
    pie = {"type": "data_visualization", "title": "Why", "chart": {"type": "pie", "segments": segments}}
    await shown(page, pg, kit.chart("bar", "By week", Accepted=[10.0, 40.0], Rejected=[20.0, -10.0]), pie)
    heights = "[...document.querySelectorAll('rect')].map(r => r.height.baseVal.value)"
    first, second, third, fourth = await page.value(heights)
    assert second / first == pytest.approx(4)
    assert third / first == pytest.approx(2)
    assert fourth / first == pytest.approx(1)
    titles = "[...document.querySelectorAll('rect title, path title')].map(t => t.textContent)"
    assert await page.value(titles) == [
        "Accepted, W1: 10",
        "Accepted, W2: 40",
        "Rejected, W1: 20",
        "Rejected, W2: -10",
        "Bad data: 1 (25 %)",
        "Other: 3 (75 %)",
    ]
    await page.click_on(".figures summary")
    assert await page.texts(".figures[open] tr") == ["\tAccepted\tRejected", "W1\t10\t20", "W2\t40\t-10"]


async def test_an_uploaded_picture_is_drawn_in_its_block(pg: Playground, page: Window) -> None:
    client = client_of(pg)
    uploaded = await client.files_upload_v2(content=PIXEL, filename="chart.png")
    picture = {"type": "image", "slack_file": {"id": uploaded["file"]["id"]}, "alt_text": "W46 62%"}
    await client.chat_postMessage(channel=defaults.HANDOFFS, text="The week", blocks=[picture])
    await page.open(pg.url, user="ana", channel="handoffs")
    await page.until("document.querySelector('.block-image img')?.naturalWidth === 1")
    assert await page.value("document.querySelector('.block-image img').alt") == "W46 62%"


async def test_nothing_overflows_on_a_phone(pg: Playground, visit: Visit) -> None:
    app = app_of(pg)
    wide = [[kit.raw(f"Column with a long name {index}") for index in range(12)]] * 3
    blocks = [
        kit.text("W" * 300 + " <https://x.example/" + "a" * 200 + ">"),
        {"type": "section", "fields": [kit.plain("x" * 120)] * 4},
        {"type": "table", "rows": wide},
        {"type": "data_table", "caption": "Wide " * 20, "rows": wide},
        kit.chart("line", "Trend", **{f"Series {index}": [float(index)] * 20 for index in range(6)}),
        kit.chart("pie", "P", A=[1.0])
        | {"chart": {"type": "pie", "segments": [{"label": "y" * 20, "value": 1}]}},
        {
            "type": "actions",
            "elements": [kit.button("A rather long button text " * 2, f"b{n}") for n in range(5)],
        },
        {"type": "carousel", "elements": [{"type": "card", "title": kit.plain("c" * 60)}] * 4},
        {"type": "markdown", "text": "| a | b |\n|---|---|\n| " + "z" * 90 + " | " + "z" * 90 + " |"},
        {
            "type": "section",
            "text": kit.plain("Pick"),
            "accessory": {"type": "users_select", "action_id": "u"},
        },
    ]

    @app.action("open")
    async def opened(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        await client.views_open(trigger_id=body["trigger_id"], view=kit.modal(kit.REASON, kit.NOTE))
        await ack()

    phone = await visit(PHONE)
    async with listening(pg, app):
        await shown(phone, pg, *blocks, kit.card(kit.button("Open", "open"))[1])
        assert not await phone.overflows()
        await phone.use_tool("Reply in thread", "Trend")
        await phone.until("document.querySelector('#thread .block-chart') !== null")
        assert not await phone.overflows()
        await phone.click("Open", within="#thread")
        await phone.sees("Why?", within="dialog")
        assert not await phone.overflows()
        assert await phone.value("document.querySelector('dialog').getBoundingClientRect().width") == PHONE[0]
        await phone.click("Close")
        pg.slack.views.publish(defaults.ANA, {"type": "home", "blocks": blocks_of.settled(blocks[:4])})
        await phone.open(pg.url, user="ana", home="1")
        await phone.sees("Column with a long name 1")
        assert not await phone.overflows()
        await phone.open(pg.url, user="ana")
        await phone.sees("general")
        assert not await phone.overflows()
