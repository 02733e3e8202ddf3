-- KEYS: letters by id, ids in order. ARGV: most letters to give, at least 1.
local ids = redis.call('ZRANGE', KEYS[2], 0, tonumber(ARGV[1]) - 1, 'REV')
local letters = {}
for place, id in ipairs(ids) do
  letters[place] = redis.call('HGET', KEYS[1], id)
end
return letters
