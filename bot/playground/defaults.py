"""The workspace one gets without a configuration file: its people, channels and the keys of its one app.

Nothing here is secret: the tokens open nothing but a playground on this machine.
"""

TEAM_ID = "T0DEMO0001"
TEAM_NAME = "Lumen Demo"
TEAM_DOMAIN = "lumen-demo"

APP_ID = "A0HANDOFF1"
BOT_ID = "B0HANDOFF1"
BOT_USER_ID = "U0HANDOFF1"
BOT_NAME = "handoff"
BOT_TOKEN = "xoxb-playground-bot"  # noqa: S105 - opens nothing but a playground
APP_TOKEN = "xapp-playground-app"  # noqa: S105 - opens nothing but a playground
SIGNING_SECRET = "playground-signing-secret"  # noqa: S105 - opens nothing but a playground
VERIFICATION_TOKEN = "playground-verification"  # noqa: S105 - opens nothing but a playground

HOST = "127.0.0.1"
PORT = 8765

ANA = "U0ANA00001"
BEN = "U0BEN00001"
CHLOE = "U0CHLOE001"
MAX = "U0MAX00001"
OLGA = "U0OLGA0001"

HANDOFFS = "C0HANDOFFS"
GENERAL = "C0GENERAL1"
ADMIN = "C0ADMIN001"

# id, name, real name, e-mail, time zone, title
USERS = (
    (ANA, "ana", "Ana Lima", "ana@example.com", "Europe/Berlin", "Sales rep"),
    (BEN, "ben", "Ben Okafor", "ben@example.com", "Europe/London", "Sales rep"),
    (CHLOE, "chloe", "Chloé Martin", "chloe@example.com", "Europe/Paris", "Marketer"),
    (MAX, "max", "Max Weber", "max@example.com", "Europe/Berlin", "Sales manager"),
    (OLGA, "olga", "Olga Petrov", "olga@example.com", "Europe/Berlin", "Operations"),
)

# id, name, private, members (the app is added to each), topic
CHANNELS = (
    (HANDOFFS, "handoffs", False, (ANA, BEN, CHLOE, MAX, OLGA), "Every MQL gets one owner and one clock"),
    (GENERAL, "general", False, (ANA, BEN, CHLOE, MAX, OLGA), "Everyone"),
    (ADMIN, "handoff-admin", True, (MAX, OLGA), "Looking after the bot"),
)

# command, description, usage hint
COMMANDS = (
    (
        "/handoff",
        "My queue, days away, why a lead came to me",
        "queue | away 3-14 Dec | back | why <lead> | help",
    ),
)

# callback id, name, kind
SHORTCUTS = (
    ("log_feedback", "Log campaign feedback", "message"),
    ("not_feedback", "Not feedback, or is it", "message"),
)

EVENTS = (
    "app_home_opened",
    "app_mention",
    "message.channels",
    "message.groups",
    "message.im",
    "reaction_added",
)

# More than the bot needs; a test of its manifest gives it exactly what the manifest asks for.
SCOPES = (
    "app_mentions:read",
    "assistant:write",
    "channels:history",
    "channels:join",
    "channels:read",
    "chat:write",
    "commands",
    "files:read",
    "files:write",
    "groups:history",
    "groups:read",
    "im:history",
    "im:read",
    "im:write",
    "reactions:read",
    "reactions:write",
    "team:read",
    "users:read",
    "users:read.email",
)
