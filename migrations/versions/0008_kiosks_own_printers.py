"""printers of a kiosk's own

Revision: 0008; after: 0007
"""

import sqlalchemy as sa
from alembic import op

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('device', schema=None) as batch_op:
        batch_op.add_column(sa.Column('printers', sa.JSON(), nullable=False, server_default='[]'))
    with op.batch_alter_table('print_job', schema=None) as batch_op:
        batch_op.add_column(sa.Column('kiosk_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('only_here', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.create_foreign_key(batch_op.f('fk_print_job_kiosk_id'), 'device', ['kiosk_id'], ['id'])


def downgrade() -> None:
    with op.batch_alter_table('print_job', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_print_job_kiosk_id'), type_='foreignkey')
        batch_op.drop_column('only_here')
        batch_op.drop_column('kiosk_id')
    with op.batch_alter_table('device', schema=None) as batch_op:
        batch_op.drop_column('printers')
