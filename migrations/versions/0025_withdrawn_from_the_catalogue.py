"""a service that the city has withdrawn from its catalogue

Revision: 0025; after: 0024
"""

import sqlalchemy as sa
from alembic import op

revision = '0025'
down_revision = '0024'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('catalogue_service') as batch:
        batch.add_column(sa.Column('is_withdrawn', sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table('catalogue_service') as batch:
        batch.alter_column('is_withdrawn', server_default=None)


def downgrade() -> None:
    with op.batch_alter_table('catalogue_service') as batch:
        batch.drop_column('is_withdrawn')
