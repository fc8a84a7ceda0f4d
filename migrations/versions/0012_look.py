"""an office's own colour, and its logo on screens

Revision: 0012; after: 0011
"""

import sqlalchemy as sa
from alembic import op

revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('branch', schema=None) as batch_op:
        batch_op.add_column(sa.Column('accent', sa.String(length=7), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('logo_seal', sa.String(length=12), nullable=False, server_default=''))
    with op.batch_alter_table('slip_logo', schema=None) as batch_op:
        # A logo of before is for paper alone, until it is chosen again.
        batch_op.add_column(sa.Column('coloured', sa.Text(), nullable=False, server_default=''))


def downgrade() -> None:
    with op.batch_alter_table('slip_logo', schema=None) as batch_op:
        batch_op.drop_column('coloured')
    with op.batch_alter_table('branch', schema=None) as batch_op:
        batch_op.drop_column('logo_seal')
        batch_op.drop_column('accent')
