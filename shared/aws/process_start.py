"""What a Lambda process does before its first call, while it has a whole processor to itself.

With SnapStart it is part of the snapshot, so nothing that is secret or must be fresh belongs here.
"""

import random
from collections.abc import Callable


def at_start(load: Callable[[], object]) -> None:
    """In Lambda call `load` now; elsewhere everything is loaded when it is first used.

    Processes that come of one snapshot would draw the same numbers: each seeds `random` anew. Our
    own code draws from the system; botocore's pauses between retries do not.
    """
    try:
        from snapshot_restore_py import register_after_restore
    except ImportError:
        return
    load()
    register_after_restore(random.seed)
