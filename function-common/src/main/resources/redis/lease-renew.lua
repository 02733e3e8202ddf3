-- KEYS: lease. ARGV: owner, milliseconds. Gives 1, or 0 when the lease is not the owner's.
if redis.call('GET', KEYS[1]) == ARGV[1] then
  return redis.call('PEXPIRE', KEYS[1], ARGV[2])
end
return 0
