"""the catalogue of services that a city's offices share, and what each office has of its own

Revision: 0020; after: 0019
"""

import sqlalchemy as sa
from alembic import op

revision = '0020'
down_revision = '0019'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'catalogue_service',
        sa.Column('code', sa.String(length=20), nullable=False),
        sa.Column('name', sa.JSON(), nullable=False),
        sa.Column('letter', sa.String(length=2), nullable=False),
        sa.Column('icon', sa.String(length=40), nullable=False),
        sa.Column('is_retired', sa.Boolean(), nullable=False),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.Column('changed_by', sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(['changed_by'], ['staff.id'], name=op.f('fk_catalogue_service_changed_by')),
        sa.PrimaryKeyConstraint('code', name=op.f('pk_catalogue_service')),
    )
    op.create_table(
        'catalogue_standard',
        sa.Column('code', sa.String(length=20), nullable=False),
        sa.Column('counts_from', sa.Date(), nullable=False),
        sa.Column('components', sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(['code'], ['catalogue_service.code'], name=op.f('fk_catalogue_standard_code')),
        sa.PrimaryKeyConstraint('code', 'counts_from', name=op.f('pk_catalogue_standard')),
    )
    with op.batch_alter_table('service') as table:
        table.add_column(sa.Column('follows', sa.Boolean(), server_default=sa.false(), nullable=False))
        table.add_column(sa.Column('own', sa.JSON(), server_default='[]', nullable=False))
        table.add_column(sa.Column('catalogue_seen', sa.JSON(), server_default='{}', nullable=False))
    with op.batch_alter_table('service_standard') as table:
        table.add_column(sa.Column('own', sa.JSON(), server_default='[]', nullable=False))


def downgrade() -> None:
    with op.batch_alter_table('service_standard') as table:
        table.drop_column('own')
    with op.batch_alter_table('service') as table:
        for name in ('catalogue_seen', 'own', 'follows'):
            table.drop_column(name)
    op.drop_table('catalogue_standard')
    op.drop_table('catalogue_service')
