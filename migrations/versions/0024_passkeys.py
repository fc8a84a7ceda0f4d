"""passkeys beside codes of a telephone

Revision: 0024; after: 0023
"""

import sqlalchemy as sa
from alembic import op
from app.db import UtcDateTime

revision = '0024'
down_revision = '0023'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'passkey',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('staff_id', sa.Integer(), nullable=False),
        sa.Column('name', sa.String(length=60), nullable=False),
        sa.Column('site', sa.String(length=253), nullable=False),
        sa.Column('credential', sa.String(length=1364), nullable=False),
        sa.Column('public_key', sa.String(length=1400), nullable=False),
        sa.Column('sign_count', sa.BigInteger(), nullable=False),
        sa.Column('transports', sa.String(length=80), nullable=False),
        sa.Column('created_at', UtcDateTime(), nullable=False),
        sa.Column('last_used_at', UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_passkey_staff_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_passkey')),
        sa.UniqueConstraint('credential', name=op.f('uq_passkey_credential')),
    )
    op.create_index(op.f('ix_passkey_staff_id'), 'passkey', ['staff_id'])
    op.create_table(
        'passkey_challenge',
        sa.Column('digest', sa.String(length=64), nullable=False),
        sa.Column('staff_id', sa.Integer(), nullable=False),
        sa.Column('expires_at', UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_passkey_challenge_staff_id')),
        sa.PrimaryKeyConstraint('digest', name=op.f('pk_passkey_challenge')),
    )
    op.create_index(op.f('ix_passkey_challenge_expires_at'), 'passkey_challenge', ['expires_at'])


def downgrade() -> None:
    op.drop_table('passkey_challenge')
    op.drop_table('passkey')
