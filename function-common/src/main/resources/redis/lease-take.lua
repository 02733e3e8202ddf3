-- KEYS: lease, outcome. ARGV: owner, milliseconds.
-- Gives {'granted'}, {'held', milliseconds left} or {'done', outcome}.
local outcome = redis.call('GET', KEYS[2])
if outcome then
  return {'done', outcome}
end
local owner = redis.call('GET', KEYS[1])
if owner and owner ~= ARGV[1] then
  return {'held', redis.call('PTTL', KEYS[1])}
end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return {'granted'}
