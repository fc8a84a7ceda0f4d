"""notes of officers, and their reasons for a pause

Revision: 0011; after: 0010
"""

import sqlalchemy as sa
from alembic import op
from app.db import UtcDateTime

revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('branch', schema=None) as batch_op:
        batch_op.add_column(sa.Column('pause_reasons', sa.JSON(), nullable=False, server_default='[]'))
    op.create_table(
        'note',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('ticket_id', sa.Integer(), nullable=False),
        sa.Column('seq', sa.Integer(), nullable=False),
        sa.Column('at', UtcDateTime(), nullable=False),
        sa.Column('staff_id', sa.Integer(), nullable=True),
        sa.Column('text', sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_note_staff_id')),
        sa.ForeignKeyConstraint(['ticket_id'], ['ticket.id'], name=op.f('fk_note_ticket_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_note')),
    )
    op.create_index(op.f('ix_note_ticket_id'), 'note', ['ticket_id'], unique=False)


def downgrade() -> None:
    op.drop_index(op.f('ix_note_ticket_id'), table_name='note')
    op.drop_table('note')
    with op.batch_alter_table('branch', schema=None) as batch_op:
        batch_op.drop_column('pause_reasons')
