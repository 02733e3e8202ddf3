-- Replaces a walk if its revision is the one before the new one's; query and origin stay.
-- KEYS: walk. ARGV: state, revision, causes, finished, milliseconds to keep.
local revision = redis.call('HGET', KEYS[1], 'revision')
if not revision or tonumber(revision) ~= tonumber(ARGV[2]) - 1 then
  return 0
end
redis.call('HSET', KEYS[1], 'state', ARGV[1], 'revision', ARGV[2],
  'causes', ARGV[3], 'finished', ARGV[4])
redis.call('PEXPIRE', KEYS[1], ARGV[5])
return 1
