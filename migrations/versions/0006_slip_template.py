"""slip template and logo

Revision: 0006; after: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('branch', schema=None) as batch_op:
        batch_op.add_column(sa.Column('slip_templates', sa.JSON(), nullable=False, server_default='{}'))
    op.create_table(
        'slip_logo',
        sa.Column('branch_id', sa.Integer(), nullable=False),
        sa.Column('wide', sa.Text(), nullable=False),
        sa.Column('narrow', sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(['branch_id'], ['branch.id'], name=op.f('fk_slip_logo_branch_id')),
        sa.PrimaryKeyConstraint('branch_id', name=op.f('pk_slip_logo')),
    )


def downgrade() -> None:
    op.drop_table('slip_logo')
    with op.batch_alter_table('branch', schema=None) as batch_op:
        batch_op.drop_column('slip_templates')
