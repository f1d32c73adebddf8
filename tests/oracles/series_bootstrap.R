# Bootstrap means of a short autoregression by boot::tsboot (Canty and Ripley): mean, standard deviation and quantiles
# of 200,000 draws, for the stationary bootstrap and for moving blocks that stay inside the sample.
#
#   Rscript tests/oracles/series_bootstrap.R > tests/golden/series_bootstrap.json
#
# The series: u is Lehmer's generator (16807, 2^31 - 1, from 1) over its modulus; x_t = 0.6 x_{t-1} + u_t - 0.5, 200 values.
library(boot)
library(jsonlite)

series <- function(count) {
  state <- 1
  x <- numeric(count)
  last <- 0
  for (t in seq_len(count)) {
    state <- (16807 * state) %% 2147483647
    last <- 0.6 * last + state / 2147483647 - 0.5
    x[t] <- last
  }
  x
}

x <- series(200)
shares <- c(0.025, 0.25, 0.5, 0.75, 0.975)
described <- function(simulation, length) {
  set.seed(20)
  means <- tsboot(x, mean, R = 200000, l = length, sim = simulation, endcorr = simulation == "geom")$t[, 1]
  list(block_length = length, mean = mean(means), sd = sd(means), quantiles = unname(quantile(means, shares)))
}
cat(toJSON(list(length = length(x), last = x[length(x)], shares = shares,
                stationary = described("geom", 8), moving = described("fixed", 12)),
           auto_unbox = TRUE, digits = 12, pretty = TRUE), "\n", sep = "")
