"""an audit log of its own, chained; API keys that only read, and that end

Revision: 0017; after: 0015
"""

import sqlalchemy as sa
from alembic import op

revision = '0017'
down_revision = '0016'
branch_labels = None
depends_on = None

BEGINNING = '0' * 64


def upgrade() -> None:
    with op.batch_alter_table('installation', schema=None) as batch_op:
        batch_op.add_column(sa.Column('audit_seq', sa.Integer(), nullable=False, server_default='0'))
        batch_op.add_column(sa.Column('audit_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('audit_head', sa.String(length=64), nullable=False, server_default=BEGINNING))
        batch_op.add_column(sa.Column('audit_seal', sa.String(length=64), nullable=False, server_default=''))
    with op.batch_alter_table('api_key', schema=None) as batch_op:
        batch_op.add_column(sa.Column('may_act', sa.Boolean(), nullable=False, server_default=sa.true()))
        batch_op.add_column(sa.Column('expires_at', sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        'audit_entry',
        sa.Column('seq', sa.Integer(), autoincrement=False, nullable=False),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('action', sa.String(length=40), nullable=False),
        sa.Column('branch_id', sa.Integer(), nullable=True),
        sa.Column('staff_id', sa.Integer(), nullable=True),
        sa.Column('api_key_id', sa.Integer(), nullable=True),
        sa.Column('facts', sa.Text(), nullable=False),
        sa.Column('salt', sa.String(length=32), nullable=False),
        sa.Column('words', sa.Text(), nullable=True),
        sa.Column('link', sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(['branch_id'], ['branch.id'], name=op.f('fk_audit_entry_branch_id')),
        sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_audit_entry_staff_id')),
        sa.ForeignKeyConstraint(['api_key_id'], ['api_key.id'], name=op.f('fk_audit_entry_api_key_id')),
        sa.PrimaryKeyConstraint('seq', name=op.f('pk_audit_entry')),
    )
    op.create_index('ix_audit_entry_at', 'audit_entry', ['at'])
    op.create_index('ix_audit_entry_branch_id', 'audit_entry', ['branch_id', 'seq'])
    op.create_index('ix_audit_entry_staff_id', 'audit_entry', ['staff_id', 'seq'])
    op.create_index('ix_audit_entry_action', 'audit_entry', ['action', 'seq'])


def downgrade() -> None:
    op.drop_table('audit_entry')
    with op.batch_alter_table('api_key', schema=None) as batch_op:
        batch_op.drop_column('expires_at')
        batch_op.drop_column('may_act')
    with op.batch_alter_table('installation', schema=None) as batch_op:
        batch_op.drop_column('audit_seal')
        batch_op.drop_column('audit_head')
        batch_op.drop_column('audit_at')
        batch_op.drop_column('audit_seq')
