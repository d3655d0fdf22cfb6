-- What a list needs of a rollout's calendar to name days, and to say which of them are provisional.
ALTER TABLE rollout ADD COLUMN time_zone TEXT NOT NULL DEFAULT 'Asia/Shanghai';

ALTER TABLE rollout ADD COLUMN published_through INTEGER;

UPDATE rollout SET time_zone = coalesce(json_extract(state, '$.calendar.time_zone'), time_zone),
    published_through = json_extract(state, '$.calendar.published_through');
