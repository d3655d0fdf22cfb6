"""Keys made for people who name none; the same request makes the same key, so that a retry says the same."""


def named_after(kind: str, request: str) -> str:
    """Return a key such as issue-3f9a1c20, taken from the random end of the request id."""
    return f"{kind}-{request[-8:]}"
