"""people: several roles, each in one office or in all; their browsers, second step, PIN and wrong tries

Revision: 0016; after: 0015
"""

import sqlalchemy as sa
from alembic import op
from app.db import UtcDateTime

revision = '0016'
down_revision = '0015'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'staff_role',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('staff_id', sa.Integer(), nullable=False),
        sa.Column('role', sa.String(length=12), nullable=False),
        sa.Column('branch_id', sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(['branch_id'], ['branch.id'], name=op.f('fk_staff_role_branch_id')),
        sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_staff_role_staff_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_staff_role')),
    )
    with op.batch_alter_table('staff_role') as batch_op:
        batch_op.create_index('uq_staff_role_in_an_office', ['staff_id', 'role', 'branch_id'], unique=True)
        batch_op.create_index(
            'uq_staff_role_in_all',
            ['staff_id', 'role'],
            unique=True,
            sqlite_where=sa.text('branch_id IS NULL'),
            postgresql_where=sa.text('branch_id IS NULL'),
        )
    op.execute('INSERT INTO staff_role (staff_id, role, branch_id) SELECT id, role, branch_id FROM staff ORDER BY id')
    with op.batch_alter_table('staff') as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_staff_branch_id'), type_='foreignkey')
        batch_op.drop_column('branch_id')
        batch_op.drop_column('role')
        batch_op.drop_column('signed_out_at')
        batch_op.add_column(sa.Column('password_is_one_time', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column('totp_seed', sa.String(length=32), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('totp_step', sa.Integer(), nullable=False, server_default='0'))
        batch_op.add_column(sa.Column('pin_hash', sa.String(length=120), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('pin_tries', sa.Integer(), nullable=False, server_default='0'))
    with op.batch_alter_table('branch') as batch_op:
        batch_op.add_column(sa.Column('quick_change', sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        'recovery_code',
        sa.Column('staff_id', sa.Integer(), nullable=False),
        sa.Column('digest', sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_recovery_code_staff_id')),
        sa.PrimaryKeyConstraint('staff_id', 'digest', name=op.f('pk_recovery_code')),
    )
    op.create_table(
        'sign_in',
        sa.Column('digest', sa.String(length=64), nullable=False),
        sa.Column('staff_id', sa.Integer(), nullable=False),
        sa.Column('created_at', UtcDateTime(), nullable=False),
        sa.Column('last_seen', UtcDateTime(), nullable=False),
        sa.Column('address', sa.String(length=64), nullable=False),
        sa.Column('browser', sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_sign_in_staff_id')),
        sa.PrimaryKeyConstraint('digest', name=op.f('pk_sign_in')),
    )
    op.create_index(op.f('ix_sign_in_staff_id'), 'sign_in', ['staff_id'])
    op.create_table(
        'wrong_tries',
        sa.Column('subject', sa.String(length=64), nullable=False),
        sa.Column('count', sa.Integer(), nullable=False),
        sa.Column('last_at', UtcDateTime(), nullable=False),
        sa.Column('rests_until', UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint('subject', name=op.f('pk_wrong_tries')),
    )
    op.create_index(op.f('ix_wrong_tries_last_at'), 'wrong_tries', ['last_at'])


def downgrade() -> None:
    op.drop_table('wrong_tries')
    op.drop_table('sign_in')
    op.drop_table('recovery_code')
    with op.batch_alter_table('branch') as batch_op:
        batch_op.drop_column('quick_change')
    with op.batch_alter_table('staff') as batch_op:
        batch_op.drop_column('pin_tries')
        batch_op.drop_column('pin_hash')
        batch_op.drop_column('totp_step')
        batch_op.drop_column('totp_seed')
        batch_op.drop_column('password_is_one_time')
        batch_op.add_column(sa.Column('signed_out_at', UtcDateTime(), nullable=True))
        batch_op.add_column(sa.Column('role', sa.String(length=12), nullable=False, server_default='officer'))
        batch_op.add_column(sa.Column('branch_id', sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_staff_branch_id'), 'branch', ['branch_id'], ['id'])
    # One of several is all that the older schema can keep.
    first = '(SELECT {} FROM staff_role WHERE staff_id = staff.id ORDER BY id LIMIT 1)'
    op.execute(f'UPDATE staff SET role = {first.format("role")}, branch_id = {first.format("branch_id")}'
               ' WHERE EXISTS (SELECT 1 FROM staff_role WHERE staff_id = staff.id)')  # fmt: skip
    with op.batch_alter_table('staff') as batch_op:
        batch_op.alter_column('role', server_default=None)
    op.drop_table('staff_role')
