"""The quickest start of `stateful-fn`, for the ENTRYPOINT of a container: `python -S -E entry.py`.

Without -S and -E it does the same. Python compiles this file at each start, so it is short.
"""

import sys

if __name__ == "__main__":
    # Python puts this folder in front, with every link resolved; our `yaml` would hide the library.
    if __package__ or sys.flags.safe_path:  # it does not with -m, -P and -I
        from os.path import realpath

        folder = realpath(__file__).rpartition("/")[0]
    else:
        folder = sys.path.pop(0)
    # The one above it stands in front only while ours are found: the search through Python's own
    # would take longer.
    sys.path.insert(0, folder.rpartition("/")[0])
    from renderer.fn import start

    if sys.flags.no_site:
        from renderer.late_site import LateSite

        sys.meta_path.append(LateSite)
    sys.path.append(sys.path.pop(0))
    start()
