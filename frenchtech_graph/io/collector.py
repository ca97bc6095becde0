"""The search of Python for cycles of objects, paused while many objects are made."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_paused() -> Iterator[None]:
    """Pause the search for cycles: records make none, and it looks at all of them again and
    again. Nor does it when the work is interrupted: that would take seconds.
    """
    paused = gc.isenabled()
    gc.disable()
    try:
        yield
        gc.unfreeze()
    except (Exception, GeneratorExit):
        raise
    except BaseException:
        gc.freeze()
        raise
    finally:
        if paused:
            gc.enable()
