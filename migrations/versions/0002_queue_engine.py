"""queue engine

Revision: 0002; after: 0001
"""

import sqlalchemy as sa
from alembic import op
from app.db import UtcDateTime
from app.rules import chain
from flask import current_app

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('api_key',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('branch_id', sa.Integer(), nullable=True),
    sa.Column('created_at', UtcDateTime(), nullable=False),
    sa.Column('last_used_at', UtcDateTime(), nullable=True),
    sa.Column('revoked_at', UtcDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['branch_id'], ['branch.id'], name=op.f('fk_api_key_branch_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_api_key')),
    sa.UniqueConstraint('digest', name=op.f('uq_api_key_digest'))
    )
    op.create_table('checkpoint',
    sa.Column('branch_id', sa.Integer(), nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('link', sa.String(length=64), nullable=False),
    sa.Column('at', UtcDateTime(), nullable=False),
    sa.Column('removed', sa.Integer(), nullable=False),
    sa.Column('signature', sa.String(length=64), nullable=False),
    sa.ForeignKeyConstraint(['branch_id'], ['branch.id'], name=op.f('fk_checkpoint_branch_id')),
    sa.PrimaryKeyConstraint('branch_id', name=op.f('pk_checkpoint'))
    )
    op.create_table('paper_strip',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('branch_id', sa.Integer(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('letter', sa.String(length=2), nullable=False),
    sa.Column('first_number', sa.Integer(), nullable=False),
    sa.Column('last_number', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['branch_id'], ['branch.id'], name=op.f('fk_paper_strip_branch_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_paper_strip'))
    )
    with op.batch_alter_table('paper_strip', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_paper_strip_branch_id'), ['branch_id'], unique=False)

    op.create_table('special_day',
    sa.Column('branch_id', sa.Integer(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('spans', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['branch_id'], ['branch.id'], name=op.f('fk_special_day_branch_id')),
    sa.PrimaryKeyConstraint('branch_id', 'day', name=op.f('pk_special_day'))
    )
    op.create_table('learned_time',
    sa.Column('service_id', sa.Integer(), nullable=False),
    sa.Column('hour', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('count', sa.Integer(), nullable=False),
    sa.Column('mean', sa.Double(), nullable=False),
    sa.Column('squares', sa.Double(), nullable=False),
    sa.ForeignKeyConstraint(['service_id'], ['service.id'], name=op.f('fk_learned_time_service_id')),
    sa.PrimaryKeyConstraint('service_id', 'hour', name=op.f('pk_learned_time'))
    )
    op.create_table('reason',
    sa.Column('branch_id', sa.Integer(), nullable=False),
    sa.Column('seq', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('salt', sa.String(length=32), nullable=False),
    sa.Column('text', sa.String(length=200), nullable=True),
    sa.ForeignKeyConstraint(['branch_id', 'seq'], ['event.branch_id', 'event.seq'], name=op.f('fk_reason_branch_id_seq'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('branch_id', 'seq', name=op.f('pk_reason'))
    )
    with op.batch_alter_table('branch', schema=None) as batch_op:
        batch_op.add_column(sa.Column('chain_head', sa.String(length=64), nullable=False, server_default='0000000000000000000000000000000000000000000000000000000000000000'))
        batch_op.add_column(sa.Column('day', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('ended_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('interleave_turn', sa.Integer(), nullable=False, server_default='0'))
        batch_op.add_column(sa.Column('setup_version', sa.String(length=16), nullable=False, server_default='0002'))
        batch_op.add_column(sa.Column('hours', sa.JSON(), nullable=False, server_default='{}'))
        batch_op.add_column(sa.Column('order_policy', sa.JSON(), nullable=False, server_default='{}'))
        batch_op.add_column(sa.Column('no_show_policy', sa.JSON(), nullable=False, server_default='{}'))
        batch_op.add_column(sa.Column('undo_seconds', sa.Integer(), nullable=False, server_default='60'))
        batch_op.add_column(sa.Column('officers_may_choose', sa.Boolean(), nullable=False, server_default=sa.true()))
        batch_op.add_column(sa.Column('forced_open_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('closed_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('suspended_reason', sa.String(length=200), nullable=False, server_default=''))

    with op.batch_alter_table('counter', schema=None) as batch_op:
        batch_op.add_column(sa.Column('services', sa.JSON(), nullable=False, server_default='[]'))
        batch_op.add_column(sa.Column('first_letters', sa.JSON(), nullable=False, server_default='[]'))
        batch_op.add_column(sa.Column('helps', sa.JSON(), nullable=False, server_default='{}'))
        batch_op.add_column(sa.Column('since', UtcDateTime(), nullable=True))
        batch_op.add_column(sa.Column('opened_on', sa.Date(), nullable=True))

    with op.batch_alter_table('event', schema=None) as batch_op:
        batch_op.add_column(sa.Column('facts', sa.Text(), nullable=False, server_default='{}'))
        batch_op.add_column(sa.Column('link', sa.String(length=64), nullable=False, server_default=''))

    with op.batch_alter_table('letter', schema=None) as batch_op:
        batch_op.add_column(sa.Column('first_number', sa.Integer(), nullable=False, server_default='1'))
        batch_op.add_column(sa.Column('width', sa.Integer(), nullable=False, server_default='3'))

    with op.batch_alter_table('series', schema=None) as batch_op:
        batch_op.add_column(sa.Column('first_number', sa.Integer(), nullable=False, server_default='1'))

    with op.batch_alter_table('service', schema=None) as batch_op:
        batch_op.add_column(sa.Column('quota', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('journey', sa.JSON(), nullable=False, server_default='[]'))
        batch_op.add_column(sa.Column('closed_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('suspended_reason', sa.String(length=200), nullable=False, server_default=''))
        batch_op.drop_column('is_open')

    with op.batch_alter_table('staff', schema=None) as batch_op:
        batch_op.add_column(sa.Column('signed_out_at', UtcDateTime(), nullable=True))

    with op.batch_alter_table('ticket', schema=None) as batch_op:
        batch_op.add_column(sa.Column('label', sa.String(length=12), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('queue', sa.String(length=2), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('arrived_at', UtcDateTime(), nullable=False, server_default='1970-01-01 00:00:00.000000'))
        batch_op.add_column(sa.Column('since', UtcDateTime(), nullable=False, server_default='1970-01-01 00:00:00.000000'))
        batch_op.add_column(sa.Column('wait_seconds', sa.Integer(), nullable=False, server_default='0'))
        batch_op.add_column(sa.Column('walk_seconds', sa.Integer(), nullable=False, server_default='0'))
        batch_op.add_column(sa.Column('service_seconds', sa.Integer(), nullable=False, server_default='0'))
        batch_op.add_column(sa.Column('hold_seconds', sa.Integer(), nullable=False, server_default='0'))
        batch_op.add_column(sa.Column('only_counter_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('step', sa.Integer(), nullable=False, server_default='0'))
        batch_op.add_column(sa.Column('journey', sa.JSON(), nullable=False, server_default='[]'))
        batch_op.add_column(sa.Column('estimate_minutes', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('estimate_low', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('estimate_high', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('last_seq', sa.Integer(), nullable=False, server_default='0'))
        batch_op.add_column(sa.Column('before', sa.JSON(), nullable=True))
        batch_op.alter_column('key',
               existing_type=sa.VARCHAR(length=100),
               type_=sa.String(length=140),
               nullable=True)
        batch_op.drop_index(batch_op.f('ix_ticket_in_line'), sqlite_where=sa.text("state = 'waiting'"))
        batch_op.create_index('ix_ticket_in_line', ['branch_id', 'day', 'sort_key', 'id', 'queue'], unique=False, sqlite_where=sa.text("state = 'waiting'"), postgresql_where=sa.text("state = 'waiting'"))
        batch_op.create_index('ix_ticket_longest_wait', ['branch_id', 'day', 'arrived_at'], unique=False, sqlite_where=sa.text("state = 'waiting'"), postgresql_where=sa.text("state = 'waiting'"))
        batch_op.create_index('ix_ticket_of_service', ['service_id', 'day'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_ticket_only_counter_id'), 'counter', ['only_counter_id'], ['id'])

    op.create_index("ix_event_at_counter", "event", ["counter_id", "seq"])
    _fill_tickets()
    _chain_what_is_there()


def _fill_tickets() -> None:
    op.execute("""
        UPDATE ticket SET
            queue = letter,
            arrived_at = issued_at,
            since = coalesce(ended_at, started_at, called_at, issued_at),
            label = letter || '-' || CASE
                WHEN number < 10 THEN '00' WHEN number < 100 THEN '0' ELSE '' END || CAST(number AS VARCHAR(10))
    """)
    op.execute("UPDATE branch SET day = (SELECT max(event.day) FROM event WHERE event.branch_id = branch.id)")


def _chain_what_is_there() -> None:
    connection, heads = op.get_bind(), {}
    rows = connection.execute(sa.text("SELECT branch_id, seq, body FROM event ORDER BY branch_id, seq")).all()
    for branch_id, seq, body in rows:
        before = heads.get(branch_id, chain.BEGINNING)
        heads[branch_id] = chain.link(current_app.config["CHAIN_KEY"], before, f"{body}\n{{}}")
        connection.execute(
            sa.text("UPDATE event SET facts = '{}', link = :link WHERE branch_id = :branch AND seq = :seq"),
            {"link": heads[branch_id], "branch": branch_id, "seq": seq},
        )
    for branch_id, head in heads.items():
        connection.execute(
            sa.text("UPDATE branch SET chain_head = :head WHERE id = :branch"), {"head": head, "branch": branch_id}
        )


def downgrade() -> None:
    op.drop_index("ix_event_at_counter", "event")
    with op.batch_alter_table('ticket', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_ticket_only_counter_id'), type_='foreignkey')
        batch_op.drop_index('ix_ticket_of_service')
        batch_op.drop_index('ix_ticket_longest_wait', sqlite_where=sa.text("state = 'waiting'"), postgresql_where=sa.text("state = 'waiting'"))
        batch_op.drop_index('ix_ticket_in_line', sqlite_where=sa.text("state = 'waiting'"), postgresql_where=sa.text("state = 'waiting'"))
        batch_op.create_index(batch_op.f('ix_ticket_in_line'), ['branch_id', 'day', 'sort_key', 'id'], unique=False, sqlite_where=sa.text("state = 'waiting'"))
        batch_op.alter_column('key',
               existing_type=sa.String(length=140),
               type_=sa.VARCHAR(length=100),
               nullable=False)
        batch_op.drop_column('before')
        batch_op.drop_column('last_seq')
        batch_op.drop_column('estimate_high')
        batch_op.drop_column('estimate_low')
        batch_op.drop_column('estimate_minutes')
        batch_op.drop_column('journey')
        batch_op.drop_column('step')
        batch_op.drop_column('only_counter_id')
        batch_op.drop_column('hold_seconds')
        batch_op.drop_column('service_seconds')
        batch_op.drop_column('walk_seconds')
        batch_op.drop_column('wait_seconds')
        batch_op.drop_column('since')
        batch_op.drop_column('arrived_at')
        batch_op.drop_column('queue')
        batch_op.drop_column('label')

    with op.batch_alter_table('staff', schema=None) as batch_op:
        batch_op.drop_column('signed_out_at')

    with op.batch_alter_table('service', schema=None) as batch_op:
        batch_op.add_column(sa.Column('is_open', sa.BOOLEAN(), nullable=False, server_default=sa.true()))
        batch_op.drop_column('suspended_reason')
        batch_op.drop_column('closed_on')
        batch_op.drop_column('journey')
        batch_op.drop_column('quota')

    with op.batch_alter_table('series', schema=None) as batch_op:
        batch_op.drop_column('first_number')

    with op.batch_alter_table('letter', schema=None) as batch_op:
        batch_op.drop_column('width')
        batch_op.drop_column('first_number')

    with op.batch_alter_table('event', schema=None) as batch_op:
        batch_op.drop_column('link')
        batch_op.drop_column('facts')

    with op.batch_alter_table('counter', schema=None) as batch_op:
        batch_op.drop_column('opened_on')
        batch_op.drop_column('since')
        batch_op.drop_column('helps')
        batch_op.drop_column('first_letters')
        batch_op.drop_column('services')

    with op.batch_alter_table('branch', schema=None) as batch_op:
        batch_op.drop_column('suspended_reason')
        batch_op.drop_column('closed_on')
        batch_op.drop_column('forced_open_on')
        batch_op.drop_column('officers_may_choose')
        batch_op.drop_column('undo_seconds')
        batch_op.drop_column('no_show_policy')
        batch_op.drop_column('order_policy')
        batch_op.drop_column('hours')
        batch_op.drop_column('setup_version')
        batch_op.drop_column('interleave_turn')
        batch_op.drop_column('ended_on')
        batch_op.drop_column('day')
        batch_op.drop_column('chain_head')

    op.drop_table('reason')
    op.drop_table('learned_time')
    op.drop_table('special_day')
    with op.batch_alter_table('paper_strip', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_paper_strip_branch_id'))

    op.drop_table('paper_strip')
    op.drop_table('checkpoint')
    op.drop_table('api_key')
