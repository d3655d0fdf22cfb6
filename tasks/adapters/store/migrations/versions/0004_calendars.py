"""Calendars of rollouts beside their rows: the time zone, and through which year public holidays are published.

The SQL lies beside this file, one script a dialect; blank lines stand between statements and nowhere else.
"""

from pathlib import Path

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Run the script that is written for the database's dialect."""
    script = Path(__file__).with_suffix(f".{op.get_bind().dialect.name}.sql").read_text(encoding="utf-8")
    for statement in script.split("\n\n"):
        op.execute(statement)
