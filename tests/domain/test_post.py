"""What a message carries to be found again, and its plain version."""

from bot.domain.post import Block, Kind, Message, Post, PostId, State, plain, read_marker

BUTTON: Block = {
    "type": "button",
    "action_id": "accept",
    "text": {"type": "plain_text", "text": "Accept"},
    "style": "primary",
}


def post(**facts: object) -> Post:
    """A card that was never sent, but for the facts given."""
    known: dict[str, object] = {"id": PostId(1), "key": "handoff:1:card", "kind": Kind.CARD, "subject": 1}
    known |= {"to": "C1", "thread_key": None, "state": State.PENDING, "wanted": 1, "shown": 0, "nonce": "a1"}
    return Post(**{**known, **facts})  # type: ignore[arg-type]


def test_a_marker_gives_back_key_and_nonce() -> None:
    assert post().marker == "ho:handoff:1:card:a1"
    assert read_marker("ho:handoff:1:card:a1") == ("handoff:1:card", "a1")


def test_other_block_ids_are_no_markers() -> None:
    for other in ("", "actions", "ho:", "ho:card", "handoff:1:card:a1"):
        assert read_marker(other) is None


def test_only_what_slack_knows_by_a_name_of_its_own_may_be_sent_twice() -> None:
    assert not post().idempotent
    assert post(ts="1.2").idempotent
    assert post(kind=Kind.HOME).idempotent


def test_the_plain_version_keeps_the_text_and_what_can_be_clicked() -> None:
    full = Message(
        "Dana of Lumen",
        (
            {"type": "data_visualization"},
            {"type": "actions", "block_id": "x", "elements": [{**BUTTON, "visible_to_user_ids": ["U1"]}]},
            {"type": "actions", "elements": []},
            {"type": "actions", "elements": "broken"},
        ),
    )
    assert plain(full) == Message(
        "Dana of Lumen",
        (
            {"type": "section", "text": {"type": "mrkdwn", "text": "Dana of Lumen"}},
            {"type": "actions", "elements": [BUTTON]},
        ),
    )


def test_the_plain_version_fits_into_a_section() -> None:
    said = plain(Message("x" * 5000, ()))
    assert said.blocks == ({"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3000}},)
    assert plain(Message("", ())).blocks == ({"type": "section", "text": {"type": "mrkdwn", "text": " "}},)
