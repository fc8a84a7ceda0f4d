"""rules set in the browser

Revision: 0003; after: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None

RULES_CHANGED = sa.text("kind = 'branch.rules_changed'")


def upgrade() -> None:
    with op.batch_alter_table('series', schema=None) as batch_op:
        batch_op.add_column(sa.Column('width', sa.Integer(), nullable=False, server_default='3'))
    op.execute(
        "UPDATE series SET width = (SELECT letter.width FROM letter"
        " WHERE letter.branch_id = series.branch_id AND letter.letter = series.letter)"
        " WHERE EXISTS (SELECT 1 FROM letter"
        " WHERE letter.branch_id = series.branch_id AND letter.letter = series.letter)"
    )
    op.create_index(
        'ix_event_rules_changed',
        'event',
        ['branch_id', 'seq'],
        sqlite_where=RULES_CHANGED,
        postgresql_where=RULES_CHANGED,
    )

