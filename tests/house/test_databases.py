"""The databases that tests get are real, empty and their own."""

from __future__ import annotations

import psycopg
from sqlalchemy import create_engine, inspect, text
from sqlalchemy.engine import make_url


def test_a_database_is_empty_and_takes_tables(database_url: str) -> None:
    url = make_url(database_url)
    engine = create_engine(url.set(drivername="postgresql+psycopg") if url.get_backend_name() == "postgresql" else url)
    assert inspect(engine).get_table_names() == []
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE warga (nama TEXT)"))
    assert inspect(engine).get_table_names() == ["warga"]
    engine.dispose()


def test_postgresql_is_version_18(postgresql_url: str) -> None:
    with psycopg.connect(postgresql_url) as connection:
        assert connection.info.server_version // 10000 == 18
