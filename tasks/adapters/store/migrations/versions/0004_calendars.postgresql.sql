-- What a list needs of a rollout's calendar to name days, and to say which of them are provisional.
ALTER TABLE rollout ADD COLUMN time_zone TEXT COLLATE "C" NOT NULL DEFAULT 'Asia/Shanghai';

ALTER TABLE rollout ADD COLUMN published_through BIGINT;

UPDATE rollout SET time_zone = coalesce(state::jsonb -> 'calendar' ->> 'time_zone', time_zone),
    published_through = (state::jsonb -> 'calendar' ->> 'published_through')::bigint;
