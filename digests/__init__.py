"""What managers are told: the weekly digest lives here once it is built; nothing does yet."""
