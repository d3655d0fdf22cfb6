"""What keeps an export from being verified, said in both languages."""


class Trouble(Exception):  # noqa: N818 - nothing failed: the export is not what it should be
    """The export is not verified, for this reason."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.said = {"zh": zh, "en": en}


class MisuseError(Trouble):
    """The program was given something it cannot begin with."""
