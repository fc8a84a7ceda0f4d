"""spool

Revision: 0004; after: 0003
"""

import sqlalchemy as sa
from alembic import op
from app.db import UtcDateTime

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None

OPEN = sa.text("state IN ('queued', 'printing')")


def upgrade() -> None:
    with op.batch_alter_table('branch', schema=None) as batch_op:
        batch_op.add_column(sa.Column('slip_expires_seconds', sa.Integer(), nullable=False, server_default='120'))
        batch_op.add_column(sa.Column('reprint_minutes', sa.Integer(), nullable=False, server_default='30'))

    with op.batch_alter_table('printer', schema=None) as batch_op:
        batch_op.add_column(sa.Column('position', sa.Integer(), nullable=False, server_default='0'))
        batch_op.add_column(sa.Column('status', sa.String(length=10), nullable=False, server_default='unknown'))
        batch_op.add_column(sa.Column('paper', sa.String(length=10), nullable=False, server_default='unknown'))
        batch_op.add_column(sa.Column('checked_at', UtcDateTime(), nullable=True))
        batch_op.add_column(sa.Column('failures', sa.Integer(), nullable=False, server_default='0'))
        batch_op.add_column(sa.Column('next_try_at', UtcDateTime(), nullable=True))
        batch_op.add_column(sa.Column('roll_metres', sa.Integer(), nullable=False, server_default='80'))
        batch_op.add_column(sa.Column('mm_used', sa.Integer(), nullable=False, server_default='0'))
        batch_op.add_column(sa.Column('slips_used', sa.Integer(), nullable=False, server_default='0'))
    op.execute(sa.text("UPDATE printer SET status = 'down' WHERE is_down = :yes").bindparams(sa.bindparam('yes', True, sa.Boolean())))
    op.execute("UPDATE printer SET roll_metres = 30 WHERE width_mm = 58")
    with op.batch_alter_table('printer', schema=None) as batch_op:
        batch_op.drop_column('is_down')

    op.execute("UPDATE print_job SET next_try_at = claimed_until WHERE state = 'printing' AND claimed_until IS NOT NULL")
    with op.batch_alter_table('print_job', schema=None) as batch_op:
        batch_op.drop_index('ix_print_job_open', sqlite_where=OPEN, postgresql_where=OPEN)
        batch_op.alter_column('state', existing_type=sa.String(length=10), type_=sa.String(length=12))
        batch_op.drop_column('claimed_until')
        batch_op.create_index('ix_print_job_open', ['printer_id', 'next_try_at', 'id'], unique=False, sqlite_where=OPEN, postgresql_where=OPEN)


def downgrade() -> None:
    op.execute("UPDATE print_job SET state = 'printed' WHERE state = 'unconfirmed'")
    op.execute("UPDATE print_job SET state = 'expired' WHERE state = 'superseded'")
    with op.batch_alter_table('print_job', schema=None) as batch_op:
        batch_op.drop_index('ix_print_job_open', sqlite_where=OPEN, postgresql_where=OPEN)
        batch_op.add_column(sa.Column('claimed_until', UtcDateTime(), nullable=True))
        batch_op.alter_column('state', existing_type=sa.String(length=12), type_=sa.String(length=10))
        batch_op.create_index('ix_print_job_open', ['printer_id', 'next_try_at'], unique=False, sqlite_where=OPEN, postgresql_where=OPEN)
    op.execute("UPDATE print_job SET claimed_until = next_try_at WHERE state = 'printing'")

    with op.batch_alter_table('printer', schema=None) as batch_op:
        batch_op.add_column(sa.Column('is_down', sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute(sa.text("UPDATE printer SET is_down = :yes WHERE status = 'down'").bindparams(sa.bindparam('yes', True, sa.Boolean())))
    with op.batch_alter_table('printer', schema=None) as batch_op:
        for column in ('slips_used', 'mm_used', 'roll_metres', 'next_try_at', 'failures', 'checked_at', 'paper', 'status', 'position'):
            batch_op.drop_column(column)

    with op.batch_alter_table('branch', schema=None) as batch_op:
        batch_op.drop_column('reprint_minutes')
        batch_op.drop_column('slip_expires_seconds')
