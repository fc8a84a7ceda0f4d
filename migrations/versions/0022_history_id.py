"""which history this is: a restored installation has another one, and its screens begin anew

Revision: 0022; after: 0021
"""

import secrets

import sqlalchemy as sa
from alembic import op

revision = '0022'
down_revision = '0021'
branch_labels = None
depends_on = None

installation = sa.table('installation', sa.column('history_id', sa.String))


def upgrade() -> None:
    with op.batch_alter_table('installation') as table:
        table.add_column(sa.Column('history_id', sa.String(length=16), server_default='', nullable=False))
    op.execute(sa.update(installation).values(history_id=secrets.token_hex(8)))


def downgrade() -> None:
    with op.batch_alter_table('installation') as table:
        table.drop_column('history_id')
