"""Everything that a listener may call, in one value."""

from dataclasses import dataclass

from bot.domain.agreement import Agreement
from bot.gateways.slack import Slack
from bot.services.absences import Absences
from bot.services.answers import Answers
from bot.services.asking import Asking
from bot.services.asks import Asks
from bot.services.campaigns import Campaigns
from bot.services.corrections import Corrections
from bot.services.decisions import Decisions
from bot.services.delivery import Delivery
from bot.services.desk import Desk
from bot.services.directory import Directory
from bot.services.feedback import Feedback
from bot.services.feedback_log import Logging
from bot.services.followups import Followups
from bot.services.homes import Homes
from bot.services.telling import Telling
from bot.services.threads import Threads


@dataclass(frozen=True, slots=True)
class Services:
    """The use cases, wired by `bot.app`."""

    agreement: Agreement
    slack: Slack
    directory: Directory
    decisions: Decisions
    absences: Absences
    desk: Desk
    homes: Homes
    delivery: Delivery
    followups: Followups
    asking: Asking
    telling: Telling
    campaigns: Campaigns
    feedback: Feedback
    corrections: Corrections
    answers: Answers
    log: Logging
    asks: Asks
    threads: Threads
