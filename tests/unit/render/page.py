"""What a browser would see of a page: its tags and the text it shows."""

from html.parser import HTMLParser


class Page(HTMLParser):
    """Collects which tags a page holds and what text they show."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.shown = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002  # as inherited
        """Note a tag."""
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        """Note a text."""
        self.shown += data
