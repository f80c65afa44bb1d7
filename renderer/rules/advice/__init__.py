"""Rules that nothing is refused for: warnings and advice, which only the guard gives."""
