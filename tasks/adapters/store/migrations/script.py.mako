"""${message}."""

from pathlib import Path

from alembic import op

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Run the script beside this file that is written for the database's dialect."""
    script = Path(__file__).with_suffix(f".{op.get_bind().dialect.name}.sql").read_text(encoding="utf-8")
    for statement in script.split("\n\n"):
        op.execute(statement)
