"""The quickest start of `stateful-fn`, for the ENTRYPOINT of a container: `python -S -E entry.py`.

Without -S and -E it does the same. Python compiles this file at each start, so it is short.
"""

import sys

FOLDER = __file__.rpartition("/")[0]

if __name__ == "__main__":
    # Python puts this folder in front, where our `yaml` would hide the library. The one above it
    # stands there only while ours are found: the search through Python's own would take longer.
    sys.path[:] = [FOLDER.rpartition("/")[0], *(path for path in sys.path if path != FOLDER)]
    from renderer.fn import start

    if sys.flags.no_site:
        from renderer.late_site import LateSite

        sys.meta_path.append(LateSite)
    sys.path.append(sys.path.pop(0))
    start()
