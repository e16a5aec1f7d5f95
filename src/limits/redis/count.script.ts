import { script } from '#redis/index.js';

/** Longer than any window; renewed with each count. */
const REMEMBERED_MS = 24 * 60 * 60 * 1000;

/**
 * What hit.statement.ts does in PostgreSQL, to the letter. KEYS: since when this server remembers, then the counters.
 * ARGV: for each counter limit, window and block in ms. Answers how long it has remembered, then for each counter, as far
 * as the first that is blocked: hits, the rest of its window and of its block, in ms. A counter goes when both are over.
 */
export const COUNT = script(`
local function digits(number) return string.format('%.0f', number) end
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)

local since = redis.call('GET', KEYS[1]) or digits(now)
local answer = { now - tonumber(since) }

for i = 2, #KEYS do
  local at = (i - 2) * 3
  local limit, window, block = tonumber(ARGV[at + 1]), tonumber(ARGV[at + 2]), tonumber(ARGV[at + 3])
  local hits, expires, blocked = string.match(redis.call('GET', KEYS[i]) or '0 0 0', '^(%d+) (%d+) (%d+)$')
  hits, expires, blocked = tonumber(hits), tonumber(expires), tonumber(blocked)
  if blocked <= now then
    if expires <= now or blocked > 0 then
      hits, expires, blocked = 1, now + window, 0
    else
      hits = hits + 1
      if hits > limit then blocked = now + block end
    end
    local rest = math.max(1, expires - now, blocked - now)
    redis.call('SET', KEYS[i], digits(hits) .. ' ' .. digits(expires) .. ' ' .. digits(blocked), 'PX', digits(rest))
  end
  table.insert(answer, hits)
  table.insert(answer, expires - now)
  table.insert(answer, math.max(0, blocked - now))
  if blocked > now then break end
end

-- After the counters: Redis looks whether it is full at the first write of a script only.
if redis.call('PEXPIRE', KEYS[1], ${REMEMBERED_MS}) == 0 then
  redis.call('SET', KEYS[1], since, 'PX', ${REMEMBERED_MS})
end
return answer
`);
