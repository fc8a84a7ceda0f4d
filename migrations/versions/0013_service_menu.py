"""the kiosks' service menu: its PIN, and how each kiosk was set there

Revision: 0013; after: 0012
"""

import sqlalchemy as sa
from alembic import op

revision = '0013'
down_revision = '0012'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('branch', schema=None) as batch_op:
        batch_op.add_column(sa.Column('service_pin', sa.String(length=120), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('kiosks', sa.JSON(), nullable=False, server_default='{}'))


def downgrade() -> None:
    with op.batch_alter_table('branch', schema=None) as batch_op:
        batch_op.drop_column('kiosks')
        batch_op.drop_column('service_pin')
