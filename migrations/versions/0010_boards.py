"""boards and their message

Revision: 0010; after: 0009
"""

import sqlalchemy as sa
from alembic import op

revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('branch', schema=None) as batch_op:
        batch_op.add_column(sa.Column('message', sa.JSON(), nullable=False, server_default='{}'))
    op.create_table(
        'board',
        sa.Column('branch_id', sa.Integer(), nullable=False),
        sa.Column('code', sa.String(length=20), nullable=False),
        sa.Column('settings', sa.JSON(), nullable=False),
        sa.Column('position', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['branch_id'], ['branch.id'], name=op.f('fk_board_branch_id')),
        sa.PrimaryKeyConstraint('branch_id', 'code', name=op.f('pk_board')),
    )


def downgrade() -> None:
    op.drop_table('board')
    with op.batch_alter_table('branch', schema=None) as batch_op:
        batch_op.drop_column('message')
