"""a list of what is missing is printed once per touch, and not after two minutes

Revision: 0014; after: 0013
"""

import sqlalchemy as sa
from alembic import op

revision = '0014'
down_revision = '0013'
branch_labels = None
depends_on = None

IS_TOUCHED = sa.text('touch IS NOT NULL')


def upgrade() -> None:
    with op.batch_alter_table('print_job', schema=None) as batch_op:
        batch_op.add_column(sa.Column('touch', sa.String(length=100), nullable=True))
    op.create_index(
        'ix_print_job_touch',
        'print_job',
        ['branch_id', 'touch'],
        unique=True,
        sqlite_where=IS_TOUCHED,
        postgresql_where=IS_TOUCHED,
    )


def downgrade() -> None:
    op.drop_index('ix_print_job_touch', 'print_job')
    with op.batch_alter_table('print_job', schema=None) as batch_op:
        batch_op.drop_column('touch')
