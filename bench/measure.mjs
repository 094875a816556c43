/** Microseconds that one call of `work` takes: the median of batches that each run for about two milliseconds. */
export function measure(work, batches = 41, warmMs = 150) {
  const until = performance.now() + warmMs
  let warm = 0
  while (performance.now() < until || warm < 3) {
    work()
    warm++
  }
  const one = timeOf(work, Math.max(1, warm >> 3))
  const size = Math.max(1, Math.round(2000 / one))
  return median(Array.from({ length: batches }, () => timeOf(work, size)))
}

function timeOf(work, times) {
  const start = process.hrtime.bigint()
  for (let i = 0; i < times; i++) work()
  return Number(process.hrtime.bigint() - start) / 1000 / times
}

export function median(list) {
  const sorted = [...list].sort((a, b) => a - b)
  return sorted[sorted.length >> 1]
}

/** Slope of log y over log x by least squares: 1 is linear, 2 quadratic. */
export function slope(points) {
  const logs = points.map(([x, y]) => [Math.log(x), Math.log(y)])
  const mean = (index) => logs.reduce((sum, point) => sum + point[index], 0) / logs.length
  const [mx, my] = [mean(0), mean(1)]
  const over = logs.reduce((sum, [x, y]) => sum + (x - mx) * (y - my), 0)
  return over / logs.reduce((sum, [x]) => sum + (x - mx) ** 2, 0)
}
