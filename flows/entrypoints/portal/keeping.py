"""Files that come with a wish: kept by their digest once the wish is whole, and named in it."""

from flows.entrypoints.portal.form import Form, Incomplete
from playbooks.model.attachment import MOST, Attachments
from playbooks.model.commands import Command
from playbooks.model.errors import InputError
from playbooks.model.text import Text
from tasks.adapters.attachments import ATTACHING, keep_attachment
from tasks.adapters.catalogues import in_both
from tasks.adapters.render.portal_wording import PORTAL as W
from tasks.adapters.store import SqlStore

_LONGEST = 300


def with_files(command: Command, form: Form, store: SqlStore, *, limit: int) -> Command:
    """Return the wish with its files; raises Incomplete for what cannot be kept. Wishes without files ignore them."""
    if not form.files or not isinstance(command, ATTACHING):
        return command
    return command.model_copy(update={"attachments": _kept(form, store, limit)})


def _kept(form: Form, store: SqlStore, limit: int) -> Attachments:
    if len(form.files) > MOST:
        count = Text(zh=W.e_files_many.zh.format(count=MOST), en=W.e_files_many.en.format(count=MOST))
        raise Incomplete(count)
    try:
        return tuple(keep_attachment(store, file.name, file.content, limit=limit) for file in form.files)
    except InputError as error:
        raise Incomplete(in_both(error, _LONGEST)) from error
