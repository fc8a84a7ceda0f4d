"""counters and services that can be retired, and the standard of a service with versions by date

Revision: 0019; after: 0017
"""

from datetime import date

import sqlalchemy as sa
from alembic import op

revision = '0019'
down_revision = '0018'
branch_labels = None
depends_on = None

SINCE_EVER = date(2000, 1, 1)
MOVED = ('requirements', 'duration', 'fee')

service = sa.table('service', sa.column('id', sa.Integer), *(sa.column(name, sa.JSON) for name in MOVED))
standard = sa.table(
    'service_standard',
    sa.column('service_id', sa.Integer),
    sa.column('counts_from', sa.Date),
    sa.column('components', sa.JSON),
)


def upgrade() -> None:
    op.create_table(
        'service_standard',
        sa.Column('service_id', sa.Integer(), nullable=False),
        sa.Column('counts_from', sa.Date(), nullable=False),
        sa.Column('components', sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(['service_id'], ['service.id'], name=op.f('fk_service_standard_service_id')),
        sa.PrimaryKeyConstraint('service_id', 'counts_from', name=op.f('pk_service_standard')),
    )
    _move_what_was_published()
    with op.batch_alter_table('service') as table:
        table.add_column(sa.Column('is_retired', sa.Boolean(), server_default=sa.false(), nullable=False))
        for name in MOVED:
            table.drop_column(name)
    with op.batch_alter_table('counter') as table:
        table.add_column(sa.Column('name', sa.String(length=60), server_default='', nullable=False))
        table.add_column(sa.Column('is_retired', sa.Boolean(), server_default=sa.false(), nullable=False))


def _move_what_was_published() -> None:
    connection = op.get_bind()
    for row in connection.execute(sa.select(service)).mappings().all():
        components = {name: row[name] for name in MOVED if row[name]}
        connection.execute(
            sa.insert(standard).values(service_id=row['id'], counts_from=SINCE_EVER, components=components)
        )


def downgrade() -> None:
    with op.batch_alter_table('counter') as table:
        table.drop_column('is_retired')
        table.drop_column('name')
    with op.batch_alter_table('service') as table:
        for name in MOVED:
            table.add_column(sa.Column(name, sa.JSON(), server_default='{}', nullable=False))
        table.drop_column('is_retired')
    connection = op.get_bind()
    for row in connection.execute(sa.select(standard).order_by(standard.c.counts_from)).mappings().all():
        values = {name: row['components'].get(name, {}) for name in MOVED}
        connection.execute(sa.update(service).where(service.c.id == row['service_id']).values(**values))
    op.drop_table('service_standard')
