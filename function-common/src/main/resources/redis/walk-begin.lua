-- Keeps a walk that begins, unless it is kept already.
-- KEYS: walk. ARGV: query, state, origin, revision, causes, finished, milliseconds to keep.
-- Gives nothing, or the fields of the earlier walk.
if redis.call('EXISTS', KEYS[1]) == 1 then
  return redis.call('HMGET', KEYS[1], 'query', 'state', 'origin', 'revision', 'causes', 'finished')
end
redis.call('HSET', KEYS[1], 'query', ARGV[1], 'state', ARGV[2], 'origin', ARGV[3],
  'revision', ARGV[4], 'causes', ARGV[5], 'finished', ARGV[6])
redis.call('PEXPIRE', KEYS[1], ARGV[7])
return false
