CREATE TABLE IF NOT EXISTS flights (
  year BIGINT, month BIGINT, day BIGINT,
  dep_time BIGINT COMMENT 'local, hhmm', sched_dep_time BIGINT, dep_delay BIGINT COMMENT 'minutes',
  arr_time BIGINT, sched_arr_time BIGINT, arr_delay BIGINT COMMENT 'minutes',
  carrier STRING, flight BIGINT, tailnum STRING, origin STRING, dest STRING,
  air_time BIGINT, distance BIGINT, hour BIGINT, minute BIGINT, time_hour DATETIME
)
COMMENT 'Flights out of New York City'
PARTITIONED BY (pt STRING COMMENT 'business date')
LIFECYCLE 30;
