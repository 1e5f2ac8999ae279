-- For wrk: each connection asks, waits 10 ms, and asks again. With 10 connections that is at most 1,000 requests a second.
function delay()
  return 10
end
