"""The names by which Slack tells us what somebody did: the contract between views and handlers.

Buttons carry the handoff's id as their value; the overflow menu carries `verb:id` (see `choice`).
"""

from enum import StrEnum

ACCEPT = "handoff.accept"
REJECT = "handoff.reject"
RECYCLE = "handoff.recycle"
UNDO = "handoff.undo"
REOPEN = "handoff.reopen"
REASSIGN = "handoff.reassign"
SNOOZE = "handoff.snooze"
WHY = "handoff.why"
HISTORY = "handoff.history"
MORE = "handoff.more"  # the overflow menu

# On an escalation; PARK opens a modal, POOL acts at once.
POOL = "handoff.pool"
PARK = "handoff.park"

# One action id per touch, e.g. `handoff.touch.called`.
TOUCH = "handoff.touch."

# Elements inside modals. The list of reasons reports each choice, so that its follow-up question appears.
REASON = "handoff.reason"
DETAIL_TEXT = "handoff.detail.text"
DETAIL_LINK = "handoff.detail.link"
DETAIL_CRITERION = "handoff.detail.criterion"
PERSON = "handoff.person"
ON = "handoff.on"
FIRST = "handoff.first"
LAST = "handoff.last"

# Block ids of the inputs, by which values are read and errors are shown.
BLOCK_REASON = "reason"
BLOCK_DETAIL = "detail"
BLOCK_PERSON = "person"
BLOCK_ON = "on"
BLOCK_FIRST = "first"
BLOCK_LAST = "last"

MODAL_REJECT = "handoff.modal.reject"
MODAL_RECYCLE = "handoff.modal.recycle"
MODAL_REOPEN = "handoff.modal.reopen"
MODAL_REASSIGN = "handoff.modal.reassign"
MODAL_PARK = "handoff.modal.park"
MODAL_AWAY = "handoff.modal.away"
MODAL_NOTICE = "handoff.modal.notice"  # why, history and notices: nothing to submit

# On a digest; the value is `digest id:signal`, of ASK the digest's id.
DIGEST_TAKE = "digest.take"
DIGEST_DONE = "digest.done"
DIGEST_LEADS = "digest.leads"
DIGEST_ASK = "digest.ask"
MODAL_DONE = "digest.modal.done"

# On an answer; the value is the question's id, of CHOOSE `id:the whole question`.
QUESTION_REASON = "question.reason"
QUESTION_LEADS = "question.leads"
QUESTION_DEFINITION = "question.definition"
QUESTION_EDIT = "question.edit"
QUESTION_WRONG = "question.wrong"
QUESTION_CHOOSE = "question.choose."  # and a number: action ids of one message differ
MODAL_EDIT = "question.modal.edit"
MODAL_WRONG = "question.modal.wrong"

# On a campaign; the value is its id. The blocks of its dialog are named after the fields of its form.
CAMPAIGN_EDIT = "campaign.edit"
CAMPAIGN_FIELD = "campaign.field."
MODAL_CAMPAIGN = "campaign.modal"

# On feedback; the value is the item's id, of CAMPAIGN `item:campaign`, of REOPEN the answer's id.
FEEDBACK_ASIDE = "feedback.aside"
FEEDBACK_BACK = "feedback.back"
FEEDBACK_CAMPAIGN = "feedback.campaign"
FEEDBACK_ANSWER = "feedback.answer"
FEEDBACK_USE = "feedback.use"  # the value is JSON: the item, and the words to answer with
FEEDBACK_REOPEN = "feedback.reopen"
FEEDBACK_KIND = "feedback.kind"
FEEDBACK_THEME = "feedback.theme"
FEEDBACK_THEMES = "feedback.themes"  # the block id is `themes:` and the item's id
FEEDBACK_ASKED = "feedback.asked."  # and a theme; the value is the ask's id
FEEDBACK_LINE = "feedback.line"  # the value is the ask's id
FEEDBACK_ALIKE = "feedback.alike"
FEEDBACK_ALL = "feedback.all"
MODAL_ANSWER = "feedback.modal.answer"
MODAL_LINE = "feedback.modal.line"
MODAL_REOPENED = "feedback.modal.reopen"
MODAL_LOG = "feedback.modal.log"
SHORTCUT_LOG = "log_feedback"
SHORTCUT_ASIDE = "not_feedback"
BLOCK_KIND = "kind"
BLOCK_ALIKE = "alike"
BLOCK_ALL = "all"
BLOCK_THEME = "theme"
BLOCK_THEMES = "themes"
BLOCK_CAMPAIGN = "campaign"
BLOCK_NAME = "campaign_name"
DETAIL_NAME = "feedback.campaign_name"

HOME_AWAY = "handoff.home.away"
HOME_BACK = "handoff.home.back"


class Choice(StrEnum):
    """What the overflow menu offers."""

    REASSIGN = "reassign"
    RECYCLE = "recycle"
    SNOOZE = "snooze"
    WHY = "why"
    HISTORY = "history"
    UNDO = "undo"
    REOPEN = "reopen"


MENU = frozenset(Choice)


def touch(how: str) -> str:
    """The action id of one way to touch a lead."""
    return f"{TOUCH}{how}"


def choice(verb: Choice, handoff_id: int) -> str:
    """The value of an entry of the overflow menu."""
    return f"{verb}:{handoff_id}"
