"""devices

Revision: 0005; after: 0004
"""

import sqlalchemy as sa
from alembic import op
from app.db import UtcDateTime

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('device',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('branch_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=10), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('token_digest', sa.String(length=64), nullable=True),
    sa.Column('paired_by', sa.Integer(), nullable=False),
    sa.Column('paired_at', UtcDateTime(), nullable=False),
    sa.Column('revoked_at', UtcDateTime(), nullable=True),
    sa.Column('last_seen', UtcDateTime(), nullable=True),
    sa.Column('version', sa.String(length=80), nullable=False),
    sa.Column('address', sa.String(length=64), nullable=False),
    sa.Column('printers_seen', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['branch_id'], ['branch.id'], name=op.f('fk_device_branch_id')),
    sa.ForeignKeyConstraint(['paired_by'], ['staff.id'], name=op.f('fk_device_paired_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_device')),
    sa.UniqueConstraint('token_digest', name=op.f('uq_device_token_digest'))
    )
    op.create_index(op.f('ix_device_branch_id'), 'device', ['branch_id'], unique=False)
    op.create_table('pairing',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=8), nullable=False),
    sa.Column('secret_digest', sa.String(length=64), nullable=False),
    sa.Column('kind', sa.String(length=10), nullable=False),
    sa.Column('branch_id', sa.Integer(), nullable=True),
    sa.Column('address', sa.String(length=64), nullable=False),
    sa.Column('version', sa.String(length=80), nullable=False),
    sa.Column('expires_at', UtcDateTime(), nullable=False),
    sa.Column('device_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['branch_id'], ['branch.id'], name=op.f('fk_pairing_branch_id')),
    sa.ForeignKeyConstraint(['device_id'], ['device.id'], name=op.f('fk_pairing_device_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_pairing')),
    sa.UniqueConstraint('code', name=op.f('uq_pairing_code')),
    sa.UniqueConstraint('secret_digest', name=op.f('uq_pairing_secret_digest'))
    )
    op.create_index(op.f('ix_pairing_expires_at'), 'pairing', ['expires_at'], unique=False)
    with op.batch_alter_table('printer', schema=None) as batch_op:
        batch_op.add_column(sa.Column('device_id', sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_printer_device_id'), 'device', ['device_id'], ['id'])
        batch_op.create_index(batch_op.f('ix_printer_device_id'), ['device_id'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('printer', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_printer_device_id'))
        batch_op.drop_constraint(batch_op.f('fk_printer_device_id'), type_='foreignkey')
        batch_op.drop_column('device_id')
    op.drop_table('pairing')
    op.drop_table('device')
