"""Column types that behave the same in every database, and parameters of many statements."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, Dialect, Integer, Text, TypeDecorator, bindparam

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class Moment(TypeDecorator[datetime]):
    """An aware time, kept as microseconds since 1970 UTC, so that every database sorts it alike."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        """Microseconds of a time."""
        return None if value is None else (value - _EPOCH) // _MICROSECOND

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        """The time, in UTC."""
        return None if value is None else _EPOCH + value * _MICROSECOND


FEED = bindparam("feed", type_=Text())
NOW = bindparam("now", type_=Moment())
LIMIT = bindparam("limit", type_=Integer())
