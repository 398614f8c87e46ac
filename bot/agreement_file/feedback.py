"""What whoever gives feedback is promised, in the agreement file."""

from bot.agreement_file.fields import Table
from bot.domain.agreement import FeedbackPolicy


def read(root: Table) -> FeedbackPolicy:
    """The policy; without a table the usual one."""
    table, usual = root.table("feedback"), FeedbackPolicy()
    policy = FeedbackPolicy(
        answer_days=table.integer("answer_days", usual.answer_days, least=1),
        asks=table.integer("asks", usual.asks, least=0),
        reaction=table.text("reaction", usual.reaction, like='the name of an emoji, such as "memo"').strip(
            ":"
        ),
        model=table.flag("model", usual.model),
    )
    table.done()
    return policy
