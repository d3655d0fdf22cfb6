"""The page in a real browser: what visitors read and press."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.integration.workspace.browser import CHROMIUM, Tab, browsing
from tests.integration.workspace.conftest import ANNA, BO, World
from tests.integration.workspace.sample_app import plain

pytestmark = [
    pytest.mark.anyio,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed; the page is not looked at"),
]
HOSTILE = "<img src=x onerror=alert(1)> &lt;b&gt; *bold*"


@pytest.fixture
async def tab(world: World) -> AsyncIterator[Tab]:
    """The page as Anna sees it, in English."""
    async with browsing() as opened:
        await opened.go(f"{world.workspace.page_url}?as={ANNA}&channel={world.channel}&lang=en")
        yield opened
        assert opened.complaints == []


async def test_a_visitor_signs_off_with_the_real_buttons(world: World, tab: Tab) -> None:
    """Message, modal, client-side check, the app's own error, done."""
    await world.app.post(world.channel)
    await tab.click("ask", ".message")
    await tab.until("document.querySelector('.dialog textarea, .dialog input')")
    await tab.click("Send", ".dialog")
    assert (
        await tab.until("document.querySelector('.error:not([hidden])')?.textContent")
        == "This field is required"
    )
    await tab.run("document.querySelector('.dialog .field').value = 'a bad one'")
    await tab.click("Send", ".dialog")
    assert await tab.until(
        "[...document.querySelectorAll('.error')].some((one) => one.textContent === 'Not that.')"
    )
    await tab.run("document.querySelector('.dialog .field').value = 'rehearsed twice'")
    await tab.click("Send", ".dialog")
    await tab.until("document.getElementById('overlay').hidden")
    assert world.app.heard[0]["user"]["id"] == ANNA


async def test_everything_that_is_written_is_shown_as_text(world: World, tab: Tab) -> None:
    """In messages, headers, buttons, charts and tables."""
    data = [{"label": HOSTILE[:20], "value": 1}]
    chart = {
        "type": "bar",
        "axis_config": {"categories": [HOSTILE[:20]]},
        "series": [{"name": "s", "data": data}],
    }
    blocks: list[dict[str, Any]] = [
        {"type": "header", "text": plain(HOSTILE)},
        {"type": "section", "text": {"type": "mrkdwn", "text": HOSTILE}},
        {"type": "markdown", "text": f"{HOSTILE} [x](javascript:alert(1))"},
        {"type": "data_visualization", "title": HOSTILE, "chart": chart},
        {"type": "table", "rows": [[{"type": "raw_text", "text": HOSTILE}]]},
    ]
    await world.app.client.chat_postMessage(channel=world.channel, text="t", blocks=blocks)
    await tab.until("document.querySelector('.message .table')")
    assert await tab.run("document.querySelectorAll('.message img, .message b:not(.line b)').length") == 0
    assert await tab.run("[...document.querySelectorAll('.message a')].map((one) => one.href)") == []
    assert await tab.run("document.querySelector('.header').textContent") == HOSTILE


async def test_news_is_drawn_without_reloading(world: World, tab: Tab) -> None:
    """And what a visitor is typing stays."""
    await tab.run("document.querySelector('#composer textarea').value = 'half a'")
    await world.bo.say(world.channel, "hello *Anna*")
    assert await tab.until("document.querySelector('.message strong')?.textContent") == "Anna"
    assert await tab.run("document.querySelector('#composer textarea').value") == "half a"


async def test_a_visitor_can_be_somebody_else(world: World, tab: Tab) -> None:
    """With that person's language, channels and home."""
    await tab.run("document.querySelector('.me .person').click()")
    await tab.until(
        "[...document.querySelectorAll('.picker .person')].find((one) => one.textContent.includes('何敏'))"
    )
    await tab.run(
        "[...document.querySelectorAll('.picker .person')].find((one) => one.textContent.includes('何敏')).click()"
    )
    await tab.until("document.documentElement.lang === 'zh-CN'")
    await tab.click("Phasegate", "#sidebar")
    await tab.click("主页", "#head")
    assert await tab.until("document.querySelector('.home .header')?.textContent") == "Yours"
    assert BO in world.workspace.state.views.homes


async def test_a_visitor_writes_and_commands(tab: Tab) -> None:
    """In the channel and in a thread."""
    write = "{{ const field = document.querySelector('{0} textarea'); field.value = '{1}'; field.form.requestSubmit(); }}"
    await tab.run(write.format("#composer", "hello"))
    await tab.until("document.querySelector('.message .reply')")
    await tab.run("document.querySelector('.message .reply').click()")
    await tab.until("document.querySelector('#thread textarea')")
    await tab.run(write.format("#thread", "an answer"))
    assert await tab.until("document.querySelector('.replies')?.textContent.includes('1 reply')")
    await tab.run(write.format("#composer", "/gate status"))
    assert await tab.until("document.querySelector('.message.own')?.textContent.includes('You said status')")
