"""The sub-commands of `handoff`, one module per subject."""
