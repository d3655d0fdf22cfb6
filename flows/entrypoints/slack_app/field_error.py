"""A form that cannot be taken as it is: which field, and what to do, in both languages."""

from playbooks.model.errors import InputError
from playbooks.model.text import Text


class FieldError(InputError):
    """A field of a form has to be filled in otherwise."""

    def __init__(self, field: str, text: Text) -> None:
        super().__init__(text)
        self.field = field
        self.text = text
