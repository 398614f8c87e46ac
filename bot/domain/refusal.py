"""What it means when Slack refuses a message, in words that tell an administrator what to do.

The codes are Slack's (https://docs.slack.dev/reference/methods/chat.postMessage, chat.update, views.publish).
"""

from enum import StrEnum


class Cure(StrEnum):
    """What delivery does about a refusal."""

    SIMPLIFY = "simplify"  # send the plain version
    HOLD = "hold"  # nothing at all can be sent until the token is in order again
    PARK = "park"  # somebody has to act


_SIMPLIFY = frozenset(
    {
        "invalid_attachments",
        "invalid_blocks",
        "invalid_blocks_format",
        "msg_blocks_too_long",
        "msg_too_long",
        "no_text",
    }
)
_HOLD = frozenset(
    {
        "account_inactive",
        "ekm_access_denied",
        "enterprise_is_restricted",
        "invalid_auth",
        "not_authed",
        "org_login_required",
        "team_access_not_granted",
        "token_expired",
        "token_revoked",
    }
)

_GONE = "The message was deleted or can no longer be changed in Slack. It is not posted a second time."
_WORDS = {
    "not_in_channel": "The bot is not a member of {to}. Invite it there: /invite @handoff",
    "channel_not_found": "Slack shows the bot no channel {to}. Invite it there (/invite @handoff), "
    "or correct the name in handoff.toml.",
    "is_archived": "{to} is archived. Unarchive it, or name another channel in handoff.toml.",
    "ext_shared": "{to} is shared with another company, and lead data must not go there. "
    "Name another channel in handoff.toml.",
    "restricted_action": "The rules of {to} do not let the bot post. Ask a workspace admin to allow it.",
    "missing_scope": "The app lacks a permission it needs for {to}. Install it again from app_manifest.yml.",
    "person_unknown": "Nobody in Slack is known as {to}. Correct the e-mail or Slack id in handoff.toml.",
    "user_not_found": "Slack does not know {to}. Correct the e-mail or Slack id in handoff.toml.",
    "users_not_found": "Slack does not know {to}. Correct the e-mail or Slack id in handoff.toml.",
    "user_disabled": "{to} was deactivated in Slack. Replace them in handoff.toml.",
    "message_not_found": _GONE,
    "cant_update_message": _GONE,
    "edit_window_closed": _GONE,
    "not_rendered": "The message for {to} could not be made. The log says why.",
}


def cure(code: str) -> Cure:
    """What to do about a refusal; anything unknown needs somebody."""
    if code in _SIMPLIFY:
        return Cure.SIMPLIFY
    return Cure.HOLD if code in _HOLD else Cure.PARK


def words(code: str, to: str) -> str:
    """The refusal for an administrator; `to` is the channel or `@key` of the message.

    A code has no spaces: what has some is in words already.
    """
    if " " in code:
        return code
    known = _WORDS.get("restricted_action" if code.startswith("restricted_action") else code)
    if known is None:
        return f"Slack refused the message for {to}: {code}."
    return f"{known.format(to=to)} ({code})"


def doubt(code: str, to: str, post_id: int) -> str:
    """Why nobody can say whether a message arrived, and how to find out by hand."""
    return (
        f"It is not known whether message {post_id} arrived: the bot cannot read {to} ({code}). "
        f"Look there. If it is missing, run: handoff posts retry {post_id}"
    )
