# Quadratic programs in R's quadprog (Goldfarb and Idnani's own algorithm) -> tests/golden/quadratic_program.json.
# Run in tests/oracles: Rscript quadratic_program.R
#
# Figures come from whole-number formulas, which the unit test computes alike.

library(quadprog)
library(jsonlite)

quadratic <- function(n, case) {
  i <- row(diag(n)); j <- col(diag(n))
  b <- ((7919 * i * j + 31 * case * i + 17 * j * j) %% 1009) / 1009 - 0.5
  crossprod(b) / n + diag(n) / 20
}

linear <- function(n, case) ((6007 * (1:n) * (1:n + case)) %% 997) / 997 - 0.4

# Weights that sum to 1, within limits, with one to three group limits.
sectors <- function(n, case, least, most, groups) {
  g <- sapply(seq_len(groups), function(k) ((1:n + k * case) %% (k + 2) == 0) * 1)
  list(normals = cbind(rep(1, n), diag(n), -diag(n), g, -g),
       bounds = c(1, rep(least, n), rep(-most, n), rep(0.15, groups), rep(-0.6, groups)), equalities = 1)
}

case <- function(n, number, least, most, groups) {
  limits <- sectors(n, number, least, most, groups)
  fit <- solve.QP(quadratic(n, number), linear(n, number), limits$normals, limits$bounds, limits$equalities)
  list(n = n, case = number, least = least, most = most, groups = groups, x = fit$solution, objective = fit$value,
       multipliers = fit$Lagrangian, active = sort(fit$iact) - 1)
}

golden <- list(programs = list(case(3, 1, 0, 1, 1), case(12, 2, 0, 0.23, 2), case(12, 3, -0.1, 0.3, 3),
                               case(30, 4, 0, 0.07, 3), case(50, 5, -0.03, 0.13, 1)))
write_json(golden, "../golden/quadratic_program.json", digits = NA, auto_unbox = TRUE, pretty = TRUE)
