"""clips of the voice that an office has recorded itself

Revision: 0015; after: 0014
"""

import sqlalchemy as sa
from alembic import op

revision = '0015'
down_revision = '0014'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'voice_clip',
        sa.Column('branch_id', sa.Integer(), nullable=False),
        sa.Column('language', sa.String(length=2), nullable=False),
        sa.Column('clip', sa.String(length=40), nullable=False),
        sa.Column('seal', sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(['branch_id'], ['branch.id'], name=op.f('fk_voice_clip_branch_id')),
        sa.PrimaryKeyConstraint('branch_id', 'language', 'clip', name=op.f('pk_voice_clip')),
    )


def downgrade() -> None:
    op.drop_table('voice_clip')
