"""Which version of a library is installed."""

from importlib import metadata


def installed(library: str) -> str | None:
    """Return the version of a library, None if it is not installed."""
    try:
        return metadata.version(library)
    except metadata.PackageNotFoundError:
        return None
