"""The shell: argv, streams, exit codes, the disk, and the only subprocess."""
