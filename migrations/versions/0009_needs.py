"""needs

Revision: 0009; after: 0008
"""

import sqlalchemy as sa
from alembic import op

revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None


# What new offices begin with; whichever names no service of an office is not shown there.
NEEDS = (
    ('KTP hilang atau rusak', 'KTP lost or damaged', 'id-card', ['A-KTPC', 'A-KTPR']),
    ('Menikah', 'Getting married', 'gem', ['B-DSP', 'A-KK', 'B-DOM']),
    ('Pindah rumah', 'Moving house', 'truck', ['A-PND', 'A-KK', 'B-DOM']),
    ('Anak lahir', 'A child is born', 'baby', ['B-KMT', 'A-KK', 'A-KIA']),
    ('Keluarga meninggal', 'A death in the family', 'flower-2', ['B-KMT', 'B-WRS', 'A-KK']),
    ('Membuka usaha', 'Starting a business', 'store', ['C-IUMK', 'C-DOMU', 'C-PAUD']),
    ('Membangun rumah', 'Building a house', 'house', ['C-IPPT']),
    ('Keluarga tidak mampu', 'A family in need', 'hand-heart', ['B-SKTM']),
)


def upgrade() -> None:
    need = op.create_table('need',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('branch_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.JSON(), nullable=False),
    sa.Column('icon', sa.String(length=40), nullable=False),
    sa.Column('services', sa.JSON(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['branch_id'], ['branch.id'], name=op.f('fk_need_branch_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_need'))
    )
    op.create_index(op.f('ix_need_branch_id'), 'need', ['branch_id'], unique=False)
    for branch_id, in op.get_bind().execute(sa.text('SELECT id FROM branch')).all():
        op.bulk_insert(need, [
            {'branch_id': branch_id, 'name': {'id': name, 'en': english}, 'icon': icon, 'services': services, 'position': position}
            for position, (name, english, icon, services) in enumerate(NEEDS)
        ])


def downgrade() -> None:
    op.drop_index(op.f('ix_need_branch_id'), table_name='need')
    op.drop_table('need')
