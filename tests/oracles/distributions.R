# Golden numbers of rerate/statistics/distributions: R's distribution functions, good to 1e-13 and better at these arguments.
#
# usage (at the project's root): Rscript tests/oracles/distributions.R > tests/golden/distributions.json
#
# Each row: the function's arguments in our order, then its value. Quantiles below the median stand for those above.
suppressPackageStartupMessages(library(jsonlite))
degrees <- c(0.5, 1, 2, 3.7, 27, 120, 551, 5000)
shares <- c(1e-300, 1e-20, 1e-8, 0.001, 0.025, 0.2, 0.45)
points <- c(0.01, 0.5, 1, 1.96, 4, 12, 40)
rows <- function(grid, value) unname(as.matrix(cbind(grid, value)))
two <- function(first, second) expand.grid(first, second)
t_points <- two(points, degrees)
t_shares <- two(c(1e-8, 0.001, 0.025, 0.2, 0.45), degrees)
tails <- two(c(0.01, 0.5, 3, 20, 130, 560, 700), degrees)
f_points <- expand.grid(c(0.01, 0.5, 1, 1.96, 4, 12), c(1, 3, 27, 500), c(1, 12, 551))
gammas <- expand.grid(c(0.01, 0.5, 3, 20), c(0.5, 2.5, 12), c(0.3, 2))
cat(toJSON(list(
  source = paste("R", getRversion()),
  normal_cdf = rows(-points[1:6], pnorm(-points[1:6])),
  normal_quantile = rows(shares, qnorm(shares)),
  student_t_cdf = rows(cbind(-t_points[, 1], t_points[, 2]), pt(-t_points[, 1], t_points[, 2])),
  student_t_quantile = rows(t_shares, qt(t_shares[, 1], t_shares[, 2])),
  chi_squared_tail = rows(tails, pchisq(tails[, 1], tails[, 2], lower.tail = FALSE)),
  f_tail = rows(f_points, pf(f_points[, 1], f_points[, 2], f_points[, 3], lower.tail = FALSE)),
  gamma_tail = rows(gammas, pgamma(gammas[, 1], gammas[, 2], scale = gammas[, 3], lower.tail = FALSE))
), digits = I(17), auto_unbox = TRUE), "\n")
