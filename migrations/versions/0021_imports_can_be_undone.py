"""what the last import of an office changed; how long its people may be away before they are signed out

Revision: 0021; after: 0020
"""

import sqlalchemy as sa
from alembic import op

revision = '0021'
down_revision = '0020'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'imported',
        sa.Column('branch_id', sa.Integer(), nullable=False),
        sa.Column('what', sa.String(length=10), nullable=False),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('staff_id', sa.Integer(), nullable=True),
        sa.Column('is_undoing', sa.Boolean(), nullable=False),
        sa.Column('changes', sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(['branch_id'], ['branch.id'], name=op.f('fk_imported_branch_id')),
        sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_imported_staff_id')),
        sa.PrimaryKeyConstraint('branch_id', 'what', name=op.f('pk_imported')),
    )
    with op.batch_alter_table('branch') as table:
        table.add_column(sa.Column('idle_minutes', sa.Integer(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('branch') as table:
        table.drop_column('idle_minutes')
    op.drop_table('imported')
