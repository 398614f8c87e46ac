"""What `handoff demo` shows: made-up leads, sent to the intake as a website would."""
