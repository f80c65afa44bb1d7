"""The shell: argv, streams, exit codes and the disk."""
