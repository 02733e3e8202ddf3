-- Keeps an outcome unless one is kept, and ends the lease.
-- KEYS: lease, outcome. ARGV: outcome, milliseconds to keep. Gives nothing, or the earlier outcome.
redis.call('DEL', KEYS[1])
local earlier = redis.call('GET', KEYS[2])
if earlier then
  return earlier
end
redis.call('SET', KEYS[2], ARGV[1], 'PX', ARGV[2])
return false
