"""Statistics of shares, times and trends: pure functions, checked against published cases."""
