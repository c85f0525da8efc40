"""PostgreSQL's own lock on every row.

Nothing here: roles and policies are written from the models after every migration
(`app/core/row_security.py`). That this revision is there makes a service wait for the
`hearth migrate` that writes them first.
"""

revision = "0008_row_security"
down_revision = "0007_people_and_codes"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
