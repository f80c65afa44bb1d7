"""What a command has found, as one record, and the formats that it is written in."""
