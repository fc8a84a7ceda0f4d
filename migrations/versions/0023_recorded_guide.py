"""sentences of the spoken guide that an office has recorded itself

Revision: 0023; after: 0022
"""

import sqlalchemy as sa
from alembic import op

revision = '0023'
down_revision = '0022'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'guide_clip',
        sa.Column('branch_id', sa.Integer(), nullable=False),
        sa.Column('language', sa.String(length=2), nullable=False),
        sa.Column('clip', sa.String(length=32), nullable=False),
        sa.Column('sentence', sa.Text(), nullable=False),
        sa.Column('seal', sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(['branch_id'], ['branch.id'], name=op.f('fk_guide_clip_branch_id')),
        sa.PrimaryKeyConstraint('branch_id', 'language', 'clip', name=op.f('pk_guide_clip')),
    )


def downgrade() -> None:
    op.drop_table('guide_clip')
